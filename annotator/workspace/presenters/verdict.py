"""A claim's verdicts and its pending choice, as the scripts see them."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.annotations.models import Claim
from annotator.clock import iso
from annotator.projects.scheme import Scheme
from annotator.sources.service import has_evidence
from annotator.verdicts.models import Verdict
from annotator.verdicts.service import missing_of
from annotator.workspace.presenters.shape import Shape, filled, person_json
from annotator.workspace.queries import Mark


def pending_json(mark: Mark, scheme: Scheme) -> Shape | None:
    """What was chosen and is no verdict yet, and what it lacks; None where nothing was."""
    claim = mark.annotation.claim
    if claim is None:
        return None
    said = _said(claim, "pending_")
    if claim.pending_rating is None and not any(said.values()):
        return None
    chosen = claim.pending_rating
    known = scheme.last_known(chosen) if chosen else None
    rating = scheme.ratings.get(chosen or "")
    evidence = has_evidence(mark.sources)
    lacking = missing_of(claim, rating, has_evidence=evidence) if chosen else []
    return {
        "rating": chosen,
        "label": known.label if known else chosen,
        **said,
        "missing": [item.value for item in lacking],
    }


def verdict_json(
    verdict: Verdict, scheme: Scheme, names: Mapping[int, str], stale: str | None
) -> Shape:
    """One verdict; `stale` is the reason that it needs a new look.

    `scale` tells of the version that it was given under, where the rating is not there any more
    or means another thing.
    """
    rating = scheme.rating_then(verdict.scheme_version_id, verdict.rating)
    number = scheme.number_then(verdict.scheme_version_id, verdict.rating)
    look = {"icon": rating.icon, "tone": rating.tone} if rating else {}
    return {
        "id": verdict.id,
        "rating": verdict.rating,
        "label": rating.label if rating else verdict.rating,
        "scale": None if number is None else {"version": number, **look},
        **_said(verdict, ""),
        "decided_by": person_json(verdict.decided_by, names),
        "decided_at": iso(verdict.decided_at),
        "stale": stale is not None,
        "stale_reason": stale,
    }


def _said(row: Claim | Verdict, before: str) -> Shape:
    """What stands beside a rating."""
    confidence = getattr(row, f"{before}confidence")
    effective_on = getattr(row, f"{before}effective_on")
    public_state = getattr(row, f"{before}public_state")
    beside = {
        "confidence": confidence.value if confidence else None,
        "effective_on": effective_on.isoformat() if effective_on else None,
        "correction_note": getattr(row, f"{before}correction_note"),
        "public_state": public_state.value if public_state else None,
    }
    return {"rationale": getattr(row, f"{before}rationale"), **filled(beside)}
