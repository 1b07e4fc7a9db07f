"""The rules of verdicts: appended, never edited; decisive ones need a reason and a source."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from annotator.accounts.person import Person
from annotator.annotations.drafts import Keep
from annotator.annotations.models import Annotation, Claim, Label, PublicState, StaleReason
from annotator.annotations.service import claim_of
from annotator.audit.models import Action
from annotator.audit.service import Change, change_of
from annotator.clock import now
from annotator.errors import Invalid
from annotator.projects.scheme import Rating, Scheme
from annotator.text.visible import said
from annotator.verdicts.drafts import Answer, VerdictDraft
from annotator.verdicts.models import Verdict

#: What a verdict has beside its rating; a claim keeps each as `pending_…` until it is one.
_BESIDE = ("rationale", "confidence", "effective_on", "correction_note", "public_state")
#: Those of them that say nothing without a rating, and stay when the same rating is chosen.
_STAY = _BESIDE[1:]
_CORRECTIONS = frozenset({PublicState.CORRECTED, PublicState.VOID})


class Missing(StrEnum):
    """What a choice still lacks: a decisive one its grounds, a retired one a rating."""

    RATIONALE = "rationale"
    SOURCE = "source"
    RATING = "rating"
    CORRECTION_NOTE = "correction_note"


def choose_rating(
    annotation: Annotation, verdicts: Sequence[Verdict], draft: VerdictDraft, scheme: Scheme
) -> None:
    """Keep what was chosen as the claim's pending choice; `settle` makes it a verdict.

    What is said of confidence, effective date, correction or public state alone is about the
    verdict in force, where there is one and no other choice waits: the two make a new one.
    """
    claim = claim_of(annotation)
    newest = verdicts[-1] if verdicts else None
    if draft.answer is not None:
        _take_answer(claim, newest, draft, scheme)
        return
    rating = draft.rating
    if isinstance(rating, Keep) and newest and claim.pending_rating is None and _adds(draft):
        rating = newest.rating
        claim.pending_rationale = claim.pending_rationale or newest.rationale
    if not isinstance(rating, Keep):
        _take_rating(claim, verdicts, draft.id, rating, scheme)
    for name in _BESIDE:
        value = getattr(draft, name)
        if not isinstance(value, Keep):
            setattr(claim, f"pending_{name}", value or None)


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
    if rating is None or missing_of(claim, rating, has_evidence=has_evidence):
        return None
    if verdicts and _says_the_same(verdicts[-1], claim, scheme):
        _end_pending(claim)
        return None
    verdict = Verdict(
        position=len(verdicts) + 1,
        guideline_version=guidelines,
        **_given(annotation, claim, rating, scheme, decider),
    )
    verdicts.append(verdict)
    _end_pending(claim)
    claim.stale_reason = None
    return change_of(Action.VERDICT_GIVEN, verdict, article_id=annotation.article_id)


def missing_of(claim: Claim, rating: Rating | None, *, has_evidence: bool) -> list[Missing]:
    """What the pending choice of a claim still needs before it may be a verdict."""
    return missing(
        rating,
        claim.pending_rationale,
        has_evidence=has_evidence,
        public_state=claim.pending_public_state,
        correction_note=claim.pending_correction_note,
    )


def missing(
    rating: Rating | None,
    rationale: str | None,
    *,
    has_evidence: bool,
    public_state: PublicState | None = None,
    correction_note: str | None = None,
) -> list[Missing]:
    """What a choice still needs before it may be a verdict (invariant 6 of the blueprint).

    `rating` is None for one that was retired from the scale since it was chosen. One that
    readers were told to be corrected or void says what was wrong, decisive or not.
    """
    if rating is None:
        return [Missing.RATING]
    unsaid = public_state in _CORRECTIONS and not said(correction_note)
    note = [Missing.CORRECTION_NOTE] if unsaid else []
    if not rating.decisive:
        return note
    lacking = [] if said(rationale) else [Missing.RATIONALE]
    return [*lacking, *note] if has_evidence else [*lacking, Missing.SOURCE, *note]


def _take_answer(claim: Claim, newest: Verdict | None, draft: VerdictDraft, scheme: Scheme) -> None:
    if newest is None:
        raise Invalid("This claim has no verdict to confirm or to reopen.", "verdict-answer")
    if draft.answer is Answer.REOPEN:
        claim.stale_reason = claim.stale_reason or StaleReason.REOPENED
        return
    if claim.pending_rating is not None:
        raise Invalid(
            "Another rating waits to become a verdict; take it back to confirm the one in force.",
            "verdict-answer",
        )
    _refuse_unknown(newest.rating, scheme)
    claim.pending_rating, claim.pending_verdict_id = newest.rating, draft.id
    for name in _BESIDE:
        setattr(claim, f"pending_{name}", getattr(newest, name))


def _take_rating(
    claim: Claim, verdicts: Sequence[Verdict], key: str, rating: str, scheme: Scheme
) -> None:
    if not rating:
        # What was typed stays for the next choice.
        kept = claim.pending_rationale, claim.pending_correction_note
        _end_pending(claim)
        claim.pending_rationale, claim.pending_correction_note = kept
        return
    _refuse_unknown(rating, scheme)
    if key in {verdict.id for verdict in verdicts}:
        raise Invalid("This identifier belongs to an earlier verdict.", "verdict-uuid")
    newest = verdicts[-1] if verdicts else None
    if newest and claim.pending_rating is None and newest.rating == rating:
        _fill(claim, newest)
    claim.pending_rating, claim.pending_verdict_id = rating, key


def _fill(claim: Claim, newest: Verdict) -> None:
    """The same rating again is about the same verdict: what was said beside it stays said."""
    for name in _STAY:
        if getattr(claim, f"pending_{name}") is None:
            setattr(claim, f"pending_{name}", getattr(newest, name))


def _adds(draft: VerdictDraft) -> bool:
    return any(not isinstance(getattr(draft, name), Keep) for name in _STAY)


def _given(
    annotation: Annotation, claim: Claim, rating: Rating, scheme: Scheme, decider: Person
) -> dict[str, Any]:
    return {
        "id": claim.pending_verdict_id,
        "project_id": annotation.project_id,
        "annotation_id": annotation.id,
        "scheme_version_id": scheme.id,
        "rating": rating.id,
        "decisive": rating.decisive,
        "decided_by": decider.id,
        "decided_at": now(),
        **_pending(claim),
    }


def _pending(claim: Claim) -> dict[str, Any]:
    return {name: getattr(claim, f"pending_{name}") for name in _BESIDE}


def _says_the_same(newest: Verdict, claim: Claim, scheme: Scheme) -> bool:
    return (
        claim.stale_reason is None
        and scheme.number_then(newest.scheme_version_id, newest.rating) is None
        and newest.rating == claim.pending_rating
        and all(getattr(newest, name) == value for name, value in _pending(claim).items())
    )


def _end_pending(claim: Claim) -> None:
    claim.pending_rating = claim.pending_verdict_id = None
    for name in _BESIDE:
        setattr(claim, f"pending_{name}", None)


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
        "“%(rating)s” is not a rating of this project's scale: choose one of those that it has.",
        "verdict-rating",
        rating=rating,
    )
