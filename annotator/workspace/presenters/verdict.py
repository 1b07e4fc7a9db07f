"""A claim's verdicts and its pending choice, as the scripts see them."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.clock import iso
from annotator.projects.scheme import Scheme
from annotator.sources.service import has_evidence
from annotator.verdicts.models import Verdict
from annotator.verdicts.service import missing
from annotator.workspace.presenters.shape import Shape, person_json
from annotator.workspace.queries import Mark


def pending_json(mark: Mark, scheme: Scheme) -> Shape | None:
    """A rating or a rationale that is no verdict yet, and what it lacks; None without one."""
    claim = mark.annotation.claim
    if claim is None or (claim.pending_rating is None and claim.pending_rationale is None):
        return None
    chosen = claim.pending_rating
    known = scheme.last_known(chosen) if chosen else None
    rating = scheme.ratings.get(chosen or "")
    evidence = has_evidence(mark.sources)
    lacking = missing(rating, claim.pending_rationale, has_evidence=evidence) if chosen else []
    return {
        "rating": chosen,
        "label": known.label if known else chosen,
        "rationale": claim.pending_rationale,
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
        "rationale": verdict.rationale,
        "decided_by": person_json(verdict.decided_by, names),
        "decided_at": iso(verdict.decided_at),
        "stale": stale is not None,
        "stale_reason": stale,
    }
