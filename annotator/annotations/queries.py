"""Reading marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from annotator.annotations.models import Annotation, Claim, Label, Layer
from annotator.articles.models import Revision
from annotator.db import db

_WHOLE = (
    selectinload(Annotation.fragments),
    joinedload(Annotation.claim),
    joinedload(Annotation.quote),
    joinedload(Annotation.context),
)

_ONE = select(Annotation).where(Annotation.id == bindparam("id")).options(*_WHOLE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Differs whenever anything about a person's marks on an article differs."""

    count: int
    versions: int
    newest: datetime | None


def annotation(annotation_id: str) -> Annotation | None:
    """One mark with what belongs to it, removed or not."""
    return db.session.scalars(_ONE, {"id": annotation_id}).one_or_none()


def annotations_with(ids: Sequence[str]) -> list[Annotation]:
    """These marks, removed or not, in the order they were made."""
    found: list[Annotation] = []
    # In slices: a statement takes only so many parameters.
    for first in range(0, len(ids), 500):
        query = select(Annotation).where(Annotation.id.in_(ids[first : first + 500]))
        found += db.session.scalars(query.options(*_WHOLE))
    return sorted(found, key=lambda one: (one.created_at, one.id))


def stamp_of(article_id: str, author_id: int) -> Stamp:
    """The state of a person's own marks on an article, removed ones among them."""
    query = select(
        func.count(),
        func.coalesce(func.sum(Annotation.version), 0),
        func.max(Annotation.updated_at),
    ).where(*_of(article_id, author_id))
    row = db.session.execute(query).one()
    return Stamp(row[0], int(row[1]), row[2])


def versions_of(article_id: str, author_id: int) -> list[tuple[str, int]]:
    """Identifier and version of each of them, in the order they were made."""
    query = (
        select(Annotation.id, Annotation.version)
        .where(*_of(article_id, author_id))
        .order_by(Annotation.created_at, Annotation.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


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
    mine = _of(article_id, author_id)
    return select(Annotation).where(*mine, Annotation.removed_at.is_(None))


def in_newest_text(article_id: str | InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """A mark that found no place in a corrected text waits in the one before, out of the layer."""
    newest = select(Revision.id).where(Revision.article_id == article_id)
    return Annotation.revision_id == (
        newest.order_by(Revision.number.desc()).limit(1).scalar_subquery()
    )


def _of(article_id: str, author_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Annotation.article_id == article_id,
        in_newest_text(article_id),
        Annotation.author_id == author_id,
        Annotation.layer == Layer.REVIEWER,
    )
