"""Krippendorff's unitizing alpha: do readers find the same units, with the same borders?

Krippendorff 1995, On the reliability of unitizing contiguous data, Sociological Methodology 25,
doi:10.2307/271061; as in Content Analysis, 2nd edition, 2004, chapter 12.4. What is expected by
chance is reckoned in each text for itself, so that texts can be added up.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from annotator.agreement.material import Piece


class Cut(NamedTuple):
    """The text as one reader cut it: the units in order, and what chance needs of them.

    `inner` is what two of these units would differ by in all places where both could stand, and
    `longest` how much the longest gaps have together: of none, of one, of two and so on.
    """

    units: list[Piece]
    covered: int
    squares: int
    inner: int
    gaps: list[int]
    longest: list[int]


def cut(pieces: Iterable[Piece], length: int) -> Cut:
    """What one reader marked of a text of this length. Pieces that touch are one unit."""
    units, gaps = _joined(pieces), []
    at = covered = squares = inner = 0
    for start, end in units:
        size = end - start
        square = size * size
        covered += size
        squares += square
        inner += (2 * size - 3) * square + size
        if start > at:
            gaps.append(start - at)
        at = end
    if at < length:
        gaps.append(length - at)
    gaps.sort()
    return Cut(units, covered, squares, inner, gaps, [*accumulate(reversed(gaps), initial=0)])


def observed(differences: Sequence[float], length: int) -> float:
    """The observed disagreement in a text of this length: of each pair of readers so much."""
    return sum(differences) / (len(differences) * length * length)


def difference(first: Cut, second: Cut) -> int:
    """The squared differences of all units and gaps of two readers that share characters.

    Two units differ by their borders; a unit within a gap of the other by its length.
    """
    total, i, j = first.squares + second.squares, 0, 0
    ours, theirs = first.units, second.units
    met = met_too = -1
    while i < len(ours) and j < len(theirs):
        (start, end), (begin, stop) = ours[i], theirs[j]
        if start < stop and begin < end:
            total += (start - begin) ** 2 + (end - stop) ** 2
            if met != i:
                met, total = i, total - (end - start) ** 2
            if met_too != j:
                met_too, total = j, total - (stop - begin) ** 2
        i += end <= stop
        j += stop <= end
    return total


def room(first: Cut, second: Cut) -> int:
    """What the units of one reader would differ by from the gaps of another, or their own, in
    all places where they could stand.
    """
    gaps, longest, total = second.gaps, second.longest, 0
    count = len(gaps)
    for start, end in first.units:
        size = end - start
        fitting = count - bisect_left(gaps, size)
        if fitting:
            total += size * size * (longest[fitting] - fitting * (size - 1))
    return total


def expected(cuts: Sequence[Cut], rooms: int, length: int) -> float:
    """The disagreement that chance would give, over all places where the units could stand.

    `rooms` is the `room` that each of these readers has with each, themselves too.
    """
    units = inner = alone = 0
    for one in cuts:
        units += len(one.units)
        inner += one.inner
        alone += one.squares - one.covered
    if not units:
        return 0.0
    whole = len(cuts) * length
    among = whole * (whole - 1) - alone
    total = (units - 1) / 3 * inner + rooms
    return 2 / length * total / among if among else 0.0


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces in order, with those that overlap or touch as one."""
    found: list[Piece] = []
    last = -1
    for piece in sorted(pieces):
        start, end = piece
        if start > last:
            found.append(piece)
        elif end > last:
            found[-1] = (found[-1][0], end)
        else:
            continue
        last = end
    return found
