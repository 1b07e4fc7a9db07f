"""What agreement is reckoned from: who read which article, and what each of them marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import NamedTuple

#: The labels of marks, in the order of every table.
LABELS = ("claim", "quote", "context")
PLACES = {label: place for place, label in enumerate(LABELS)}

#: A `[start, end)` piece of a text, in code points.
Piece = tuple[int, int]


class Mark(NamedTuple):
    """One mark: its content pieces in order, and of a claim the verdict in force.

    `rating` is the id of a rating of the scale at hand; `judged` tells one that has none because
    nobody judged it from one that was judged under a version where its rating meant another thing.
    """

    id: str
    label: str
    pieces: tuple[Piece, ...]
    rating: str | None = None
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What one person handed in of an article; no marks say that there was nothing to mark."""

    person: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One article with the readings to compare, by person, at least two.

    `words` has a byte for each character, 1 where a word starts and 0 elsewhere, and `week` is
    the Monday of the week in which the last of them was handed in. So many marks stand in an
    `older` text and are not compared.
    """

    id: str
    number: int
    length: int
    words: bytes
    week: date
    readings: tuple[Reading, ...]
    older: int = 0

    def pairs(self) -> list[tuple[int, int]]:
        """The places of two readings each, the lower first."""
        return list(combinations(range(len(self.readings)), 2))


class Known(NamedTuple):
    """What the report tells of an article beside its rows; `marked` by anybody."""

    id: str
    number: int
    week: date
    readings: int
    marked: bool
    older: int

    @classmethod
    def of(cls, one: Compared) -> Known:
        """What is known of it."""
        marked = any(reading.marks for reading in one.readings)
        return cls(one.id, one.number, one.week, len(one.readings), marked, one.older)


def in_order(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks by where they start and end, so that the same marks always stand the same way."""
    return tuple(sorted(marks, key=lambda one: (one[2][0][0], one[2][-1][1], one[:3])))


def only_label(article: Compared, label: str) -> Compared:
    """The article with the marks of one label alone."""
    readings = tuple(
        Reading(one.person, tuple(mark for mark in one.marks if mark.label == label))
        for one in article.readings
    )
    return Compared(
        article.id, article.number, article.length, article.words, article.week, readings
    )
