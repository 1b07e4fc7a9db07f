"""JSON Lines read strictly: one object a line, and each line bounded before it is parsed."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

from annotator.articles.places import Place
from annotator.errors import Invalid

#: A native line holds a whole article, and one of very many short lines has a layout many times
#: as long as its text. What comes by page is bounded by the largest request long before.
LINE_BYTES = 64 * 1024 * 1024
DEEPEST = 32
INTEGER_DIGITS = 15

_BOM = b"\xef\xbb\xbf"
# A string that never ends matches too, to the end of the line, so that the scan stays linear.
_STRINGS_AND_BRACKETS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
# Escapes that may bring what no database takes: halves of a surrogate pair, and NUL.
_SUSPICIOUS = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One object of a file, and where it stands; `foreign` where another format was read."""

    place: Place
    value: dict[str, Any]
    foreign: bool = False


class JsonLines:
    """The objects of one stream, in order; `read_bytes` counts what was taken from it."""

    def __init__(self, stream: BinaryIO, file: str) -> None:
        self._stream = stream
        self._file = file
        self.read_bytes = 0

    def __iter__(self) -> Iterator[Line]:
        """The objects up to the first line that is none, which raises `Invalid`."""
        for entry in self.entries():
            if isinstance(entry, Invalid):
                raise entry
            yield entry

    def entries(self) -> Iterator[Line | Invalid]:
        """Each line's object, or what is wrong with it; a line that is too long is the last."""
        number = 0
        while data := self._stream.readline(LINE_BYTES + 1):
            number += 1
            self.read_bytes += len(data)
            if number == 1:
                data = data.removeprefix(_BOM)
            if data.strip():
                place = Place(self._file, number)
                try:
                    yield Line(place, _object_of(data))
                except Invalid as error:
                    yield place.refusal(error)
                if len(data) > LINE_BYTES:
                    return


def _object_of(data: bytes) -> dict[str, Any]:
    if len(data) > LINE_BYTES:
        raise Invalid("the line is longer than %(most)s bytes", "file", most=LINE_BYTES)
    value = loads(data)
    if not isinstance(value, dict):
        raise Invalid("the line holds no JSON object")
    return value


def loads(data: bytes) -> Any:
    """One JSON value, refused with `Invalid` where readers of JSON would disagree about it.

    Strict UTF-8, at most `DEEPEST` levels, no key twice, no NaN, no whole number of more than
    `INTEGER_DIGITS` digits, no half of a surrogate pair and no NUL.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Invalid("it is not UTF-8 at byte %(at)s of the line", at=error.start + 1) from None
    _check_depth(data)
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise Invalid(
            "it is not JSON at character %(at)s (%(why)s)", at=error.pos + 1, why=error.msg
        ) from None
    if b"\\u" in data and _SUSPICIOUS.search(data):
        _check_strings(value)
    return value


def _check_depth(data: bytes) -> None:
    if data.count(b"[") + data.count(b"{") <= DEEPEST:
        return  # However they stand, they do not nest deeper.
    depth = 0
    for match in _STRINGS_AND_BRACKETS.finditer(data):
        first = data[match.start()]
        if first in b"[{":
            depth += 1
            if depth > DEEPEST:
                raise Invalid("it is nested deeper than %(deepest)s levels", deepest=DEEPEST)
        elif first in b"]}":
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Invalid("the key is there twice", key[:60])
        found[key] = value
    return found


def _constant(name: str) -> NoReturn:
    raise Invalid("the number %(name)s is not JSON", name=name)


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > INTEGER_DIGITS:
        raise Invalid("a whole number has more than %(most)s digits", most=INTEGER_DIGITS)
    return int(digits)


def _number(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise Invalid("a number is too large")
    return value


# Made once: `json.loads` makes one for every line, which takes as long as reading it.
_DECODER = json.JSONDecoder(
    object_pairs_hook=_object,
    parse_constant=_constant,
    parse_int=_integer,
    parse_float=_number,
)


def _check_strings(value: Any, field: str | None = None) -> None:
    """Refuse what no database keeps; `field` is the key of the object in which it stands."""
    if isinstance(value, str):
        if _UNSTORABLE.search(value):
            raise Invalid("a text holds NUL, or half of a surrogate pair", field)
    elif isinstance(value, list):
        for item in value:
            _check_strings(item, field)
    elif isinstance(value, dict):
        for key, item in value.items():
            _check_strings(key, field)
            _check_strings(item, field or key)
