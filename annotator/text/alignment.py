"""Which passages of one text stand in another one, in the same order: an alignment by words.

The time grows about as the texts do: what both begin and end with is set aside, long rests are
cut at runs of words that stand once in each, and only what lies between is compared in full.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import regex
from rapidfuzz.distance import LCSseq, Prefix

_TOKEN = regex.compile(r"\w+|\s+|[^\w\s]")
#: As many pairs of words, or of characters within a changed passage, are compared one by one.
_MOST_PAIRS = 40_000_000
_MOST_SIGNS = 4_000_000
_RUN = 8


class Block(NamedTuple):
    """A passage that stands in both texts: where it begins in each, and its code points."""

    old: int
    new: int
    length: int

    @property
    def old_end(self) -> int:
        """Where it ends in the old text."""
        return self.old + self.length

    @property
    def new_end(self) -> int:
        """Where it ends in the new text."""
        return self.new + self.length


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two blocks, in each text; one side may be empty."""

    old: tuple[int, int]
    new: tuple[int, int]


class Alignment:
    """The blocks of two texts in their order, and where a place of the old text is in the new."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self.blocks = tuple(_joined(_blocks(old, new)))
        self._starts = [block.old for block in self.blocks]

    def holding(self, start: int, end: int) -> Block | None:
        """The block that holds all of `[start, end)` of the old text."""
        number = bisect_right(self._starts, start) - 1
        if number < 0 or end > self.blocks[number].old_end:
            return None
        return self.blocks[number]

    def gaps(self) -> Iterator[Gap]:
        """Every gap in order, without those that are empty in both texts."""
        for number in range(len(self.blocks) + 1):
            gap = self._gap(number)
            if gap.old[0] < gap.old[1] or gap.new[0] < gap.new[1]:
                yield gap

    def start(self, place: int) -> int:
        """Where what begins at `place` begins now; where it was replaced, its replacement."""
        number = bisect_right(self._starts, place) - 1
        if number >= 0 and place < self.blocks[number].old_end:
            return self.blocks[number].new + place - self.blocks[number].old
        gap = self._gap(number + 1)
        return self._within(gap, place, ends=False)

    def end(self, place: int) -> int:
        """Where what ends at `place` ends now; where it was replaced, its replacement."""
        number = bisect_left(self._starts, place) - 1
        if number >= 0 and place <= self.blocks[number].old_end:
            return self.blocks[number].new + place - self.blocks[number].old
        gap = self._gap(number + 1)
        return self._within(gap, place, ends=True)

    def _gap(self, number: int) -> Gap:
        """The gap before the block of this number."""
        before = self.blocks[number - 1] if number > 0 else Block(0, 0, 0)
        if number < len(self.blocks):
            after = self.blocks[number]
        else:
            after = Block(len(self.old), len(self.new), 0)
        return Gap((before.old_end, after.old), (before.new_end, after.new))

    def _within(self, gap: Gap, place: int, *, ends: bool) -> int:
        (old_start, old_end), (new_start, new_end) = gap.old, gap.new
        if place == (old_end if ends else old_start):
            return new_end if ends else new_start
        old, new = self.old[old_start:old_end], self.new[new_start:new_end]
        if len(old) * len(new) <= _MOST_SIGNS:
            for first, second, length in _equal_runs(old, new):
                inside, edge = place - old_start - first, 0 if ends else length
                if 0 <= inside <= length and inside != edge:
                    return new_start + second + inside
        return new_end if ends else new_start


def common_after(one: str, first: int, other: str, second: int) -> int:
    """How many code points are the same in both texts from these places on.

    That both end there counts as one more.
    """
    found, step = 0, 64
    while True:
        left = one[first + found : first + found + step]
        right = other[second + found : second + found + step]
        if left != right or len(left) < step:
            found += Prefix.similarity(left, right)
            return found + (first + found == len(one) and second + found == len(other))
        found, step = found + step, step * 2


def common_before(one: str, first: int, other: str, second: int) -> int:
    """How many code points are the same in both texts up to these places.

    That both begin there counts as one more.
    """
    found, step = 0, 64
    while True:
        left = one[max(0, first - found - step) : first - found]
        right = other[max(0, second - found - step) : second - found]
        if left != right or len(left) < step:
            found += Prefix.similarity(left[::-1], right[::-1])
            return found + (first == second == found)
        found, step = found + step, step * 2


def _blocks(old: str, new: str) -> Iterator[Block]:
    olds, news = _TOKEN.findall(old), _TOKEN.findall(new)
    old_places = list(accumulate(map(len, olds), initial=0))
    new_places = list(accumulate(map(len, news), initial=0))
    for first, second, count in _matches(olds, news):
        start = old_places[first]
        yield Block(start, new_places[second], old_places[first + count] - start)


def _joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """Neighbours as one; a lone space or comma that happens to stand in both is left out."""
    running: Block | None = None
    for block in blocks:
        if running and (running.old_end, running.new_end) == (block.old, block.new):
            running = Block(running.old, running.new, running.length + block.length)
            continue
        if running and running.length > 1:
            yield running
        running = block
    if running and running.length > 1:
        yield running


Matches = Iterator[tuple[int, int, int]]


def _matches(old: Sequence[str], new: Sequence[str]) -> Matches:
    """Runs of equal words as (place in old, place in new, how many), in order."""
    head = Prefix.similarity(old, new)
    most = min(len(old), len(new)) - head
    tail = min(most, Prefix.similarity(old[::-1], new[::-1]))
    if head:
        yield 0, 0, head
    left, right = old[head : len(old) - tail], new[head : len(new) - tail]
    for first, second, count in _inner(left, right):
        yield head + first, head + second, count
    if tail:
        yield len(old) - tail, len(new) - tail, tail


def _inner(old: Sequence[str], new: Sequence[str]) -> Matches:
    if not old or not new:
        return
    if len(old) * len(new) <= _MOST_PAIRS:
        yield from _equal_runs(old, new)
        return
    anchors = _anchors(old, new)
    if not anchors:
        return
    places = [(0, 0), *anchors, (len(old), len(new))]
    for (first, second), (next_first, next_second) in pairwise(places):
        for one, other, count in _matches(old[first:next_first], new[second:next_second]):
            yield first + one, second + other, count


def _equal_runs(old: Sequence[str], new: Sequence[str]) -> Matches:
    # The library's types mix the words of an operation with its numbers.
    runs: Any = LCSseq.opcodes(old, new)
    for op, first, last, second, _ in runs:
        if op == "equal":
            yield first, second, last - first


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of runs that stand once in each text, as many as keep one order."""
    once_old, once_new = _once(old), _once(new)
    pairs = sorted((place, once_new[run]) for run, place in once_old.items() if run in once_new)
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [second]
        last[length : length + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], int] = {}
    for place in range(len(words) - _RUN + 1):
        run = tuple(words[place : place + _RUN])
        places[run] = -1 if run in places else place
    return {run: place for run, place in places.items() if place >= 0}
