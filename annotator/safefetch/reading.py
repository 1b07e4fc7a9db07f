"""Reading an answer: its kind, and its body up to a limit, however it is packed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from email.message import Message
from http.client import HTTPResponse

from annotator.errors import Invalid
from annotator.safefetch.failing import Failure, NotFetched

#: What a page of the web comes as, and what plain text does.
TEXT = "text/plain"
PAGES = ("text/html", "application/xhtml+xml", TEXT)

_PIECE = 64 * 1024
_CHARSET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,39}")
_KIND = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")

#: Told how many bytes have come, and how many there are to be if the server says so.
Tell = Callable[[int, int | None], None]


def kind_of(answer: HTTPResponse) -> tuple[str, str | None]:
    """The content type and the charset that it names; raises `Invalid` for what is no page."""
    kind = str(answer.msg.get("content-type", "")).partition(";")[0].strip().lower()
    if kind not in PAGES:
        shown = kind if _KIND.fullmatch(kind) else "?"
        raise NotFetched(
            "What is there is no web page or text (%(kind)s); save it, and bring it in as a file.",
            "url",
            failure=Failure.NO_PAGE,
            kind=shown,
        )
    charset = _charset_of(answer.msg)
    return kind, charset if charset and _CHARSET.fullmatch(charset) else None


def body_of(answer: HTTPResponse, most: int, tell: Tell) -> bytes:
    """The whole body, unpacked; raises `Invalid` for more than `most` bytes or for less than said.

    Both what comes and what it unpacks to are counted while it comes.
    """
    said = answer.length
    if said is not None and said > most:
        raise _too_large(most)
    unpack = _unpacker(str(answer.msg.get("content-encoding", "")).strip().lower())
    pieces: list[bytes] = []
    came = size = 0
    for piece in _pieces(answer):
        came += len(piece)
        unpacked = unpack(piece, most + 1 - size)
        size += len(unpacked)
        if max(came, size) > most:
            raise _too_large(most)
        pieces.append(unpacked)
        tell(came, said)
    # Counted here, as Python before 3.11.8 does not count what `read1` gives.
    if said is not None and came < said:
        raise broken_off()
    return b"".join(pieces)


def broken_off() -> Invalid:
    """The refusal of an answer that is not whole."""
    return NotFetched(
        "The answer broke off, or is none that can be read; try it again.",
        "url",
        failure=Failure.BROKEN_OFF,
    )


def _pieces(answer: HTTPResponse) -> Iterator[bytes]:
    # `read1` gives what has come without waiting for more.
    while piece := answer.read1(_PIECE):
        yield piece


def _unpacker(encoding: str) -> Callable[[bytes, int], bytes]:
    """Unpacks a piece to so many bytes at most. Nothing packed was asked for; gzip comes anyway."""
    if encoding in {"", "identity"}:
        return lambda piece, _most: piece
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise NotFetched(
            "The page comes packed in a way that was not asked for.",
            "url",
            failure=Failure.NO_PAGE,
        )
    engine = zlib.decompressobj(zlib.MAX_WBITS | 32)
    return lambda piece, most: engine.decompress(piece, most)


def _charset_of(headers: Message) -> str | None:
    found = headers.get_param("charset")
    return found.strip() if isinstance(found, str) else None


def _too_large(most: int) -> Invalid:
    return NotFetched(
        "The page is larger than %(most)s MB; save it, and bring in what is needed of it.",
        "url",
        failure=Failure.TOO_LARGE,
        most=most // (1024 * 1024),
    )
