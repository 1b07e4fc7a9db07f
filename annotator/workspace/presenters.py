"""The shapes that the workspace's page and scripts see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from markupsafe import Markup

from annotator.annotations.models import Label
from annotator.articles.queries import RevisionText
from annotator.clock import iso
from annotator.projects.scheme import Rating, Scheme
from annotator.sources.models import Source
from annotator.sources.service import has_evidence
from annotator.sources.urls import host_of
from annotator.text.counting import count_words
from annotator.text.layout import gaps
from annotator.verdicts.models import Verdict
from annotator.verdicts.service import missing
from annotator.workspace.queries import Desk, Mark, Marks, Progress, Work

Shape = dict[str, Any]


def annotations_json(marks: Marks, scheme: Scheme) -> list[Shape]:
    """Every mark in the order it was made."""
    return [_annotation_json(mark, marks.names, scheme) for mark in marks.marks]


def _annotation_json(mark: Mark, names: Mapping[int, str], scheme: Scheme) -> Shape:
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
        "author": _person(annotation.author_id, names),
        "created_at": iso(annotation.created_at),
        "updated_at": iso(annotation.updated_at),
        "removed": annotation.removed_at is not None,
        "claim": _claim_json(mark, names, scheme) if is_claim else None,
        "quote": _quote_json(mark) if annotation.label is Label.QUOTE else None,
        # Those that sleep too: the page knows both ends, and wakes them when they fit again.
        "links": [
            {"id": link.id, "to": link.to_id, "kind": link.kind.value}
            for link in mark.links
            if link.removed_at is None
        ],
    }


def layer_json(
    reviewer_id: int, name: str, work: Work | None, *, mine: bool, may_mark: bool
) -> Shape:
    """Whose marks these are, and whether they may be changed here."""
    open_to_marks = work is None or work.is_editable
    return {
        "reviewer": {"id": reviewer_id, "name": name},
        "mine": mine,
        "editable": mine and may_mark and open_to_marks,
        "state": work.state.value if work else None,
        "return_reason": work.return_reason if work else None,
        "submitted_at": iso(work.submitted_at) if work and work.submitted_at else None,
    }


def progress_json(progress: Progress) -> Shape:
    """How far the checking is."""
    return {"claims": progress.claims, "checked": progress.checked}


def scheme_json(scheme: Scheme) -> Shape:
    """The rating scale, with the keys that choose from it."""
    ratings = scheme.ratings.values()
    return {
        "version": scheme.number,
        "ratings": [
            {
                "id": rating.id,
                "label": rating.label,
                "decisive": rating.decisive,
                "key": key if key <= 9 else None,
                "icon": rating.icon,
                "tone": rating.tone,
            }
            for key, rating in enumerate(ratings, start=1)
        ],
    }


def article_facts(desk: Desk) -> Shape:
    """What stands above the article's text."""
    article = desk.article
    return {
        "id": article.id,
        "title": article.title,
        "language": article.language,
        "byline": article.byline,
        "publisher": article.publisher,
        "published_on": article.published_on,
        "url": article.url,
        "words": count_words(desk.revision.text),
    }


def inline_json(revision: RevisionText) -> list[dict[str, object]]:
    """The formatting inside the blocks, so that a script paints a block as the server did."""
    return revision.layout.followable().to_json()["inline"]


def gaps_json(revision: RevisionText) -> list[str]:
    """The text between the blocks, so that a script can put the whole text together."""
    return gaps(revision.text, revision.layout)


def script_json(data: Shape, **ready: str) -> Markup:
    """JSON that is safe inside a script element: nothing in it can end the element.

    `ready` are further members, as JSON that went through `escaped_json` already.
    """
    parts = [escaped_json(orjson.dumps(data).decode()).removesuffix("}")]
    for name, value in ready.items():
        parts += [f',"{name}":', value]
    return Markup("".join([*parts, "}"]))  # noqa: S704 - no character that HTML could read is left


def escaped_json(text: str) -> str:
    """The same JSON without any character that HTML could read."""
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _claim_json(mark: Mark, names: Mapping[int, str], scheme: Scheme) -> Shape:
    claim = mark.annotation.claim
    ratings = scheme.ratings
    stale = claim.stale_reason.value if claim and claim.stale_reason else None
    history = [_verdict_json(verdict, ratings, names, None) for verdict in mark.verdicts]
    if history:
        history[-1] = _verdict_json(mark.verdicts[-1], ratings, names, stale)
    return {
        "wording": claim.wording if claim else None,
        "pending": _pending_json(mark, ratings),
        "verdict": history[-1] if history else None,
        "verdicts": history,
        "sources": [_source_json(source) for source in mark.live_sources],
    }


def _quote_json(mark: Mark) -> Shape:
    quote = mark.annotation.quote
    return {"kind": quote.kind.value if quote and quote.kind else None}


def _pending_json(mark: Mark, ratings: Mapping[str, Rating]) -> Shape | None:
    claim = mark.annotation.claim
    if claim is None or (claim.pending_rating is None and claim.pending_rationale is None):
        return None
    rating = ratings.get(claim.pending_rating or "")
    evidence = has_evidence(mark.sources)
    lacking = missing(rating, claim.pending_rationale, has_evidence=evidence) if rating else []
    return {
        "rating": claim.pending_rating,
        "label": rating.label if rating else None,
        "rationale": claim.pending_rationale,
        "missing": [item.value for item in lacking],
    }


def _verdict_json(
    verdict: Verdict, ratings: Mapping[str, Rating], names: Mapping[int, str], stale: str | None
) -> Shape:
    rating = ratings.get(verdict.rating)
    return {
        "id": verdict.id,
        "rating": verdict.rating,
        "label": rating.label if rating else verdict.rating,
        "rationale": verdict.rationale,
        "decided_by": _person(verdict.decided_by, names),
        "decided_at": iso(verdict.decided_at),
        "stale": stale is not None,
        "stale_reason": stale,
    }


def _source_json(source: Source) -> Shape:
    return {
        "id": source.id,
        "url": source.url,
        "host": host_of(source.url),
        "title": source.title,
        "stance": source.stance.value if source.stance else None,
        "is_article": source.is_article,
        "added_at": iso(source.added_at),
    }


def _person(user_id: int, names: Mapping[int, str]) -> Shape:
    return {"id": user_id, "name": names.get(user_id, "")}
