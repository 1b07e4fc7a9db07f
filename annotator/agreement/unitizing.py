"""Krippendorff's unitizing alpha: do readers find the same units, with the same borders?

Krippendorff 1995, On the reliability of unitizing contiguous data, Sociological Methodology 25,
doi:10.2307/271061; as in Content Analysis, 2nd edition, 2004, chapter 12.4. What is expected by
chance is reckoned in each text for itself, so that texts can be added up.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

from annotator.agreement.material import Piece

#: A unit or, where the last is False, the gap between two: start, length, whether it is a unit.
Section = tuple[int, int, bool]
#: The lengths of one reader's units, and of the gaps between them.
Sizes = tuple[list[int], list[int]]


def sections(pieces: Iterable[Piece], length: int) -> list[Section]:
    """The text as one reader cut it: units and gaps in turn. Pieces that touch are one unit."""
    found: list[Section] = []
    at = 0
    for start, end in _joined(pieces):
        if start > at:
            found.append((at, start - at, False))
        found.append((start, end - start, True))
        at = end
    if at < length:
        found.append((at, length - at, False))
    return found


def observed(differences: Sequence[float], length: int) -> float:
    """The observed disagreement in a text of this length: of each pair of readers so much."""
    return sum(differences) / (len(differences) * length * length)


def difference(first: Sequence[Section], second: Sequence[Section]) -> float:
    """The squared differences of all sections of two readers that have characters in common."""
    if len(first) == len(second) == 1:
        return apart(first[0], second[0])
    total, i, j = 0.0, 0, 0
    while i < len(first) and j < len(second):
        one, other = first[i], second[j]
        if one[2] or other[2]:
            total += apart(one, other)
        ends, stops = one[0] + one[1], other[0] + other[1]
        i += ends <= stops
        j += stops <= ends
    return total


def sizes(cut: Sequence[Section]) -> Sizes:
    """The lengths of the units and of the gaps of one reader."""
    return [one[1] for one in cut if one[2]], [one[1] for one in cut if not one[2]]


def expected(readings: Sequence[Sizes], length: int) -> float:
    """The disagreement that chance would give, over all places where the units could stand."""
    units = [size for reading in readings for size in reading[0]]
    if not units:
        return 0.0
    gaps = sorted(size for reading in readings for size in reading[1])
    longer = [*accumulate(reversed(gaps), initial=0)]
    others, total, inside = (len(units) - 1) / 3, 0.0, 0
    for size in units:
        fitting = len(gaps) - bisect_left(gaps, size)
        square = size * size
        total += others * (2 * square * size - 3 * square + size)
        total += square * (longer[fitting] - fitting * (size - 1))
        inside += square - size
    whole = len(readings) * length
    among = whole * (whole - 1) - inside
    return 2 / length * total / among if among else 0.0


def apart(first: Section, second: Section) -> float:
    """The squared difference of two sections of two readers."""
    (begin, size, is_unit), (other, length, is_other) = first, second
    if is_unit and is_other:
        if not -size < begin - other < length:
            return 0.0
        return (begin - other) ** 2 + (begin + size - other - length) ** 2
    if is_unit:
        return size * size if other <= begin and begin + size <= other + length else 0.0
    if is_other:
        return length * length if begin <= other and other + length <= begin + size else 0.0
    return 0.0


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces in order, with those that overlap or touch as one."""
    found: list[Piece] = []
    for start, end in sorted(pieces):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
