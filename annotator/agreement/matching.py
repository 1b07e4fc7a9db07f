"""Which mark of one reader is the same as which of another: one to one, the closest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from annotator.agreement.material import Mark, Piece, Reading

#: Two marks may be the same from this share of common characters on, unless somebody says another.
USUAL_THRESHOLD = 0.5

#: A mark, by the place of its reading and its own place in that.
Place = tuple[int, int]
#: A mark as it lies in the text: where it starts and ends, and its pieces.
Lying = tuple[int, int, tuple[Piece, ...]]
#: Two marks that may be the same: what it is sorted by, then both.
Candidate = tuple[float, bool, Place, Place]


@dataclass(slots=True)
class Matched:
    """What belongs together: two by two for each pair of readings, and all together.

    A group has at most one mark of each reading, and at least two.
    """

    pairs: dict[tuple[int, int], list[tuple[int, int]]] = field(default_factory=dict)
    groups: list[dict[int, int]] = field(default_factory=list)


def overlap(first: Sequence[Piece], second: Sequence[Piece]) -> float:
    """The share of the characters of both that are common to both (intersection over union).

    Jaccard, P.: The distribution of the flora in the alpine zone. New Phytologist 11, 1912,
    doi:10.1111/j.1469-8137.1912.tb05611.x. Pieces of one mark do not overlap each other.
    """
    common = 0
    for start, end in first:
        for begin, stop in second:
            shared = min(end, stop) - max(start, begin)
            if shared > 0:
                common += shared
    if not common:
        return 0.0
    whole = sum(end - start for start, end in first) + sum(end - start for start, end in second)
    return common / (whole - common)


def candidates(readings: Sequence[Reading], threshold: float) -> list[Candidate]:
    """All pairs of marks of different readings that overlap enough, the closest first.

    Among equals those of one label go first, then those that stand first: nothing is left to
    chance, and the same marks give the same result.
    """
    found: list[Candidate] = []
    lying = [_lying(one.marks) for one in readings]
    labels = [[mark.label for mark in one.marks] for one in readings]
    for i, first in enumerate(labels):
        for j in range(i + 1, len(labels)):
            others = labels[j]
            for a, b, share in _near(lying[i], lying[j], threshold):
                found.append((-share, first[a] != others[b], (i, a), (j, b)))
    found.sort()
    return found


def matched(found: Iterable[Candidate]) -> Matched:
    """Each mark goes with at most one of every other reading: the closest that is left."""
    result = Matched()
    taken: dict[tuple[int, int], tuple[set[int], set[int]]] = {}
    groups: dict[Place, dict[int, int]] = {}
    for _, _, first, second in found:
        (i, a), (j, b) = first, second
        if (i, j) not in taken:
            taken[i, j], result.pairs[i, j] = (set(), set()), []
        ours, theirs = taken[i, j]
        if a not in ours and b not in theirs:
            ours.add(a)
            theirs.add(b)
            result.pairs[i, j].append((a, b))
        _join(groups, first, second)
    distinct = {id(group): group for group in groups.values()}
    result.groups = list(distinct.values())
    return result


def same_label(found: Iterable[Candidate]) -> list[Candidate]:
    """Those of one label."""
    return [one for one in found if not one[1]]


def _join(groups: dict[Place, dict[int, int]], first: Place, second: Place) -> None:
    """Make one group of two, unless that had two marks of one reading."""
    one, other = groups.get(first), groups.get(second)
    if one is None:
        one = dict((first,))
        if other is None:
            groups[first] = one
    elif one is other:
        return
    if other is None:
        if second[0] not in one:
            one[second[0]] = second[1]
            groups[second] = one
    elif one.keys().isdisjoint(other):
        one.update(other)
        for place in one.items():
            groups[place] = one


def _lying(marks: Iterable[Mark]) -> list[Lying]:
    return [(one.pieces[0][0], one.pieces[-1][1], one.pieces) for one in marks]


def _near(
    first: Sequence[Lying], second: Sequence[Lying], threshold: float
) -> Iterator[tuple[int, int, float]]:
    """The marks of two readings that overlap enough; both stand in order of their starts."""
    passed = 0
    for a, (start, end, pieces) in enumerate(first):
        while passed < len(second) and second[passed][1] <= start:
            passed += 1
        for b in range(passed, len(second)):
            begin, stop, others = second[b]
            if begin >= end:
                break
            if stop <= start:
                continue
            if len(pieces) == len(others) == 1:
                # Five times a mark in the bench: `min` and `max` would take twice as long.
                last, latest = (end if end < stop else stop), (start if start > begin else begin)
                common = last - latest
                share = common / (end - start + stop - begin - common)
            else:
                share = overlap(pieces, others)
            if share and share >= threshold:
                yield a, b, share
