"""The rules of verdicts: appended, never edited; decisive ones need a reason and a source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.accounts.person import Person
from annotator.annotations.drafts import KEEP, Keep
from annotator.annotations.models import Annotation, Claim, Label
from annotator.annotations.service import claim_of
from annotator.audit.models import Action
from annotator.audit.service import Change, change_of
from annotator.clock import now
from annotator.errors import Invalid
from annotator.projects.scheme import Rating, Scheme
from annotator.verdicts.models import Verdict


class Missing(StrEnum):
    """What a choice still lacks: a decisive one its grounds, a retired one a rating."""

    RATIONALE = "rationale"
    SOURCE = "source"
    RATING = "rating"


@dataclass(frozen=True, slots=True)
class VerdictDraft:
    """A rating somebody chose, its reason, or both. An empty rating takes the choice back."""

    id: str
    rating: str | Keep = KEEP
    rationale: str | None | Keep = KEEP


def choose_rating(
    annotation: Annotation, verdicts: Sequence[Verdict], draft: VerdictDraft, scheme: Scheme
) -> None:
    """Keep what was chosen as the claim's pending choice; `settle` makes it a verdict."""
    claim = claim_of(annotation)
    if not isinstance(draft.rationale, Keep):
        claim.pending_rationale = draft.rationale or None
    if isinstance(draft.rating, Keep):
        return
    if not draft.rating:
        claim.pending_rating = claim.pending_verdict_id = None
        return
    _refuse_unknown(draft.rating, scheme)
    if draft.id in {verdict.id for verdict in verdicts}:
        raise Invalid("This identifier belongs to an earlier verdict.", "verdict-uuid")
    claim.pending_rating, claim.pending_verdict_id = draft.rating, draft.id


def _refuse_unknown(rating: str, scheme: Scheme) -> None:
    if rating in scheme.ratings:
        return
    retired = scheme.last_known(rating)
    if retired is not None:
        raise Invalid(
            "“%(rating)s” was retired from the scale: reload the page, and choose another rating.",
            "verdict-rating",
            rating=retired.label,
        )
    raise Invalid(
        "“%(rating)s” is not a rating of this project's scale.", "verdict-rating", rating=rating
    )


def settle(
    annotation: Annotation,
    verdicts: list[Verdict],
    scheme: Scheme,
    *,
    guidelines: int | None,
    decider: Person,
    has_evidence: bool,
) -> Change | None:
    """Turn the pending choice into a verdict once nothing is missing; gives its audit change.

    `verdicts` are all the claim has; a new one is appended, for the caller to insert. It names
    the version of the scale and the number of the guidelines that were in force. A choice
    that repeats the verdict in force, which is not stale, says nothing new and only ends the
    pending state.
    """
    claim = annotation.claim
    if annotation.label is not Label.CLAIM or claim is None or claim.pending_rating is None:
        return None
    rating = scheme.ratings.get(claim.pending_rating)
    if rating is None or missing(rating, claim.pending_rationale, has_evidence=has_evidence):
        return None
    if verdicts and _says_the_same(verdicts[-1], claim, scheme):
        _end_pending(claim)
        return None
    verdict = _given(annotation, claim, rating, scheme, decider)
    verdict.position, verdict.guideline_version = len(verdicts) + 1, guidelines
    verdicts.append(verdict)
    _end_pending(claim)
    claim.stale_reason = None
    return change_of(Action.VERDICT_GIVEN, verdict, article_id=annotation.article_id)


def missing(rating: Rating | None, rationale: str | None, *, has_evidence: bool) -> list[Missing]:
    """What a choice still needs before it may be a verdict (invariant 6 of the blueprint).

    `rating` is None for one that was retired from the scale since it was chosen.
    """
    if rating is None:
        return [Missing.RATING]
    if not rating.decisive:
        return []
    lacking = [] if rationale and rationale.strip() else [Missing.RATIONALE]
    return lacking if has_evidence else [*lacking, Missing.SOURCE]


def _given(
    annotation: Annotation, claim: Claim, rating: Rating, scheme: Scheme, decider: Person
) -> Verdict:
    return Verdict(
        id=claim.pending_verdict_id,
        project_id=annotation.project_id,
        annotation_id=annotation.id,
        scheme_version_id=scheme.id,
        rating=rating.id,
        decisive=rating.decisive,
        rationale=claim.pending_rationale,
        decided_by=decider.id,
        decided_at=now(),
    )


def _says_the_same(newest: Verdict, claim: Claim, scheme: Scheme) -> bool:
    return (
        claim.stale_reason is None
        and scheme.number_then(newest.scheme_version_id, newest.rating) is None
        and newest.rating == claim.pending_rating
        and newest.rationale == claim.pending_rationale
    )


def _end_pending(claim: Claim) -> None:
    claim.pending_rating = claim.pending_verdict_id = claim.pending_rationale = None
