"""The same by the plainest means: unit by unit, character by character, pair by pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from itertools import permutations, product

from annotator.agreement.material import Compared, Mark, Piece

#: What each reader said of one unit; None for who said nothing.
Units = Sequence[Sequence[int | None]]
Marks = Sequence[Mark]
#: A unit or, where the last is False, the gap between two: start, length, whether it is a unit.
Section = tuple[int, int, bool]


def alpha(units: Units, distance: Callable[[int, int], float]) -> float | None:
    """Krippendorff's alpha as it is defined: pairs within units against pairs of all values."""
    said = [[one for one in unit if one is not None] for unit in units]
    paired = [unit for unit in said if len(unit) > 1]
    every = [one for unit in paired for one in unit]
    if len(every) < 2:
        return None
    observed = sum(
        distance(a, b) / (len(unit) - 1) for unit in paired for a, b in permutations(unit, 2)
    ) / len(every)
    times = Counter(every)
    expected = sum(times[a] * times[b] * distance(a, b) for a, b in permutations(times, 2))
    expected /= len(every) * (len(every) - 1)
    return None if not expected else 1 - observed / expected


def nominal(first: int, second: int) -> float:
    """Names."""
    return float(first != second)


def ordinal(units: Units) -> Callable[[int, int], float]:
    """Ranks, by how often each is said where two said anything."""
    paired = [[one for one in unit if one is not None] for unit in units]
    every = [one for unit in paired if len(unit) > 1 for one in unit]

    def distance(first: int, second: int) -> float:
        low, high = sorted((first, second))
        if low == high:
            return 0.0
        between = sum(every.count(one) for one in range(low, high + 1))
        return (between - (every.count(low) + every.count(high)) / 2) ** 2

    return distance


@cache
def characters(mark: Mark) -> set[int]:
    """The characters of a mark."""
    return {place for start, end in mark.pieces for place in range(start, end)}


def matched(
    first: Sequence[Mark], second: Sequence[Mark], threshold: float
) -> set[tuple[str, str]]:
    """Again and again the best of all pairs that are left."""
    left = {
        (_closeness(one, other), one.label == other.label, -a, -b): (one.id, other.id)
        for (a, one), (b, other) in product(enumerate(first), enumerate(second))
    }
    found: set[tuple[str, str]] = set()
    while left and max(left)[0] >= threshold and max(left)[0] > 0:
        best = left[max(left)]
        found.add(best)
        left = {
            key: pair for key, pair in left.items() if pair[0] != best[0] and pair[1] != best[1]
        }
    return found


def _closeness(first: Mark, second: Mark) -> float:
    one, other = characters(first), characters(second)
    return len(one & other) / len(one | other)


def word_sets(article: Compared) -> list[list[frozenset[str]]]:
    """Of each word, the labels that each reader gave it."""
    return [
        [
            frozenset(mark.label for mark in reading.marks if word in characters(mark))
            for reading in article.readings
        ]
        for word, is_begun in enumerate(article.words)
        if is_begun
    ]


def sections(pieces: Sequence[Piece], length: int) -> list[Section]:
    """The text as one reader cut it: units and gaps in turn, character by character."""
    marked = [False] * length
    for start, end in pieces:
        marked[start:end] = [True] * (end - start)
    found: list[Section] = []
    for place, is_unit in enumerate(marked):
        if found and found[-1][2] == is_unit:
            found[-1] = (found[-1][0], found[-1][1] + 1, is_unit)
        else:
            found.append((place, 1, is_unit))
    return found


def apart(first: Section, second: Section) -> int:
    """The squared difference of two sections of two readers."""
    (begin, size, is_unit), (other, length, is_other) = first, second
    if is_unit and is_other:
        if not -size < begin - other < length:
            return 0
        return (begin - other) ** 2 + (begin + size - other - length) ** 2
    if is_unit:
        return size * size if other <= begin and begin + size <= other + length else 0
    if is_other:
        return length * length if begin <= other and other + length <= begin + size else 0
    return 0


def observed(readings: Sequence[Sequence[Section]], length: int) -> float:
    """Every section against every section of every other reader."""
    total = sum(
        apart(one, other)
        for first, second in permutations(readings, 2)
        for one, other in product(first, second)
        if one[0] < other[0] + other[1] and other[0] < one[0] + one[1]
    )
    return total / (len(readings) * (len(readings) - 1) * length**2)


def expected(readings: Sequence[Sequence[Section]], length: int) -> float:
    """Every unit against every unit in every position, and in every place of every gap."""
    every = [one for reading in readings for one in reading]
    units = [size for _, size, is_unit in every if is_unit]
    gaps = [size for _, size, is_unit in every if not is_unit]
    total = 0.0
    for place, size in enumerate(units):
        for other_place, other in enumerate(units):
            if place < other_place:
                total += sum(
                    apart((0, size, True), (start, other, True))
                    for start in range(-other + 1, size)
                )
        for gap in gaps:
            total += sum(size * size for _ in range(gap - size + 1))
    whole = len(readings) * length
    return 2 / length * total / (whole * (whole - 1) - sum(one * (one - 1) for one in units))
