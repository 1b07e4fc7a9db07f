"""What a claim rests on, what is doubtful about that, and what it speaks for."""

from __future__ import annotations

from datetime import date

from annotator.projects.scheme import Scheme
from annotator.sources.evidence import evidence_of
from annotator.sources.warnings import warnings_of
from annotator.verdicts.advice import advice_from_evidence, rating_for
from annotator.workspace.presenters.shape import Shape
from annotator.workspace.presenters.sources import source_json, warning_json
from annotator.workspace.queries import Mark


def evidence_json(mark: Mark, scheme: Scheme, published_on: date | None) -> Shape:
    """The sources of a claim, the doubts about them, and the rating that they speak for.

    `published_on` is the article's date, which counts where the claim's own is not known.
    """
    live = mark.live_sources
    if not live:
        return {"sources": [], "warnings": [], "advice": None}
    claim = mark.annotation.claim
    required = scheme.definition.required
    evidence = [evidence_of(source, required) for source in live]
    warnings = warnings_of(
        evidence,
        made_on=(claim.made_on if claim else None) or published_on,
        decisive=_is_decisive(mark, scheme),
        wanted=scheme.definition.thresholds.independent_sources,
    )
    advice = advice_from_evidence(evidence)
    rating = rating_for(advice, scheme) if advice else None
    return {
        "sources": [source_json(source) for source in live],
        "warnings": [warning_json(warning) for warning in warnings],
        "advice": {"rating": rating.id, "label": rating.label, "reason": advice.reason.value}
        if advice and rating
        else None,
    }


def _is_decisive(mark: Mark, scheme: Scheme) -> bool:
    """Whether a decisive rating was chosen or, where nothing else was, given."""
    claim = mark.annotation.claim
    if claim is not None and claim.pending_rating is not None:
        chosen = scheme.ratings.get(claim.pending_rating)
        return chosen is not None and chosen.decisive
    return bool(mark.verdicts) and mark.verdicts[-1].decisive
