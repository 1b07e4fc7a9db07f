"""The marks of one layer, as the scripts see them."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.annotations.models import Label
from annotator.clock import iso
from annotator.workspace.presenters.evidence import evidence_json
from annotator.workspace.presenters.shape import Shape, person_json
from annotator.workspace.presenters.verdict import pending_json, verdict_json
from annotator.workspace.queries import Desk, Mark, Marks


def annotations_json(marks: Marks, here: Desk) -> list[Shape]:
    """Every mark in the order it was made."""
    return [_annotation_json(mark, marks.names, here) for mark in marks.marks]


def _annotation_json(mark: Mark, names: Mapping[int, str], here: Desk) -> Shape:
    annotation = mark.annotation
    is_claim = annotation.label is Label.CLAIM
    return {
        "id": annotation.id,
        "version": annotation.version,
        "label": annotation.label.value,
        "fragments": [
            {"part": piece.part.value, "start": piece.start, "end": piece.end, "exact": piece.exact}
            for piece in annotation.fragments
        ],
        "note": annotation.note,
        "author": person_json(annotation.author_id, names),
        "created_at": iso(annotation.created_at),
        "updated_at": iso(annotation.updated_at),
        "removed": annotation.removed_at is not None,
        "claim": _claim_json(mark, names, here) if is_claim else None,
        "quote": _quote_json(mark) if annotation.label is Label.QUOTE else None,
        # Those that sleep too: the page knows both ends, and wakes them when they fit again.
        "links": [
            {"id": link.id, "to": link.to_id, "kind": link.kind.value}
            for link in mark.links
            if link.removed_at is None
        ],
    }


def _claim_json(mark: Mark, names: Mapping[int, str], here: Desk) -> Shape:
    claim = mark.annotation.claim
    scheme = here.scheme
    stale = claim.stale_reason.value if claim and claim.stale_reason else None
    history = [verdict_json(verdict, scheme, names, None) for verdict in mark.verdicts]
    if history:
        history[-1] = verdict_json(mark.verdicts[-1], scheme, names, stale)
    return {
        "wording": claim.wording if claim else None,
        "pending": pending_json(mark, scheme),
        "verdict": history[-1] if history else None,
        "verdicts": history,
        **evidence_json(mark, scheme, here.article.published_on),
    }


def _quote_json(mark: Mark) -> Shape:
    quote = mark.annotation.quote
    return {"kind": quote.kind.value if quote and quote.kind else None}
