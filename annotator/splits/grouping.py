"""Groups of articles of which none may be in another split than the rest.

An article is one unit, with all its revisions. Two are joined where they

- say the same words (in any revision, whatever case and punctuation);
- are of one page (`annotator.sources.urls.page_key`);
- were linked as one story by somebody;
- are near-duplicates: the sets of their runs of three words overlap by `NEAR_ARTICLE` (Jaccard),
  found by bands of their sketches and confirmed on the words themselves;
- hold a claim of the same words (its wording, else what is marked; NFKC, without case and
  punctuation; from `LEAST_CLAIM_WORDS` words on);
- and, where that is asked for, name the same speaker or come from the same publisher.

Links between claims, as "repeats", never leave their article, and so join nothing.
"""

from __future__ import annotations

from array import array
from collections import Counter, deque
from collections.abc import Iterator
from typing import NamedTuple

from cachetools import LRUCache

from annotator.similarity.queries import NEAR_ARTICLE
from annotator.similarity.sketches import resemblance, shingles, words_of
from annotator.splits.keyed import NARROW
from annotator.splits.material import Material, Reason, Texts

#: A text is compared with so many others of a band: the first of them, and those just before it.
_COMPARED = 12
#: And with no more, where so many comparisons found nothing.
_MOST_IN_VAIN = 32
#: Texts are not read again for an overlap that is estimated at less: pages made from one form
#: share a band often and little else. What is missed by that, the check finds.
_LIKELY = 0.35
#: So many pairs that are not alike are remembered before they are compared anew.
_MOST_UNLIKE = 100_000
#: So many runs of words are kept of texts that were read, some 10 MB.
_RUNS_KEPT = 100_000

_REASONS = list(Reason)


class Join(NamedTuple):
    """Two articles that belong together; `percent` is how far their texts overlap, or 0."""

    one: int
    other: int
    reason: Reason
    percent: int = 0


class Groups:
    """Which articles stand together, by their places; 14 bytes an article."""

    def __init__(self, count: int) -> None:
        self._parent = array(NARROW, range(count))
        self._ones, self._others = array(NARROW), array(NARROW)
        self._reasons, self._percents = array("B"), array("B")

    def __len__(self) -> int:
        """How many groups there are."""
        return len(self._parent) - len(self._ones)

    @property
    def articles(self) -> int:
        """How many articles they hold together."""
        return len(self._parent)

    def first_of(self, place: int) -> int:
        """The first article of the group, by which the group is known."""
        parent = self._parent
        while parent[place] != place:
            parent[place] = place = parent[parent[place]]
        return place

    def join(self, join: Join) -> bool:
        """Put two articles together; False where they were together already."""
        one, other = sorted((self.first_of(join.one), self.first_of(join.other)))
        if one == other:
            return False
        self._parent[other] = one
        self._ones.append(join.one)
        self._others.append(join.other)
        self._reasons.append(_REASONS.index(join.reason))
        self._percents.append(join.percent)
        return True

    def joins(self) -> Iterator[Join]:
        """What joined them: of every group, one join less than it has articles."""
        rows = zip(self._ones, self._others, self._reasons, self._percents, strict=True)
        for one, other, reason, percent in rows:
            yield Join(one, other, _REASONS[reason], percent)

    def each(self) -> Iterator[list[int]]:
        """The articles of each group in order, the group first whose first article came first."""
        firsts = array(NARROW, map(self.first_of, range(len(self._parent))))
        order = sorted(range(len(firsts)), key=firsts.__getitem__)
        group: list[int] = []
        for place in order:
            if group and firsts[place] != group[0]:
                yield group
                group = []
            group.append(place)
        if group:
            yield group

    def reasons(self, place: int) -> Counter[Reason]:
        """How often the group of this article was joined for which reason."""
        first = self.first_of(place)
        return Counter(join.reason for join in self.joins() if self.first_of(join.one) == first)

    def why(self, one: int, other: int) -> list[Join]:
        """The chain of joins from one article to another; empty where they are not together."""
        ways: dict[int, list[Join]] = {}
        for join in self.joins():
            ways.setdefault(join.one, []).append(join)
            ways.setdefault(join.other, []).append(join)
        reached: dict[int, list[Join]] = {one: []}
        waiting = deque([one])
        while waiting and other not in reached:
            here = waiting.popleft()
            for join in ways.get(here, []):
                there = join.other if join.one == here else join.one
                if there not in reached:
                    reached[there] = [*reached[here], join]
                    waiting.append(there)
        return reached.get(other, [])


class Overlaps:
    """How far texts overlap, read anew whenever they are compared; some of them are kept."""

    def __init__(self, material: Material, texts: Texts) -> None:
        self._material, self._texts = material, texts
        self._kept: LRUCache[int, frozenset[str]] = LRUCache(_RUNS_KEPT, getsizeof=len)
        self.compared = 0

    def of(self, one: int, other: int) -> float:
        """How far the texts of two sketches overlap, from 0 to 1 (Jaccard)."""
        self.compared += 1
        return resemblance(self._runs(one), self._runs(other))

    def _runs(self, sketch: int) -> frozenset[str]:
        if sketch in self._kept:
            return self._kept[sketch]
        _, number, revision = self._material.sketched(sketch)
        found = shingles(words_of(self._texts(number, revision)))
        if len(found) <= _RUNS_KEPT:
            self._kept[sketch] = found
        return found


def percent_of(overlap: float) -> int:
    """An overlap in whole percents, never more than there are."""
    return int(100 * overlap)


def group(material: Material, overlaps: Overlaps) -> Groups:
    """The groups of a project's articles; reads again the texts that may be near-duplicates.

    More articles only ever make groups larger: what stood together goes on to.
    """
    groups = Groups(len(material))
    for reason, one, other in material.same():
        groups.join(Join(one, other, reason))
    _join_near(material, overlaps, groups)
    return groups


def _join_near(material: Material, overlaps: Overlaps, groups: Groups) -> None:
    in_vain: Counter[int] = Counter()
    unlike: set[int] = set()
    for sketch, other in _candidates(material):
        here, there = material.place_of(sketch), material.place_of(other)
        pair = sketch << 32 | other
        is_known = pair in unlike or in_vain[sketch] >= _MOST_IN_VAIN
        if is_known or groups.first_of(here) == groups.first_of(there):
            continue
        if material.samples.estimate(sketch, other) < _LIKELY:
            continue
        overlap = overlaps.of(sketch, other)
        if overlap >= NEAR_ARTICLE:
            groups.join(Join(there, here, Reason.NEAR, percent_of(overlap)))
            continue
        in_vain[sketch] += 1
        if len(unlike) >= _MOST_UNLIKE:
            unlike.clear()
        unlike.add(pair)


def _candidates(material: Material) -> Iterator[tuple[int, int]]:
    """Sketches that share a band, the later of two first; of very many that share one, some."""
    for _, run in material.bands.runs():
        for at, sketch in enumerate(run):
            before = run[max(_COMPARED, at - _COMPARED) : at]
            for other in (*reversed(before), *run[: min(at, _COMPARED)]):
                yield sketch, other
