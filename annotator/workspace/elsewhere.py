"""Where else in the project the pages serve that a claim's sources name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from annotator.annotations.models import Annotation, Claim, Fragment, Label, Part
from annotator.annotations.sight import Sight, seen
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


def claims_elsewhere(annotation: Annotation, person_id: int, sight: Sight) -> list[Elsewhere]:
    """The other claims of the project with the same pages, of which this person may know."""
    own, other = aliased(Source), aliased(Source)
    query = (
        select(own.id, Annotation, Article.title, Claim.wording)
        .join(other, (other.page_key == own.page_key) & (other.project_id == own.project_id))
        .join(Annotation, Annotation.id == other.annotation_id)
        .join(Article, Article.id == Annotation.article_id)
        .join(Claim, Claim.annotation_id == Annotation.id)
        .where(
            own.annotation_id == annotation.id,
            own.removed_at.is_(None),
            other.removed_at.is_(None),
            other.annotation_id != annotation.id,
            Annotation.label == Label.CLAIM,
            Annotation.removed_at.is_(None),
            arrived_by_id(Annotation.article_id),
            seen(person_id, sight),
        )
        .order_by(own.position, Article.number, Annotation.created_at, Annotation.id)
    )
    rows = db.session.execute(query)
    return _at_most(
        Elsewhere(key, mark.id, mark.article_id, title, mark.author_id, wording or _words(mark))
        for key, mark, title, wording in rows
    )


def _words(mark: Annotation) -> str:
    pieces: Sequence[Fragment] = mark.fragments
    return " … ".join(piece.exact for piece in pieces if piece.part is Part.CONTENT)


def _at_most(found: Iterable[Elsewhere]) -> list[Elsewhere]:
    """Each claim once a source, and so many of them."""
    kept: dict[str, dict[str, Elsewhere]] = {}
    for one in found:
        claims = kept.setdefault(one.source, {})
        if len(claims) < MOST:
            claims.setdefault(one.annotation, one)
    return [one for claims in kept.values() for one in claims.values()]
