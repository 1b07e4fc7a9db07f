"""One row of numbers for each article and each cut of it; rows of articles may be added up.

A cut is everybody together, two people, or one label. What its figures need is in such a row,
so that a table, a week, a person or a resample is a sum of rows and nothing else.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from annotator.agreement.material import LABELS
from annotator.agreement.tokens import SETS

Row: TypeAlias = "array[float]"

#: Where in a row each number stands.
ARTICLES, MARKS, EXACT, OVERLAPPING, COMMON, MARKED, WORDS, AGREEING = range(8)
OCCURS = AGREEING + 1
UNIT_OBSERVED, UNIT_EXPECTED, CHARACTERS = range(OCCURS + SETS, OCCURS + SETS + 3)
UNITS, UNITS_AGREEING = CHARACTERS + 1, CHARACTERS + 2
SHARES = UNITS_AGREEING + 1
LABELLED = SHARES + len(LABELS)
#: Matched claims: judged by two at least and on the scale, and the others by why they are not.
JUDGED, ON_SCALE, UNJUDGED, OFF_SCALE, OTHER_VERSION = range(
    LABELLED + len(LABELS) ** 2, LABELLED + len(LABELS) ** 2 + 5
)
RATED = OTHER_VERSION + 1


@dataclass(frozen=True, slots=True)
class Scale:
    """The ratings that verdicts may have: those on the scale by their order, then the others.

    `ranks` has the orders of the first ones; ratings of one order are one rank.
    """

    ratings: tuple[str, ...]
    ranks: tuple[int, ...]

    @property
    def width(self) -> int:
        """How many numbers a row has."""
        return self.ranked + len(self.ranks) ** 2

    @property
    def ranked(self) -> int:
        """Where the table of the ratings on the scale stands, behind that of all ratings."""
        return RATED + len(self.ratings) ** 2

    def is_on(self, place: int) -> bool:
        """Whether the rating at this place has an order."""
        return place < len(self.ranks)


def empty(scale: Scale) -> Row:
    """A row of nothing."""
    return array("d", bytes(8 * scale.width))


def columns(rows: Sequence[Row]) -> list[Row]:
    """Of each number of the rows, those of all rows, which are quicker to go through so."""
    flat, width = array("d", b"".join(rows)), len(rows[0])
    return [flat[place::width] for place in range(width)]


def total(rows: Sequence[Row], scale: Scale) -> Row:
    """The sum of rows."""
    return array("d", map(sum, columns(rows))) if rows else empty(scale)


def matrix(row: Sequence[float], start: int, size: int) -> list[list[float]]:
    """The square table that stands in a row from here on."""
    return [list(row[start + size * one : start + size * (one + 1)]) for one in range(size)]
