"""Sending a file of a release: whole, or from where a download broke off (RFC 9110)."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from os import SEEK_END
from typing import IO

from flask import Response, request

from annotator.errors import Busy, Conflict, Refused
from annotator.releases.store import Store

#: Bytes that are read and sent at a time.
PIECE = 64 * 1024

_log = logging.getLogger("annotator.releases")
# More digits than any file has bytes are no number worth reading.
_RANGE = re.compile(r"bytes=[ \t]*(?:(\d{1,30})-(\d{0,30})|-(\d{1,30}))[ \t]*", re.A | re.I)


def answer(store: Store, path: str, *, etag: str, size: int, name: str, mimetype: str) -> Response:
    """Answer the request at hand, GET or HEAD, with one file of the store.

    `etag` is its SHA-256 and `size` its bytes, both as the manifest has them; `name` is what it is
    saved as. The answer has a part of it where the request asks for one range of bytes, and none
    of it where the asker has it already. Raises `Busy` where the store does not give it, and
    `Conflict` where it is of another length.
    """
    response = Response(mimetype=mimetype)
    response.set_etag(etag)
    response.accept_ranges = "bytes"
    # Whoever squeezes it on the way would break both the strong validator and the ranges.
    response.headers["Cache-Control"] = "no-store, no-transform"
    start, stop = _settle(response, etag, size)
    if response.status_code not in {200, 206}:
        return response
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.content_length = stop - start
    if request.method == "GET":
        stream = _opened(store, path, size)
        response.call_on_close(stream.close)
        response.response = _pieces(stream, path, start, stop)
    return response


def _settle(response: Response, etag: str, size: int) -> tuple[int, int]:
    """Set the status, and say from which byte on, and up to which, the file is asked for.

    By hand, as `Response.make_conditional` reads ranges before preconditions (RFC 9110, section
    13.2.2, has it the other way round), lets weak validators join parts (13.1.5), and refuses a
    suffix that is longer than the file (14.1.2), a HEAD with a range and ranges that nobody has
    to understand (14.2).
    """
    if request.if_match and not request.if_match.contains(etag):
        response.status_code = 412
    elif request.if_none_match.contains_weak(etag):
        response.status_code = 304
    elif request.method == "GET" and request.headers.get("If-Range", f'"{etag}"') == f'"{etag}"':
        return _settle_range(response, size)
    return 0, size


def _settle_range(response: Response, size: int) -> tuple[int, int]:
    found = _RANGE.fullmatch(request.headers.get("Range", ""))
    # A file without bytes has no ranges: who asks for one gets all that there is.
    if found is None or size == 0:
        return 0, size
    first, last, suffix = found.groups()
    start = int(first) if first else max(size - int(suffix), 0)
    stop = min(int(last) + 1, size) if last else size
    if last and int(last) < int(first):
        return 0, size
    if start >= size:
        response.status_code = 416
        response.headers["Content-Range"] = f"bytes */{size}"
        return 0, 0
    response.status_code = 206
    response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return start, stop


def _opened(store: Store, path: str, size: int) -> IO[bytes]:
    try:
        stream = store.open(path)
    except Refused as error:
        # Why is for whoever keeps the store; it may name places that are nobody else's business.
        _log.error("a download failed: %s", error)
        raise Busy("The store of releases does not give this file: try again later.") from error
    try:
        # What is not as the manifest says is not begun: the client would wait for the rest.
        if stream.seek(0, SEEK_END) != size:
            raise _changed(path)
    except BaseException:
        stream.close()
        raise
    return stream


def _pieces(stream: IO[bytes], path: str, start: int, stop: int) -> Iterator[bytes]:
    stream.seek(start)
    left = stop - start
    while left:
        piece = stream.read(min(PIECE, left))
        if not piece:
            # The length is sent: all that is left is to break the answer off.
            raise _changed(path)
        left -= len(piece)
        yield piece


def _changed(path: str) -> Conflict:
    _log.error("%s in the store of releases is not as long as its manifest says", path)
    return Conflict("This file is not as it was made: ask a lead to verify the release.")
