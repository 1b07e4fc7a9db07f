"""The shapes that the workspace's page and scripts see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
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
from annotator.text.layout import Block, gaps
from annotator.text.segments import CONTENT, Piece, Span, cut_article
from annotator.verdicts.models import Verdict
from annotator.verdicts.service import missing
from annotator.workspace.queries import Desk, Mark, Marks, Progress, Work

Shape = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PaintedPiece:
    """A stretch of text that the same marks cover, as the template writes it."""

    text: str
    ids: tuple[int, ...]
    tint: str | None
    lanes: Mapping[str, str]
    part: str | None
    tags: Sequence[str]
    href: str | None


@dataclass(frozen=True, slots=True)
class PaintedBlock:
    """One block of the article with its pieces. Offsets are code points of the whole text.

    `runs` are the pieces again, those that lie in one link together; `wrapper` is the element
    that this block shares with its neighbours of the same kind ("ul", "blockquote" or "").
    """

    index: int
    tag: str
    wrapper: str
    level: int
    css_class: str
    start: int
    length: int
    astral: bool
    text: str
    runs: Sequence[tuple[str | None, Sequence[PaintedPiece]]]


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
        "words": len(desk.revision.text.split()),
    }


def painted_blocks(revision: RevisionText, marks: Iterable[Mark]) -> list[PaintedBlock]:
    """The article's blocks with the marks in them, numbered in the order given."""
    layout = revision.layout.followable()
    spans = [
        Span(number, mark.annotation.label.value, piece.start, piece.end, piece.part.value)
        for number, mark in enumerate(marks, start=1)
        for piece in mark.annotation.fragments
    ]
    cut = cut_article(revision.text, layout, spans)
    return [
        _painted_block(index, block, revision.text, pieces)
        for index, (block, pieces) in enumerate(zip(layout.blocks, cut, strict=True))
    ]


def inline_json(revision: RevisionText) -> list[dict[str, object]]:
    """The formatting inside the blocks, so that a script paints a block as the server did."""
    return revision.layout.followable().to_json()["inline"]


def gaps_json(revision: RevisionText) -> list[str]:
    """The text between the blocks, so that a script can put the whole text together."""
    return gaps(revision.text, revision.layout)


def script_json(data: Shape) -> Markup:
    """JSON that is safe inside a script element: nothing in it can end the element."""
    text = orjson.dumps(data).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - every character that HTML could read is escaped above


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


_TAGS = {"heading": "h{level}", "list_item": "li"}
_WRAPPERS = {"list_item": "ul", "block_quote": "blockquote"}
_STYLE_TAGS = {"strong": "strong", "emphasis": "em"}
# An item that brings its own bullet or number needs none of ours.
_NUMBERED = re.compile(r"\s*(?:[•‣◦▪–—*·-]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)])\s")


def _painted_block(index: int, block: Block, text: str, pieces: Sequence[Piece]) -> PaintedBlock:
    own = text[block.start : block.end]
    # The page's own title is its h1, so the article's headings begin at h2.
    heading = min(6, max(2, block.level or 2))
    return PaintedBlock(
        index=index,
        tag=_TAGS.get(block.kind, "p").format(level=heading),
        wrapper=_WRAPPERS.get(block.kind, ""),
        level=block.level or 1,
        css_class=_class_of(block, own),
        start=block.start,
        length=block.end - block.start,
        astral=not own.isascii() and max(own) > "\uffff",
        text=own,
        runs=_runs([_painted_piece(piece, text) for piece in pieces]),
    )


def _class_of(block: Block, own: str) -> str:
    if block.kind in {"paragraph", "heading"}:
        return ""
    if block.kind == "list_item" and _NUMBERED.match(own):
        return "block-list_item block-list_item--numbered"
    return f"block-{block.kind}"


def _runs(
    pieces: Sequence[PaintedPiece],
) -> list[tuple[str | None, Sequence[PaintedPiece]]]:
    if all(piece.href is None for piece in pieces):
        return [(None, pieces)]
    return [(href, list(run)) for href, run in groupby(pieces, key=lambda piece: piece.href)]


def _painted_piece(piece: Piece, text: str) -> PaintedPiece:
    return PaintedPiece(
        text[piece.start : piece.end],
        piece.ids,
        piece.tint,
        {str(lane): label for lane, label in piece.lanes},
        piece.part if piece.part != CONTENT else None,
        [_STYLE_TAGS[style] for style in piece.styles],
        piece.href,
    )
