"""How the offsets of a foreign file count: found by looking whether its words are there."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.errors import Invalid
from annotator.formats.mapping import LabelMapping, Offsets
from annotator.text.canonical import REPLACEMENT
from annotator.text.offsets import Edge, Utf16Index
from annotator.text.spans import differing_parts

Extent = tuple[int, int]

_DROPPED = re.compile("\\A\ufeff|\r(?=\n)")
_BREAK = re.compile("\r\n|\r |\r|\n")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Units(StrEnum):
    """What an offset counts."""

    CODE_POINTS = "code points"
    UTF_16 = "UTF-16 units"


@dataclass(frozen=True, slots=True)
class Marked:
    """Words that a source says stand at these places; None where it does not say which."""

    pieces: tuple[Extent, ...]
    quote: str | None


class Reading:
    """One way to count: in `units`, of the canonical text or of the text as it arrived."""

    __slots__ = ("_dropped", "_index", "_length", "as_arrived", "units")

    def __init__(self, units: Units, arrived: str, dropped: Sequence[int]) -> None:
        self.units = units
        #: Whether line breaks of two characters, and a byte order mark, are counted.
        self.as_arrived = bool(dropped)
        self._dropped = dropped
        self._length = len(arrived)
        self._index = Utf16Index(arrived) if units is Units.UTF_16 else None

    def place(self, offset: int, edge: Edge) -> int:
        """The offset in code points of the canonical text; raises `Invalid` beyond its end."""
        found = offset
        if self._index is not None:
            found = self._index.from_utf16(offset, edge)
        elif offset > self._length:
            raise Invalid(
                "The offset %(offset)s is outside the text, which is %(length)s long.",
                offset=offset,
                length=self._length,
            )
        return found - bisect_left(self._dropped, found)

    def pieces(self, marked: Marked) -> tuple[Extent, ...]:
        """The places of the words in code points of the canonical text; raises `Invalid`."""
        return tuple(
            (self.place(start, "start"), self.place(end, "end")) for start, end in marked.pieces
        )


def readings(arrived: str, text: str) -> Iterator[Reading]:
    """The ways in which offsets of this text can differ, the likeliest first."""
    is_wide = any(sign > "\uffff" for sign in text)
    units = (Units.CODE_POINTS, Units.UTF_16) if is_wide else (Units.CODE_POINTS,)
    for unit in units:
        yield Reading(unit, text, ())
    dropped = [found.start() for found in _DROPPED.finditer(arrived)]
    if dropped:
        for unit in units:
            yield Reading(unit, arrived, dropped)


def ways_for(ways: Iterable[Reading], mapping: LabelMapping) -> list[Reading]:
    """Those of the ways to count that the mapping allows."""
    if mapping.offsets is Offsets.AUTO:
        return list(ways)
    wanted = Units.UTF_16 if mapping.offsets is Offsets.UTF_16 else Units.CODE_POINTS
    # Without a character beyond U+FFFF both count alike, and only the one is offered.
    every = list(ways)
    return [way for way in every if way.units is wanted] or every


def choose(
    marked: Sequence[Marked], ways: Sequence[Reading], text: str
) -> tuple[Reading, list[int]]:
    """The first way in which all the words are found, and the indexes of those that are not.

    Where no way finds all of them it is the one that finds most: nothing is moved to fit.
    """
    best: tuple[Reading, list[int]] | None = None
    for way in ways:
        astray = [index for index, one in enumerate(marked) if not _stands(one, way, text)]
        if best is None or len(astray) < len(best[1]):
            best = (way, astray)
        if not astray:
            break
    if best is None:
        raise ValueError("there must be a way to count")
    return best


def joined(text: str, pieces: Sequence[Extent]) -> str:
    """The words of all pieces as brat writes them: with a space between two."""
    return " ".join(text[start:end] for start, end in pieces)


def is_same(quote: str, words: str) -> bool:
    """Whether they are the same but for line breaks, which brat writes as spaces."""
    return _flat(quote) == _flat(words)


def misquoted(marked: Marked, way: Reading, text: str) -> Invalid:
    """What is wrong with words that are not at their places: a sentence with both texts."""
    places = ";".join(f"{start} {end}" for start, end in marked.pieces)
    try:
        found = joined(text, way.pieces(marked))
    except Invalid as error:
        return error
    there, given = differing_parts(found, marked.quote or "")
    return Invalid(
        "at %(places)s the text says “%(found)s”, and the record says “%(given)s”",
        places=places[:60],
        found=there,
        given=given,
    )


def _stands(marked: Marked, way: Reading, text: str) -> bool:
    try:
        pieces = way.pieces(marked)
    except Invalid:
        return False
    if any(start >= end for start, end in pieces):
        return False
    return marked.quote is None or is_same(marked.quote, joined(text, pieces))


def _flat(words: str) -> str:
    return _CONTROL.sub(REPLACEMENT, _BREAK.sub(" ", words))
