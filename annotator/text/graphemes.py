"""Where a text may be cut without breaking what a reader sees as one sign or one joined word.

Only for painting and for shortening. Stored offsets stay where the reviewer put them: the rules
below change with every version of Unicode, and data must not.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache

import regex

# Scripts whose letters take their shape from their neighbours, or melt into one sign with them.
# Those that write no spaces between words (Thai, Khmer, Burmese) are not among them: there the
# "word" would be half a sentence. `static/js/text/segments.js` holds the same list.
# fmt: off
JOINING_SCRIPTS = (
    "Arab", "Syrc", "Mand", "Nkoo", "Mong", "Phag", "Adlm", "Rohg",
    "Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym", "Sinh",
)
# fmt: on

_TATWEEL = "\u0640"
_LETTER = "".join(rf"\p{{sc={script}}}" for script in JOINING_SCRIPTS) + _TATWEEL
_WORD = regex.compile(
    rf"(?=[\p{{L}}\p{{M}}\p{{N}}{_TATWEEL}])[{_LETTER}]"
    rf"(?:(?=[\p{{L}}\p{{M}}\p{{N}}{_TATWEEL}\u200c\u200d])[{_LETTER}\p{{sc=Zinh}}\u200c\u200d])*"
)
# A flag is two letters of its own. Left to \X alone, each of many in a row is counted from the
# first, which takes most of a minute for fifty thousand.
_CLUSTER = regex.compile(
    r"[\U0001f1e6-\U0001f1ff]{2}[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*+|\X"
)
_STANDS_ALONE = regex.compile(rf"(?![{_LETTER}])\p{{GCB=Other}}")
_LEANS_BACK = regex.compile(r"[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]")
_LEANS_ON = regex.compile(r"[\p{GCB=Prepend}\r]")


class Cuts:
    """The places where one block may be cut; reads the block only when an edge calls for it."""

    __slots__ = ("_places", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: list[int] | None = None

    def at_or_before(self, place: int) -> int:
        """The last place to cut that is not after `place`."""
        if self._is_surely_one(place):
            return place
        places = self._all()
        return places[bisect_right(places, place) - 1]

    def at_or_after(self, place: int) -> int:
        """The first place to cut that is not before `place`."""
        if self._is_surely_one(place):
            return place
        places = self._all()
        return places[bisect_left(places, place)]

    def _is_surely_one(self, place: int) -> bool:
        if place <= 0 or place >= len(self._text):
            return True
        before, after = self._text[place - 1], self._text[place]
        # Nothing below U+0300 joins its neighbour, but for CR with LF: this keeps texts in
        # Latin letters, which most are, at two comparisons an edge.
        if after < "\u0300":
            return (before < "\u0300" and before != "\r") or not _leans_on(before)
        return _stands_alone(before) and not _leans_back(after)

    def _all(self) -> list[int]:
        if self._places is None:
            words = [match.span() for match in _WORD.finditer(self._text)]
            self._places = _outside(words, cluster_edges(self._text))
        return self._places


def cluster_edges(text: str) -> list[int]:
    """Every boundary between grapheme clusters, the text's two ends included."""
    return [0, *(match.end() for match in _CLUSTER.finditer(text))]


def last_cut_within(text: str, length: int) -> int:
    """The longest piece of at most `length` code points that breaks no sign in two."""
    # A cluster can be as long as the text (a letter under ten thousand accents): cut it then.
    return Cuts(text[: 2 * length]).at_or_before(length) or length


def _outside(words: list[tuple[int, int]], edges: list[int]) -> list[int]:
    # Both lists are in order, so one walk over them is enough.
    kept = []
    upcoming = iter([*words, (edges[-1], edges[-1])])
    start, end = next(upcoming)
    for edge in edges:
        while edge >= end and edge < edges[-1]:
            start, end = next(upcoming)
        if not start < edge < end:
            kept.append(edge)
    return kept


@lru_cache(maxsize=4096)
def _stands_alone(character: str) -> bool:
    return _STANDS_ALONE.match(character) is not None


@lru_cache(maxsize=4096)
def _leans_back(character: str) -> bool:
    return _LEANS_BACK.match(character) is not None


@lru_cache(maxsize=4096)
def _leans_on(character: str) -> bool:
    return _LEANS_ON.match(character) is not None
