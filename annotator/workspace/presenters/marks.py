"""The marks of one layer, as the scripts see them."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.annotations.models import Claim, Label, Quote
from annotator.annotations.particulars import types_of
from annotator.clock import iso
from annotator.speakers.queries import Named
from annotator.workspace.presenters.evidence import evidence_json
from annotator.workspace.presenters.shape import Shape, filled, person_json
from annotator.workspace.presenters.verdict import pending_json, verdict_json
from annotator.workspace.queries import Desk, Mark, Marks


def annotations_json(marks: Marks, here: Desk) -> list[Shape]:
    """Every mark in the order it was made."""
    return [_annotation_json(mark, marks, here) for mark in marks.marks]


def _annotation_json(mark: Mark, marks: Marks, here: Desk) -> Shape:
    annotation, names = mark.annotation, marks.names
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
        "claim": _claim_json(mark, marks, here) if is_claim else None,
        "quote": _quote_json(mark, marks) if annotation.label is Label.QUOTE else None,
        "context": _context_json(mark) if annotation.label is Label.CONTEXT else None,
        # Those that sleep too: the page knows both ends, and wakes them when they fit again.
        "links": [
            {"id": link.id, "to": link.to_id, "kind": link.kind.value}
            for link in mark.links
            if link.removed_at is None
        ],
    }


def _claim_json(mark: Mark, marks: Marks, here: Desk) -> Shape:
    claim, names = mark.annotation.claim, marks.names
    scheme = here.scheme
    stale = claim.stale_reason.value if claim and claim.stale_reason else None
    history = [verdict_json(verdict, scheme, names, None) for verdict in mark.verdicts[:-1]]
    history += [verdict_json(verdict, scheme, names, stale) for verdict in mark.verdicts[-1:]]
    return {
        "wording": claim.wording if claim else None,
        **(_particulars(claim, marks.speakers) if claim else {}),
        "pending": pending_json(mark, scheme),
        "verdict": history[-1] if history else None,
        "verdicts": history,
        **evidence_json(mark, scheme, here.article.published_on),
    }


def _particulars(claim: Claim, speakers: Mapping[str, Named]) -> Shape:
    """What a claim rarely has; what it has not is left out, so that a page stays small."""
    return filled(
        {
            "short": claim.short,
            "types": types_of(claim),
            "voice": claim.voice,
            "speaker": _speaker_json(claim, speakers),
            "place": claim.place,
            "made_on": claim.made_on.isoformat() if claim.made_on else None,
            "made_on_basis": claim.made_on_basis,
            "checkworthy": claim.checkworthy,
            "checkworthy_reason": claim.checkworthy_reason,
        }
    )


def _quote_json(mark: Mark, marks: Marks) -> Shape:
    quote = mark.annotation.quote
    if quote is None:
        return {"kind": None}
    return {
        "kind": quote.kind.value if quote.kind else None,
        **filled(
            {
                "speaker": _speaker_json(quote, marks.speakers),
                "addressee": quote.addressee,
                "language": quote.language,
                "original_words": quote.original_words,
            }
        ),
    }


def _context_json(mark: Mark) -> Shape:
    context = mark.annotation.context
    return {"role": context.role if context else None}


def _speaker_json(row: Claim | Quote, speakers: Mapping[str, Named]) -> Shape | None:
    found = speakers.get(row.speaker_id or "")
    return None if found is None else {"id": found.id, "name": found.name, "role": found.role}
