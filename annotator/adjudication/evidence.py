"""What a claim of the gold layer rests on: copies of sources, and a verdict of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID, uuid5

from annotator.accounts.person import Person
from annotator.adjudication.drafts import OwnVerdict
from annotator.adjudication.standing import Case
from annotator.annotations.models import Annotation, Claim
from annotator.annotations.service import claim_of
from annotator.audit.service import Change
from annotator.errors import Invalid
from annotator.sources.models import Source
from annotator.sources.service import has_evidence
from annotator.verdicts.models import Verdict
from annotator.verdicts.service import Missing, missing_of, settle

_COLUMNS = tuple(Source.__table__.columns.keys())


class Judged(Protocol):
    """A claim with what hangs on it, before it is stored."""

    @property
    def annotation(self) -> Annotation:
        """The claim."""

    @property
    def sources(self) -> list[Source]:
        """Its sources."""

    @property
    def verdicts(self) -> list[Verdict]:
        """Its verdicts; a new one is appended."""

    @property
    def changes(self) -> list[Change]:
        """What is told to the trail; a new verdict is appended."""


def copied_sources(sources: Sequence[Source], claim: Annotation) -> list[Source]:
    """Copies that hang on the claim, each page and question once, in this order.

    Who found a source, and when, stays what it was.
    """
    once = {(one.page_key or one.id, one.question): one for one in reversed(sources)}
    kept = [one for one in sources if once[one.page_key or one.id, one.question] is one]
    keys = {one.id: str(uuid5(UUID(claim.id), one.id)) for one in kept}
    return [_copy(one, claim, place, keys) for place, one in enumerate(kept, start=1)]


def give_verdict(
    case: Case,
    claim: Judged,
    rating: str,
    said: OwnVerdict,
    like: Verdict | None,
    *,
    decider: Person,
) -> None:
    """A verdict of the claim's own; raises `Invalid` where it lacks what it needs.

    `like` is the reviewer's verdict that was chosen; what it says beside its rating is kept, as far
    as nothing is `said` in its place.
    """
    row = _chosen(claim, rating, said, like)
    evidence = has_evidence(claim.sources)
    lacking = missing_of(row, case.scheme.ratings.get(rating), has_evidence=evidence)
    if lacking:
        raise _lacks(lacking[0])
    change = settle(
        claim.annotation,
        claim.verdicts,
        case.scheme,
        guidelines=case.guidelines,
        decider=decider,
        has_evidence=evidence,
    )
    if change is not None:
        claim.changes.append(change)


def _chosen(claim: Judged, rating: str, said: OwnVerdict, like: Verdict | None) -> Claim:
    """The claim with the choice that is to become its verdict."""
    row = claim_of(claim.annotation)
    row.pending_rating = rating
    row.pending_verdict_id = str(uuid5(UUID(claim.annotation.id), "verdict"))
    row.pending_rationale = said.rationale or (like.rationale if like else None)
    row.pending_confidence = like.confidence if like else None
    row.pending_effective_on = like.effective_on if like else None
    # What readers outside were told of it holds of the gold mark, which stands for it from now on.
    row.pending_public_state = said.public_state or (like.public_state if like else None)
    row.pending_correction_note = said.correction_note or (like.correction_note if like else None)
    return row


def _copy(source: Source, claim: Annotation, place: int, keys: dict[str, str]) -> Source:
    values = {name: getattr(source, name) for name in _COLUMNS}
    values |= {
        "id": keys[source.id],
        "annotation_id": claim.id,
        "position": place,
        "same_origin_as": keys.get(source.same_origin_as or ""),
    }
    return Source(**values)


def _lacks(missing: Missing) -> Invalid:
    if missing is Missing.RATING:
        return Invalid("This rating was retired from the scale: choose another one.", "verdict")
    if missing is Missing.SOURCE:
        return Invalid(
            "This verdict needs a source that is not the article itself: take the other "
            "reviewer's sources too, or add one.",
            "sources",
        )
    if missing is Missing.CORRECTION_NOTE:
        return Invalid(
            "Say what was wrong: readers are told why a check is corrected or withdrawn.",
            "correction_note",
        )
    return Invalid("This verdict needs a rationale.", "rationale")
