"""Code points, as stored, to UTF-16 units, as browsers and some formats count, and back.

The one place in Python that converts; `static/js/text/text.js` is the one in the browser.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Literal

from annotator.errors import Invalid

Edge = Literal["start", "end"]

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16Index:
    """Converts many offsets of one text: at once where no character is beyond U+FFFF."""

    __slots__ = ("_astral", "_astral_units", "_length")

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._astral = [match.start() for match in _ASTRAL.finditer(text)]
        # Each such character before the n-th takes one unit more than it is characters.
        self._astral_units = [place + n for n, place in enumerate(self._astral)]

    def to_utf16(self, cp: int) -> int:
        """The UTF-16 offset of the code point offset `cp`."""
        _check_range(cp, self._length)
        return cp + bisect_left(self._astral, cp) if self._astral else cp

    def from_utf16(self, u16: int, edge: Edge = "start") -> int:
        """The code point offset of the UTF-16 offset `u16`.

        An offset between the halves of a character moves outward: the start of a span before
        the character, its end after it.
        """
        _check_range(u16, self._length + len(self._astral))
        if not self._astral:
            return u16
        passed = bisect_left(self._astral_units, u16)
        cp = u16 - passed
        inside = passed > 0 and self._astral_units[passed - 1] == u16 - 1
        return cp + 1 if inside and edge == "end" else cp


def to_utf16(text: str, cp: int) -> int:
    """`Utf16Index.to_utf16` for a single offset."""
    return Utf16Index(text).to_utf16(cp)


def from_utf16(text: str, u16: int, edge: Edge = "start") -> int:
    """`Utf16Index.from_utf16` for a single offset."""
    return Utf16Index(text).from_utf16(u16, edge)


def _check_range(offset: int, length: int) -> None:
    if not 0 <= offset <= length:
        raise Invalid(
            "The offset %(offset)s is outside the text, which is %(length)s long.",
            offset=offset,
            length=length,
        )
