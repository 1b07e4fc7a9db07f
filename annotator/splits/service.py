"""Splits of a project from its material, with the report that goes with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotator.splits.assigning import NOWHERE, Assigned, assign
from annotator.splits.checking import check
from annotator.splits.grouping import Groups, Overlaps, group
from annotator.splits.leaks import Report, report_of
from annotator.splits.material import Material, Texts
from annotator.splits.plan import SplitPlan


@dataclass(frozen=True, slots=True)
class Split:
    """The splits of a project, and what is to be said of them."""

    plan: SplitPlan
    material: Material
    groups: Groups
    assigned: Assigned
    report: Report

    def split_of(self) -> Iterator[tuple[str, str]]:
        """Id and split of every article that is in one, in the order of the queue: what the
        next release of the same project takes as its `base`.
        """
        for article_id, split in zip(self.material.ids, self.assigned.splits, strict=True):
            if split != NOWHERE:
                yield article_id, self.plan.names[split]

    def left_out(self) -> Iterator[tuple[str, str]]:
        """Id and reason ("undated", "straddles") of every article that is in none."""
        for place, reason in sorted(self.assigned.left_out.items()):
            yield self.material.ids[place], reason.value


def split_articles(
    material: Material, texts: Texts, plan: SplitPlan, base: Mapping[str, str] | None = None
) -> Split:
    """Group the articles, give each group its split, and check that nothing crosses.

    `texts(number, revision)` reads one text again, of the same snapshot; `base` has the splits
    of an earlier release by article id. Where the check finds a near-duplicate that the grouping
    missed, its articles are joined and all is split again, until the check finds nothing. Raises
    `Invalid` where the earlier release had a split that the plan does not have.
    """
    overlaps = Overlaps(material, texts)
    groups = group(material, overlaps)
    mended = 0
    while True:
        assigned = assign(material, groups, plan, base)
        checked = check(material, groups, assigned.splits, overlaps)
        # Each round joins groups that were apart, so that there is a last one.
        found = sum(map(groups.join, checked.crossing))
        mended += found
        if not found:
            report = report_of(material, groups, plan, assigned, checked, mended)
            return Split(plan, material, groups, assigned, report)
