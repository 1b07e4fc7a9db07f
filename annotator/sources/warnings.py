"""What is doubtful about the evidence of a claim: told wherever it is shown, and never in the way.

Sources count as one when they were said to have one origin, have the same publisher, or stand
on the same site; an agency's report that ten papers print is one source.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from annotator.sources.evidence import Evidence
from annotator.sources.models import Stance

#: The flag of a link that does not lead anywhere any more.
DEAD = "dead"


class Doubt(StrEnum):
    """What may be wrong; the first four are about one source, the others about all of them."""

    LATER = "published_later"
    NO_ARCHIVE = "no_archive"
    DEAD_LINK = "dead_link"
    UNSAID = "unsaid"
    ONLY_ARTICLE = "only_article"
    ONE_SIDED = "one_sided"
    FEW_INDEPENDENT = "few_independent"


@dataclass(frozen=True, slots=True)
class EvidenceWarning:
    """One doubt. `source` is None for what is about all of them; counts are of sources.

    `field` is what the project asks of every source and this one does not say.
    """

    doubt: Doubt
    source: str | None = None
    found: int | None = None
    wanted: int | None = None
    field: str | None = None


def warnings_of(
    evidence: Sequence[Evidence], *, made_on: date | None, decisive: bool, wanted: int
) -> list[EvidenceWarning]:
    """Every doubt about the sources in force of one claim, those about single sources first.

    `made_on` is when the claim was made, else when its article was published; `decisive` says
    whether a decisive rating was given or chosen; `wanted` is how many independent sources the
    project asks for.
    """
    found = [warning for one in evidence for warning in _of_one(one, made_on)]
    return [*found, *_of_all(evidence, decisive=decisive, wanted=wanted)]


def independent(evidence: Sequence[Evidence]) -> int:
    """How many sources there are that do not depend on one another."""
    counted = [one for one in evidence if one.counts]
    if len(counted) < 2:
        return len(counted)
    group = {one.id: number for number, one in enumerate(counted)}
    first: dict[tuple[str, str], str] = {}
    for one in counted:
        for tie in _ties(one):
            _join(group, group[one.id], group[first.setdefault(tie, one.id)])
    return len(set(group.values()))


def _of_one(one: Evidence, made_on: date | None) -> Iterator[EvidenceWarning]:
    if not one.counts:
        return
    if made_on is not None and one.published_on is not None and one.published_on > made_on:
        yield EvidenceWarning(Doubt.LATER, one.id)
    if DEAD in one.flags:
        yield EvidenceWarning(Doubt.DEAD_LINK, one.id)
    if not one.is_archived:
        yield EvidenceWarning(Doubt.NO_ARCHIVE, one.id)
    for field in one.unsaid:
        yield EvidenceWarning(Doubt.UNSAID, one.id, field=field)


def _of_all(
    evidence: Sequence[Evidence], *, decisive: bool, wanted: int
) -> Iterator[EvidenceWarning]:
    linked = [one for one in evidence if one.url is not None]
    if linked and all(one.is_article for one in linked):
        yield EvidenceWarning(Doubt.ONLY_ARTICLE)
    if not decisive:
        return
    sides = {one.stance for one in evidence if one.counts} & {Stance.SUPPORTS, Stance.REFUTES}
    if len(sides) == 1:
        yield EvidenceWarning(Doubt.ONE_SIDED)
    found = independent(evidence)
    if found < wanted:
        yield EvidenceWarning(Doubt.FEW_INDEPENDENT, None, found, wanted)


def _ties(one: Evidence) -> Iterator[tuple[str, str]]:
    yield "origin", one.id
    if one.same_origin_as is not None:
        # Also where that one does not count: it still ties the two that name it.
        yield "origin", one.same_origin_as
    if one.site is not None:
        yield "site", one.site
    if one.publisher is not None and one.publisher.strip():
        yield "publisher", " ".join(one.publisher.casefold().split())


def _join(group: dict[str, int], one: int, other: int) -> None:
    for key, number in group.items():
        if number == one:
            group[key] = other
