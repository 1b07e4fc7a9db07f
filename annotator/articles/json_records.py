"""The objects of a JSON array, one at a time, each bounded before it is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from annotator.articles.json_lines import JsonLines, Line, loads
from annotator.articles.places import Place
from annotator.errors import Invalid

#: Of one record; a whole article has room in it, and a claim much more so.
RECORD_BYTES = 4 * 1024 * 1024

_PIECE = 64 * 1024
_BOM = b"\xef\xbb\xbf"
_OUTSIDE = re.compile(rb'["\[\]{},]')
_INSIDE = re.compile(rb'["\\]')


class JsonRecords:
    """The records of one stream: an array's objects, or JSON Lines; `read_bytes` were taken."""

    def __init__(self, stream: BinaryIO, file: str) -> None:
        self._stream = stream
        self._file = file
        self.read_bytes = 0

    def entries(self) -> Iterator[Line | Invalid]:
        """Each record, or what is wrong with it; what ends the file is raised as `Invalid`."""
        first = self._beginning()
        if first.startswith(b"["):
            yield from self._array(first[1:])
            return
        lines = JsonLines(self._stream, self._file)
        self._stream.seek(0)
        for entry in lines.entries():
            self.read_bytes = lines.read_bytes
            yield entry

    def _beginning(self) -> bytes:
        """The first piece of the file that is not blank, from its first sign on."""
        found = self._more().removeprefix(_BOM).lstrip()
        while not found and (piece := self._more()):
            found = piece.lstrip()
        return found

    def _more(self) -> bytes:
        piece = self._stream.read(_PIECE)
        self.read_bytes += len(piece)
        return piece

    def _array(self, piece: bytes) -> Iterator[Line | Invalid]:
        splitter = _Splitter()
        number = 0
        while piece or (piece := self._more()):
            for data in splitter.split(piece):
                if data is None:
                    self._end(splitter.rest)
                    return
                number += 1
                yield self._entry(data, number)
            if splitter.length > RECORD_BYTES:
                yield self._entry(splitter.rest, number + 1)
                return
            piece = b""
        raise Place(self._file).refusal(Invalid("the list of records has no end"))

    def _end(self, rest: bytes) -> None:
        while rest or (rest := self._more()):
            if rest.strip():
                raise Place(self._file).refusal(Invalid("something follows the list of records"))
            rest = b""

    def _entry(self, data: bytes, number: int) -> Line | Invalid:
        place = Place(self._file, record=number)
        try:
            if len(data) > RECORD_BYTES:
                raise Invalid("the record is longer than %(most)s bytes", most=RECORD_BYTES)
            value = loads(data)
            if not isinstance(value, dict):
                raise Invalid("the record is no JSON object")
        except Invalid as error:
            return place.refusal(error)
        return Line(place, value)


class _Splitter:
    """Cuts the inside of an array at its commas; knows strings and brackets, and nothing else."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._in_string = False
        self._skips = False
        self._is_first = True
        self._depth = 0
        self.length = 0

    @property
    def rest(self) -> bytes:
        """What is held of the record at hand, or what follows the array."""
        return b"".join(self._parts)

    def split(self, piece: bytes) -> Iterator[bytes | None]:
        """The records that end in this piece, and None where the array does."""
        start, at = 0, int(self._skips)
        self._skips = False
        while found := (_INSIDE if self._in_string else _OUTSIDE).search(piece, at):
            sign, at = piece[found.start()], found.end()
            if self._in_string:
                at = self._inside(sign, at, len(piece))
                continue
            if self._depth == 0 and sign in b",]":
                yield from self._cut(piece[start : found.start()], last=sign == ord("]"))
                start = at
                if sign == ord("]"):
                    self._parts = [piece[at:]]
                    yield None
                    return
            self._outside(sign)
        self._hold(piece[start:])

    def _inside(self, sign: int, at: int, length: int) -> int:
        """Pass a sign in a string; what follows a backslash is passed too."""
        if sign == ord('"'):
            self._in_string = False
            return at
        self._skips = at >= length
        return at + 1

    def _outside(self, sign: int) -> None:
        if sign == ord('"'):
            self._in_string = True
        elif sign in b"[{":
            self._depth += 1
        elif sign in b"]}":
            self._depth -= 1

    def _cut(self, end: bytes, *, last: bool) -> Iterator[bytes]:
        self._hold(end)
        data, self._parts, self.length = self.rest, [], 0
        is_empty_array = last and self._is_first and not data.strip()
        self._is_first = False
        if not is_empty_array:
            yield data

    def _hold(self, data: bytes) -> None:
        self._parts.append(data)
        self.length += len(data)
