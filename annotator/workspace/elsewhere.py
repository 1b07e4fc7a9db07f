"""Where else in the project the pages serve that a claim's sources name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Subquery, func, select
from sqlalchemy.orm import aliased, selectinload

from annotator.annotations.models import Annotation, Claim, Fragment, Label, Part
from annotator.annotations.sight import Sight
from annotator.articles.arrival import arrived_by_id
from annotator.articles.models import Article
from annotator.db import db
from annotator.sources.models import Source

#: So many claims are named for one page; more is a search, and no hint.
MOST = 20


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another claim that one of the pages serves; `source` is the claim's own source."""

    source: str
    annotation: str
    article: str
    title: str
    author: int
    words: str


def claims_elsewhere(annotation: Annotation, sight: Sight) -> list[Elsewhere]:
    """The other claims of the project with the same pages, of which this person may know."""
    ranked = _ranked(annotation.id, sight)
    # A page may serve thousands of claims: no more of them are read than are told.
    query = (
        select(ranked.c.source, Annotation, ranked.c.title, ranked.c.wording)
        .join(Annotation, Annotation.id == ranked.c.mark)
        .where(ranked.c.rank <= MOST)
        .order_by(ranked.c.position, ranked.c.source, ranked.c.rank)
        .options(selectinload(Annotation.fragments))
    )
    return [
        Elsewhere(key, mark.id, mark.article_id, title, mark.author_id, wording or _words(mark))
        for key, mark, title, wording in db.session.execute(query)
    ]


def _ranked(annotation_id: str, sight: Sight) -> Subquery:
    """The marks of `_pages` that may be told, with their place among those of one source."""
    pages = _pages(annotation_id)
    place = (Article.number, Annotation.created_at, Annotation.id)
    rank = func.row_number().over(partition_by=pages.c.source, order_by=place)
    return (
        select(pages, Article.title, Claim.wording, rank.label("rank"))
        .join(Annotation, Annotation.id == pages.c.mark)
        .join(Article, Article.id == Annotation.article_id)
        .join(Claim, Claim.annotation_id == Annotation.id)
        .where(
            Annotation.label == Label.CLAIM,
            Annotation.removed_at.is_(None),
            arrived_by_id(Annotation.article_id),
            sight.marks(),
        )
        .subquery()
    )


def _pages(annotation_id: str) -> Subquery:
    """Each source of the claim with each mark that has its page, too."""
    own, other = aliased(Source), aliased(Source)
    return (
        select(own.id.label("source"), own.position, other.annotation_id.label("mark"))
        .join(other, (other.page_key == own.page_key) & (other.project_id == own.project_id))
        .where(
            own.annotation_id == annotation_id,
            own.removed_at.is_(None),
            other.removed_at.is_(None),
            other.annotation_id != annotation_id,
        )
        .distinct()
        .subquery()
    )


def _words(mark: Annotation) -> str:
    pieces: Sequence[Fragment] = mark.fragments
    return " … ".join(piece.exact for piece in pieces if piece.part is Part.CONTENT)
