"""Which split each group goes to.

Groups are taken one after the other, in the order in which their first articles came, and each
goes where it leaves the splits nearest to their shares: sequential minimisation (Pocock and
Simon, "Sequential treatment assignment with balancing for prognostic factors in the controlled
clinical trial", Biometrics 31, 1975, 103-115). Their coin is here a hash of the plan's seed and of
the group's first article, weighted by how much each split is short of its share. So the same
articles get the same splits on every machine, and groups that come later change nothing for those
before them. (An article that comes later and belongs to an earlier group makes that one larger,
which those after it may feel: to keep what a release had, give it as `base`.) Only whole numbers
are reckoned with.

A split gets a group only while it is short of its share; without strata it is therefore above its
share by less than the largest group. A group of several articles that is larger than a split's
whole share of what there is so far does not go there by the coin: it goes where it fits best.

With `base`, the splits of an earlier release, groups keep theirs, whatever came since. Where a
newcomer joins groups of several splits, all go where the larger part was, and that is told.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from annotator.errors import Invalid
from annotator.splits.grouping import Groups
from annotator.splits.material import Material
from annotator.splits.plan import SplitPlan

#: Shares are compared to this part, which is finer than any project has articles.
_FINE_BITS = 40
NOWHERE = -1


class Without(StrEnum):
    """Why an article is in no split."""

    #: The plan cuts by date, and it has none.
    UNDATED = "undated"
    #: A copy or a relative of it was published after the cut: it would be known beforehand.
    STRADDLES = "straddles"


class Moved(NamedTuple):
    """An article that the earlier release had in another split."""

    article_id: str
    before: str
    after: str


@dataclass(slots=True)
class Assigned:
    """The split of every article, as an index among the plan's names, by the article's place;
    `NOWHERE` for those that are left out.
    """

    splits: array[int]
    left_out: dict[int, Without] = field(default_factory=dict)
    moved: list[Moved] = field(default_factory=list)


def assign(
    material: Material, groups: Groups, plan: SplitPlan, base: Mapping[str, str] | None = None
) -> Assigned:
    """Give every group its split; `base` has the names of earlier splits by article id.

    Raises `Invalid` where the earlier release had a split that the plan does not have.

    Where the plan cuts by date, a group with articles on both sides keeps those of the latest
    side, which are the rarer and what a later test is made of; the others are left out, as they
    may not be later than the cut, and must not stand on the other side either. An article without
    a date is left out, as nobody can say on which side it belongs.
    """
    base = base or {}
    _check_base(plan, base)
    assigned = Assigned(array("h", [NOWHERE]) * len(material))
    balance = _Balance(material, plan)
    waiting = []
    for members in groups.each():
        kept, split = _sided(material, plan, members, assigned)
        if kept and split == NOWHERE:
            split = _earlier(material, plan, kept, base)
        if split == NOWHERE:
            # By number, as a list for each of very many would be much larger.
            waiting.append(members if len(members) > 1 else members[0])
        else:
            balance.put(kept, split)
            _place(assigned, kept, split)
    for one in waiting:
        members = one if isinstance(one, list) else [one]
        kept = [place for place in members if place not in assigned.left_out]
        if kept:
            split = balance.choose(kept)
            balance.put(kept, split)
            _place(assigned, kept, split)
    assigned.moved = list(_moved(material, plan, assigned, base))
    return assigned


def _check_base(plan: SplitPlan, base: Mapping[str, str]) -> None:
    for name in sorted(set(base.values())):
        if name not in plan.names:
            raise Invalid(
                "The earlier release has a split “%(name)s”, which this plan does not have: give "
                "it a share, or split anew.",
                "splits",
                name=name,
            )


def _place(assigned: Assigned, members: Sequence[int], split: int) -> None:
    for place in members:
        assigned.splits[place] = split


def _sided(
    material: Material, plan: SplitPlan, members: list[int], assigned: Assigned
) -> tuple[list[int], int]:
    """What is kept of a group, and the split that its days say; the rest is left out."""
    if not plan.cut:
        return members, NOWHERE
    sides: dict[int, list[int]] = {}
    for place in members:
        day = material.published[place]
        if day is None:
            assigned.left_out[place] = Without.UNDATED
        else:
            side = sum(day >= first for _, first in plan.cut) - 1
            sides.setdefault(side, []).append(place)
    if not sides:
        return [], NOWHERE
    latest = max(sides)
    for side, places in sides.items():
        if side != latest:
            assigned.left_out.update(dict.fromkeys(places, Without.STRADDLES))
    split = NOWHERE if latest < 0 else plan.names.index(plan.cut[latest][0])
    return sides[latest], split


def _free(plan: SplitPlan) -> list[int]:
    """The splits that no day decides."""
    cut = {name for name, _ in plan.cut}
    return [split for split, name in enumerate(plan.names) if name not in cut]


def _earlier(
    material: Material, plan: SplitPlan, members: list[int], base: Mapping[str, str]
) -> int:
    """Where the larger part of the group was; of equal parts, where the earliest was."""
    free = {plan.names[split]: split for split in _free(plan)}
    found = [base[material.ids[place]] for place in members if material.ids[place] in base]
    parts = Counter(free[name] for name in found if name in free)
    # A counter gives equal counts in the order in which they were first met.
    return parts.most_common(1)[0][0] if parts else NOWHERE


def _moved(
    material: Material, plan: SplitPlan, assigned: Assigned, base: Mapping[str, str]
) -> Iterator[Moved]:
    for place, article_id in enumerate(material.ids):
        before, split = base.get(article_id), assigned.splits[place]
        if before is not None and split != NOWHERE and before != plan.names[split]:
            yield Moved(article_id, before, plan.names[split])


class _Balance:
    """How much every split has so far: of articles, and of each stratum."""

    def __init__(self, material: Material, plan: SplitPlan) -> None:
        self._material, self._seed = material, plan.seed
        self._free = _free(plan)
        self._parts = {split: plan.parts[split] for split in self._free}
        self._whole = sum(self._parts.values())
        self._columns = [
            material.strata[name] for name in sorted(material.strata) if plan.stratify is not None
        ]
        self._had = {split: [0] * (1 + len(self._columns)) for split in self._free}

    def put(self, members: Sequence[int], split: int) -> None:
        """Count a group where it went; splits that a day decides have no share of the rest."""
        if split in self._had:
            had = self._had[split]
            for index, count in enumerate(self._weigh(members)):
                had[index] += count

    def choose(self, members: Sequence[int]) -> int:
        """The split for a group that has none."""
        weights = self._weigh(members)
        totals = [
            weight + sum(had[index] for had in self._had.values())
            for index, weight in enumerate(weights)
        ]
        short = {split: self._short(split, weights, totals) for split in self._free}
        size = len(members)
        fitting = {
            split: by
            for split, by in short.items()
            if by > 0 and (size == 1 or size * self._whole <= self._parts[split] * totals[0])
        }
        if not fitting:
            most = max(short.values())
            fitting = {split: 1 for split, by in short.items() if by == most}
        return self._toss(self._material.ids[members[0]], fitting)

    def _weigh(self, members: Sequence[int]) -> list[int]:
        counts = (sum(column[place] for place in members) for column in self._columns)
        return [len(members), *counts]

    def _short(self, split: int, weights: Sequence[int], totals: Sequence[int]) -> int:
        """By how much a split is short of its share of what the group has, in parts of each."""
        part, had = self._parts[split], self._had[split]
        return sum(
            (part * total - self._whole * has << _FINE_BITS) // (self._whole * total)
            for weight, total, has in zip(weights, totals, had, strict=True)
            if weight
        )

    def _toss(self, anchor: str, weights: Mapping[int, int]) -> int:
        data = f"{len(self._seed)}:{self._seed}{anchor}".encode()
        drawn = int.from_bytes(hashlib.blake2b(data, digest_size=16).digest(), "big")
        left = drawn % sum(weights.values())
        for split, weight in weights.items():
            if left < weight:
                return split
            left -= weight
        raise AssertionError("the weights are what was drawn from")
