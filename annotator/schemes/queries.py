"""Reading the versions of a project's scale, and where its ratings wait for a verdict."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, true

from annotator.annotations.models import Annotation, Claim, Label
from annotator.annotations.sight import Sight
from annotator.articles.models import Article
from annotator.db import db
from annotator.projects.models import SchemeVersion


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many claims of one article wait for their verdict with a rating."""

    rating: str
    article_id: str
    title: str
    claims: int


def versions_of(project_id: int) -> Sequence[SchemeVersion]:
    """Every version, the newest first."""
    return db.session.scalars(
        select(SchemeVersion)
        .where(SchemeVersion.project_id == project_id)
        .order_by(SchemeVersion.number.desc())
    ).all()


def waiting_with(
    project_id: int, ratings: Collection[str], sight: Sight | None = None
) -> list[Waiting]:
    """Where claims that are in force have one of these ratings as their pending choice.

    With `sight`, of the claims within it.
    """
    if not ratings:
        return []
    rows = db.session.execute(
        select(Claim.pending_rating, Article.id, Article.title, func.count())
        .join(Annotation, Annotation.id == Claim.annotation_id)
        .join(Article, Article.id == Annotation.article_id)
        .where(
            Claim.project_id == project_id,
            Claim.pending_rating.in_(ratings),
            Annotation.label == Label.CLAIM,
            Annotation.removed_at.is_(None),
            true() if sight is None else sight.marks(),
        )
        .group_by(Claim.pending_rating, Article.id, Article.title)
        .order_by(Claim.pending_rating, Article.title, Article.id)
    )
    return [Waiting(rating or "", article, title, count) for rating, article, title, count in rows]
