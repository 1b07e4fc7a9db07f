"""Lines of an old text that stand more than once in the new one, where nobody can tell which is
which: a paragraph was repeated, and perhaps one of the two was edited, too.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate

from rapidfuzz import fuzz

from annotator.text.alignment import Alignment
from annotator.text.edges import Place

#: A line is new as soon as this share of it came in, and stands for an old one as soon as it
#: holds this share of it.
_SHARE = 0.4
_ALIKE, _PART_ALIKE = 65, 80
#: Lines that are alike have so many code points in a row in common; shorter ones are no copies.
_RUN = 12
_LONGEST = 20_000


class Twins:
    """Which lines of the new text each line of the old one may have become."""

    def __init__(self, alignment: Alignment) -> None:
        self._alignment = alignment
        self._old, self._new = _lines(alignment.old), _lines(alignment.new)

    def beside(self, was: Place, now: Place) -> list[Place]:
        """Other lines of the new text for the lines in which `was` stands than those of `now`."""
        taken = set(_touched(self._new, now))
        found: dict[int, None] = {}
        for line in _touched(self._old, was):
            found |= dict.fromkeys(number for number in self._heirs[line] if number not in taken)
        return [self._new[number] for number in found]

    @cached_property
    def _heirs(self) -> dict[int, list[int]]:
        """The lines that hold much of an old line, and the new ones that are like it."""
        shares: dict[tuple[int, int], int] = defaultdict(int)
        for block in self._alignment.blocks:
            for line in _touched(self._old, (block.old, block.old_end)):
                start, end = self._old[line]
                first, last = max(start, block.old), min(end, block.old_end)
                by = block.new - block.old
                for other in _touched(self._new, (first + by, last + by)):
                    low, high = self._new[other]
                    shares[line, other] += min(high, last + by) - max(low, first + by)
        heirs: dict[int, list[int]] = defaultdict(list)
        for (line, other), held in shares.items():
            if held >= _SHARE * (self._old[line][1] - self._old[line][0]):
                heirs[line].append(other)
        for line, other in self._likes(shares):
            if other not in heirs[line]:
                heirs[line].append(other)
        return heirs

    def _likes(self, shares: dict[tuple[int, int], int]) -> Iterator[tuple[int, int]]:
        """Old lines with new ones that came in and are like them."""
        runs = self._runs_of_new_lines(shares)
        if not runs:
            return
        for line, (start, end) in enumerate(self._old):
            words = self._alignment.old[start:end]
            alike: set[int] = set()
            for place in range(len(words) - _RUN + 1):
                alike |= runs.get(words[place : place + _RUN], set())
            for number in sorted(alike):
                if _are_alike(words, self._alignment.new[slice(*self._new[number])]):
                    yield line, number

    def _runs_of_new_lines(self, shares: dict[tuple[int, int], int]) -> dict[str, set[int]]:
        """Which lines, of those that came in, hold each run of signs."""
        known: dict[int, int] = defaultdict(int)
        for (_, other), held in shares.items():
            known[other] += held
        runs: dict[str, set[int]] = defaultdict(set)
        for number, (low, high) in enumerate(self._new):
            if _RUN <= high - low <= _LONGEST and known[number] <= (1 - _SHARE) * (high - low):
                for place in range(low, high - _RUN + 1):
                    runs[self._alignment.new[place : place + _RUN]].add(number)
        return runs


def _are_alike(old: str, new: str) -> bool:
    if fuzz.ratio(old, new, score_cutoff=_ALIKE):
        return True
    return bool(len(new) < len(old) and fuzz.partial_ratio(new, old, score_cutoff=_PART_ALIKE))


def _lines(text: str) -> list[Place]:
    """Every line `[start, end)`, without its break."""
    lines = text.split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    return [(start, start + len(line)) for start, line in zip(starts, lines, strict=False)]


def _touched(lines: list[Place], place: Place) -> range:
    """The numbers of the lines in which a place stands."""
    first = bisect_right(lines, (place[0], len(lines) + (1 << 40))) - 1
    return range(max(0, first), bisect_left(lines, (place[1], 0)))
