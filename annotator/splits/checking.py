"""Whether anything crosses from one split to another: looked for apart from the grouping.

What articles share by a key, and who was linked, is held against the splits row by row, without
the groups. Near-duplicates are not looked for by bands here but by the runs of three words that
texts share (`samples.py`): whoever shares enough of those that are kept with a text of another
split is compared with it word by word. While the project is small all runs are kept, and then
every two texts of different splits that share one are looked at. Texts of fewer than 8 words
are alike where their words are the same, and only there.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from annotator.similarity.queries import NEAR_ARTICLE
from annotator.splits.assigning import NOWHERE
from annotator.splits.grouping import Groups, Join, Overlaps, percent_of
from annotator.splits.keyed import NARROW, WIDE, Keyed, order_of, part_of
from annotator.splits.material import Material, Reason

#: Texts are compared word by word from this estimate of their overlap on. Where some runs are
#: kept, fewer than 1 in 10,000 of those that overlap by 0.6 fall below it (3 or fewer of 20, by
#: the binomial distribution); where all are, only hashes that two runs share make it less exact.
_LIKELY, _LIKELY_WHOLE = 0.2, 0.55
#: A kept run of words that stands in more texts than this, of however many groups, is looked at
#: in the first few of each group only;
_MANY, _FEW = 64, 2
#: and one that stands in more than this even so is that of a phrase, and passed over.
_MOST = 512
#: The runs are put in order in so many parts.
_PARTS = 4


class Way(StrEnum):
    """How near-duplicates were looked for."""

    EVERY_RUN = "every_run"
    SOME_RUNS = "some_runs"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: joins whose two articles stand in different splits, and how they were
    looked for. `compared` counts the pairs of texts that were compared word by word, and
    `passed_over` the phrases that so many texts share that they tell nothing.
    """

    crossing: tuple[Join, ...]
    way: Way
    compared: int
    passed_over: int


class _Index:
    """Who shares a run of words with a text of another split, in 8 bytes and 12 bytes a run."""

    def __init__(self) -> None:
        self._runs, self._ends = array(WIDE), array(WIDE)
        self._sketches = array(NARROW)
        self.passed_over = 0

    def add(self, run: int, sketches: Sequence[int]) -> None:
        """Note who shares it; the runs come as `Keyed.runs` gives them."""
        self._sketches.extend(sketches)
        self._runs.append(order_of(run))
        self._ends.append(len(self._sketches))

    def of(self, run: int) -> Sequence[int]:
        """Who shares it; nobody where it stands in one split only."""
        wanted = order_of(run)
        at = bisect_left(self._runs, wanted)
        if at == len(self._runs) or self._runs[at] != wanted:
            return ()
        return self._sketches[self._ends[at - 1] if at else 0 : self._ends[at]]


def check(material: Material, groups: Groups, splits: Sequence[int], overlaps: Overlaps) -> Checked:
    """Look for whatever crosses; reads again the texts that may be near-duplicates."""
    before = overlaps.compared
    index = _index(material, groups, splits)
    crossing = list(_same_across(material, splits))
    crossing += _near_across(material, splits, overlaps, index)
    way = Way.EVERY_RUN if material.samples.is_whole else Way.SOME_RUNS
    return Checked(tuple(crossing), way, overlaps.compared - before, index.passed_over)


def _crosses(splits: Sequence[int], one: int, other: int) -> bool:
    return splits[one] != splits[other] and NOWHERE not in (splits[one], splits[other])


def _same_across(material: Material, splits: Sequence[int]) -> Iterator[Join]:
    for reason, keyed in material.keys.items():
        for _, run in keyed.runs():
            # Those in between may be left out: who is in a split is held against the next who is.
            there = [place for place in run if splits[place] != NOWHERE]
            pairs = pairwise(there)
            yield from (Join(*pair, reason) for pair in pairs if _crosses(splits, *pair))
    for pair in sorted(set(material.linked)):
        if _crosses(splits, *pair):
            yield Join(*pair, Reason.LINKED)


def _near_across(
    material: Material, splits: Sequence[int], overlaps: Overlaps, index: _Index
) -> Iterator[Join]:
    for sketch, other in _likely(material, splits, index):
        overlap = overlaps.of(sketch, other)
        if overlap >= NEAR_ARTICLE:
            one, two = sorted((material.place_of(sketch), material.place_of(other)))
            yield Join(one, two, Reason.NEAR, percent_of(overlap))


def _likely(material: Material, splits: Sequence[int], index: _Index) -> Iterator[tuple[int, int]]:
    """Pairs of sketches of different splits that share enough, each once."""
    samples, seen = material.samples, set[tuple[int, int]]()
    bound = _LIKELY_WHOLE if samples.is_whole else _LIKELY
    for sketch in range(len(samples)):
        place = material.place_of(sketch)
        if splits[place] == NOWHERE:
            continue
        shared: Counter[int] = Counter()
        for run in samples.of(sketch):
            shared.update(index.of(run))
        for other, count in sorted(shared.items()):
            pair = (min(sketch, other), max(sketch, other))
            is_likely = samples.overlap(sketch, other, count) >= bound
            # What very many have is noted of some, and then only one of two finds the other.
            if is_likely and pair not in seen and _crosses(splits, place, material.place_of(other)):
                seen.add(pair)
                yield pair


def _index(material: Material, groups: Groups, splits: Sequence[int]) -> _Index:
    found, is_whole = _Index(), material.samples.is_whole
    for part in range(_PARTS):
        for run, sketches in _part_of(material, splits, part).runs():
            if len({splits[material.place_of(sketch)] for sketch in sketches}) < 2:
                continue
            if len(sketches) > _MANY and not is_whole:
                sketches = _few_of_each(material, groups, sketches)
            if len(sketches) > _MOST and not is_whole:
                found.passed_over += 1
            else:
                found.add(run, sketches)
    return found


def _part_of(material: Material, splits: Sequence[int], part: int) -> Keyed:
    """Who has which of some of the runs, as all of them at once would take much memory."""
    found = Keyed(NARROW)
    for sketch in range(len(material.samples)):
        if splits[material.place_of(sketch)] != NOWHERE:
            for run in material.samples.of(sketch):
                if part_of(run, _PARTS) == part:
                    found.add(run, sketch)
    return found


def _few_of_each(material: Material, groups: Groups, sketches: list[int]) -> list[int]:
    had: Counter[int] = Counter()
    few = []
    for sketch in sketches:
        first = groups.first_of(material.place_of(sketch))
        had[first] += 1
        if had[first] <= _FEW:
            few.append(sketch)
    return few
