"""Reading marks."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from annotator.annotations.models import Annotation, Claim, Label, Layer
from annotator.db import db

_WHOLE = (
    selectinload(Annotation.fragments),
    joinedload(Annotation.claim),
    joinedload(Annotation.quote),
)

_ONE = select(Annotation).where(Annotation.id == bindparam("id")).options(*_WHOLE)


def annotation(annotation_id: str) -> Annotation | None:
    """One mark with what belongs to it, removed or not."""
    return db.session.scalars(_ONE, {"id": annotation_id}).one_or_none()


def annotations_of(article_id: str, author_id: int) -> Sequence[Annotation]:
    """One person's own marks on an article, without removed ones."""
    return _in_order(_own(article_id, author_id))


def removed_annotations_of(article_id: str, author_id: int) -> Sequence[Annotation]:
    """One person's own marks on an article that they removed."""
    return _in_order(_all_own(article_id, author_id).where(Annotation.removed_at.is_not(None)))


def count_of(article_id: str, author_id: int) -> int:
    """How many marks a person has on an article."""
    query = _own(article_id, author_id).with_only_columns(func.count(Annotation.id))
    return db.session.scalar(query) or 0


def pending_claims(article_id: str, author_id: int) -> Sequence[Annotation]:
    """The person's claims whose rating still lacks its rationale or its source."""
    return db.session.scalars(
        _own(article_id, author_id)
        .join(Annotation.claim)
        .where(Annotation.label == Label.CLAIM, Claim.pending_rating.is_not(None))
        .options(*_WHOLE)
        .order_by(Annotation.created_at, Annotation.id)
    ).all()


def _own(article_id: str, author_id: int) -> Select[Annotation]:
    return _all_own(article_id, author_id).where(Annotation.removed_at.is_(None))


def _all_own(article_id: str, author_id: int) -> Select[Annotation]:
    return select(Annotation).where(
        Annotation.article_id == article_id,
        Annotation.author_id == author_id,
        Annotation.layer == Layer.REVIEWER,
    )


def _in_order(query: Select[Annotation]) -> Sequence[Annotation]:
    ordered = query.options(*_WHOLE).order_by(Annotation.created_at, Annotation.id)
    return db.session.scalars(ordered).all()
