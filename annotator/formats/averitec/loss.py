"""What a record of AVeriTeC has no place for: counted, and told when a file is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from annotator.errors import Remark
from annotator.formats.averitec.keeping import Row
from annotator.formats.averitec.questions import noted
from annotator.formats.averitec.words import MEDIUMS, TYPES, is_country

#: Where the origin keeps a place that is no code, and came so.
PLACE = "place"


class Loss(StrEnum):
    """One kind of thing that is not written, or not as it stands here."""

    UNJUDGED = "unjudged"
    NO_LABEL = "no_label"
    BESIDE_GOLD = "beside_gold"
    OTHER_MARKS = "other_marks"
    TYPES = "types"
    PLACES = "places"
    CLAIM_DETAILS = "claim_details"
    STALE = "stale"
    VERDICT_DETAILS = "verdict_details"
    UNASKED = "unasked"
    SOURCE_DETAILS = "source_details"


def remarks_of(lost: Iterable[tuple[Loss, int]]) -> Iterator[Remark]:
    """A sentence for each kind of which there was any, in a fixed order."""
    counts = dict(lost)
    for kind in Loss:
        if counts.get(kind):
            count = counts[kind]
            yield {**_of_claims(count), **_of_what_hangs_on_them(count)}[kind]


def _of_claims(count: int) -> dict[Loss, Remark]:
    return {
        Loss.UNJUDGED: Remark(
            "Claims without a verdict, left out, for every record has a label: %(count)s.",
            count=count,
        ),
        Loss.NO_LABEL: Remark(
            "Claims whose rating AVeriTeC has no label for, left out: %(count)s.", count=count
        ),
        Loss.BESIDE_GOLD: Remark(
            "Reviewers’ claims, left out where there is a gold one: %(count)s.", count=count
        ),
        Loss.OTHER_MARKS: Remark(
            "Quotes and pieces of context, which it has no place for: %(count)s.", count=count
        ),
    }


def _of_what_hangs_on_them(count: int) -> dict[Loss, Remark]:
    return {
        Loss.TYPES: Remark("Types of claims that AVeriTeC lacks: %(count)s.", count=count),
        Loss.PLACES: Remark("Places that are no ISO code of a country: %(count)s.", count=count),
        Loss.CLAIM_DETAILS: Remark(
            "Claims of which it has no place for the short form, the voice, the check-worthiness, "
            "a note, or what is known of the speaker: %(count)s.",
            count=count,
        ),
        Loss.STALE: Remark("Verdicts written though they are stale: %(count)s.", count=count),
        Loss.VERDICT_DETAILS: Remark(
            "Verdicts of which it has no place for the history, the confidence, the dates, or "
            "what was published: %(count)s.",
            count=count,
        ),
        Loss.UNASKED: Remark(
            "Sources that answer no question, written under an empty one: %(count)s.", count=count
        ),
        Loss.SOURCE_DETAILS: Remark(
            "Sources of which it has no place for the title, the publisher, the dates, the "
            "stance, or another field: %(count)s.",
            count=count,
        ),
    }


def lost_with_claim(mark: Row, held: Row) -> Iterator[Loss]:
    """What the record of a claim cannot hold, once for each kind or each type."""
    claim = mark["claim"]
    verdict = claim["verdict"] or {}
    for one in claim["types"]:
        if one not in TYPES:
            yield Loss.TYPES
    place = claim["place"]
    if place is not None and not is_country(place) and place != held.get(PLACE):
        yield Loss.PLACES
    beside = (claim["short"], claim["voice"], claim["checkworthy"], claim["checkworthy_reason"])
    if (
        any(one is not None for one in beside)
        or _is_noted(mark, held)
        or _is_known(claim["speaker"])
    ):
        yield Loss.CLAIM_DETAILS
    if verdict.get("stale"):
        yield Loss.STALE
    facts = ("confidence", "effective_on", "correction_note", "public_state")
    if len(claim["verdicts"]) > 1 or any(verdict.get(key) for key in facts):
        yield Loss.VERDICT_DETAILS


def lost_with_source(source: Row) -> Iterator[Loss]:
    """What an answer cannot hold of its source."""
    if source["question"] is None:
        yield Loss.UNASKED
    keys = (
        "title", "publisher", "published_on", "retrieved_on", "archived_on", "stance", "location",
        "set", "same_origin_as", "primary", "expert",
    )  # fmt: skip
    unsaid = source["excerpt"] is not None and source["answer"] is not None
    foreign = source["medium"] is not None and source["medium"] not in MEDIUMS
    if unsaid or foreign or source["flags"] or any(source[key] is not None for key in keys):
        yield Loss.SOURCE_DETAILS


def _is_known(speaker: Row | None) -> bool:
    facts = ("aliases", "role", "wikidata", "homepage")
    return speaker is not None and any(speaker[key] for key in facts)


def _is_noted(mark: Row, held: Row) -> bool:
    """Whether there is a note beyond that of the answers that came without a link."""
    return mark["note"] is not None and mark["note"] != noted(held)
