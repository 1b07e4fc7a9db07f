"""The report of leaks: that nothing crosses, and how near the splits come to what was wished.

It goes into a release's manifest as canonical JSON, and to people as sentences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import nsmallest
from typing import Any

from annotator.audit.chain import canonical_json
from annotator.errors import Count, Remark, Words
from annotator.similarity.queries import NEAR_ARTICLE
from annotator.splits.assigning import NOWHERE, Assigned, Without
from annotator.splits.checking import Checked, Way
from annotator.splits.grouping import Groups, Join
from annotator.splits.material import BANDS, Material, Reason
from annotator.splits.plan import SplitPlan

#: So many of the largest groups are told one by one, and so many crossing pairs.
MOST_TOLD = 10
#: Shares are told in parts of this many, as canonical JSON has whole numbers.
OF = 10_000

#: Why two articles belong together, for people.
REASONS = {
    Reason.SAME_TEXT: Words("the same words"),
    Reason.SAME_PAGE: Words("the same page"),
    Reason.LINKED: Words("linked as one story"),
    Reason.NEAR: Words("nearly the same words"),
    Reason.CLAIM: Words("a claim in the same words"),
    Reason.SPEAKER: Words("the same speaker"),
    Reason.PUBLISHER: Words("the same publisher"),
}

Report = dict[str, Any]


def report_of(
    material: Material,
    groups: Groups,
    plan: SplitPlan,
    assigned: Assigned,
    checked: Checked,
    mended: int = 0,
) -> Report:
    """The report as plain values: text, whole numbers, lists, objects and null.

    Shares are in parts of `OF` = 10,000, rounded; overlaps in percent. `mended` is how many joins
    the check found that the grouping had missed, before all was split anew.
    """
    without = Counter(assigned.left_out.values())
    return {
        "articles": len(material) - len(assigned.left_out),
        "groups": len(groups),
        "joins": _reasons(groups),
        "biggest": list(_biggest(material, groups, plan, assigned)),
        "crossing": _crossing(material, plan, assigned, checked),
        "check": {
            "near_percent": round(100 * NEAR_ARTICLE),
            "grouped_by": f"minhash, {BANDS} bands of 3 rows",
            "checked_by": checked.way.value,
            "compared": checked.compared,
            "passed_over": checked.passed_over,
            "mended": mended,
        },
        "splits": _splits(material, plan, assigned),
        "strata": _strata(material, plan, assigned),
        "left_out": {one.value: without[one] for one in Without},
        "moved": [one._asdict() for one in assigned.moved],
    }


def report_json(report: Report) -> str:
    """The report as canonical JSON (RFC 8785)."""
    return canonical_json(report)


def is_leak_free(report: Report) -> bool:
    """Whether nothing that belongs together stands in two splits."""
    return not any(report["crossing"]["pairs"].values())


def remarks_of(report: Report) -> Iterator[Remark]:
    """The report in sentences, for the page, the terminal and the data card."""
    if is_leak_free(report):
        yield Remark("No group of articles and no near-duplicate stands in two splits.")
    else:
        yield Remark(
            "Pairs of articles that belong together and stand in different splits: %(count)s.",
            count=Count(sum(report["crossing"]["pairs"].values())),
        )
    yield Remark(
        "Articles in the splits: %(articles)s. Groups that stay together: %(groups)s.",
        articles=Count(report["articles"]),
        groups=Count(report["groups"]),
    )
    yield _how_checked(report["check"])
    for one in report["splits"]:
        yield Remark(
            "“%(name)s” has %(got)s of the articles, where %(wished)s was wished for.",
            name=one["name"],
            got=_percent(one["share"]["articles"]),
            wished=_percent(one["wished"]),
        )
    yield from _left_out(report)


def _how_checked(check: Report) -> Remark:
    if check["checked_by"] == Way.EVERY_RUN:
        return Remark(
            "Checked apart from the grouping: all articles of different splits that share three "
            "words in a row. Compared in full: %(compared)s pairs.",
            compared=Count(check["compared"]),
        )
    return Remark(
        "Checked apart from the grouping, by some runs of three words of every article. Compared "
        "in full: %(compared)s pairs. Phrases passed over as too common: %(passed_over)s.",
        compared=Count(check["compared"]),
        passed_over=Count(check["passed_over"]),
    )


def _left_out(report: Report) -> Iterator[Remark]:
    undated = report["left_out"][Without.UNDATED]
    if undated:
        yield Remark(
            "Left out, as nobody said when they were published: %(count)s articles.",
            count=Count(undated),
        )
    straddling = report["left_out"][Without.STRADDLES]
    if straddling:
        yield Remark(
            "Left out, as they belong together with later articles of another split: %(count)s.",
            count=Count(straddling),
        )
    if report["moved"]:
        yield Remark(
            "In another split than in the earlier release, as their groups were joined to others "
            "or a day decides: %(count)s articles.",
            count=Count(len(report["moved"])),
        )


def _percent(parts: int) -> str:
    return f"{parts // 100}.{parts % 100:02}%"


def _reasons(groups: Groups) -> dict[str, int]:
    found = Counter(join.reason for join in groups.joins())
    return {reason.value: found[reason] for reason in Reason}


def _biggest(
    material: Material, groups: Groups, plan: SplitPlan, assigned: Assigned
) -> Iterator[Report]:
    sizes = ((-len(members), members[0]) for members in groups.each() if len(members) > 1)
    for size, first in nsmallest(MOST_TOLD, sizes):
        # A group that straddles a cut may have lost its first article, and never its last.
        split = max((assigned.splits[place] for place in _members(groups, first)), default=NOWHERE)
        yield {
            "articles": -size,
            "first": material.ids[first],
            "split": None if split == NOWHERE else plan.names[split],
            "joins": {
                reason.value: count for reason, count in sorted(groups.reasons(first).items())
            },
        }


def _members(groups: Groups, first: int) -> list[int]:
    return [place for place in range(groups.articles) if groups.first_of(place) == first]


def _crossing(material: Material, plan: SplitPlan, assigned: Assigned, checked: Checked) -> Report:
    pairs = Counter(join.reason.value for join in checked.crossing)
    split_of = assigned.splits
    return {
        "pairs": {reason.value: pairs[reason.value] for reason in Reason},
        "first": [
            {
                "articles": [material.ids[join.one], material.ids[join.other]],
                "splits": [plan.names[split_of[join.one]], plan.names[split_of[join.other]]],
                "reason": join.reason.value,
                "percent": join.percent,
            }
            for join in checked.crossing[:MOST_TOLD]
        ],
    }


def _splits(material: Material, plan: SplitPlan, assigned: Assigned) -> list[Report]:
    ones = [1] * len(material)
    columns = {"articles": ones, "marks": material.marks, "claims": material.claims}
    sums = {name: _sums(column, plan, assigned) for name, column in columns.items()}
    return [
        {
            "name": name,
            "wished": _share(plan.parts[split], sum(plan.parts)),
            **{what: found[split] for what, found in sums.items()},
            "share": {what: _share(found[split], sum(found)) for what, found in sums.items()},
        }
        for split, name in enumerate(plan.names)
    ]


def _strata(material: Material, plan: SplitPlan, assigned: Assigned) -> list[Report]:
    """What every split has of each stratum; none where the plan is not stratified."""
    found = []
    for stratum in sorted(material.strata):
        sums = _sums(material.strata[stratum], plan, assigned)
        rows = [
            {"name": name, "count": count, "share": _share(count, sum(sums))}
            for name, count in zip(plan.names, sums, strict=True)
        ]
        found.append({"name": stratum, "splits": rows})
    return found


def _sums(column: Sequence[int], plan: SplitPlan, assigned: Assigned) -> list[int]:
    sums = [0] * len(plan.names)
    for count, split in zip(column, assigned.splits, strict=True):
        if split != NOWHERE:
            sums[split] += count
    return sums


def _share(part: int, whole: int) -> int:
    return (2 * OF * part + whole) // (2 * whole) if whole else 0


def told_why(join: Join, material: Material) -> Remark:
    """Why two articles belong together, in a sentence."""
    if join.reason is Reason.NEAR:
        return Remark(
            "%(one)s and %(other)s: their words overlap by %(percent)s%%.",
            one=material.ids[join.one],
            other=material.ids[join.other],
            percent=join.percent,
        )
    return Remark(
        "%(one)s and %(other)s: %(reason)s.",
        one=material.ids[join.one],
        other=material.ids[join.other],
        reason=REASONS[join.reason],
    )
