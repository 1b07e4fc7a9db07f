"""Reading source links."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from annotator.db import db
from annotator.sources.models import Source


def sources_of(annotation_id: str) -> Sequence[Source]:
    """The links of one claim in their order, without removed ones."""
    return db.session.scalars(
        select(Source)
        .where(Source.annotation_id == annotation_id, Source.removed_at.is_(None))
        .order_by(Source.position)
    ).all()


def source(source_id: str) -> Source | None:
    """One link, removed or not."""
    return db.session.get(Source, source_id)


def has_evidence(annotation_id: str) -> bool:
    """Whether the claim has a link that is not the article itself."""
    return (
        db.session.scalar(
            select(Source.id)
            .where(
                Source.annotation_id == annotation_id,
                Source.removed_at.is_(None),
                Source.is_article.is_(False),
            )
            .limit(1)
        )
        is not None
    )


def next_position(annotation_id: str) -> int:
    """The place after the last link, removed ones counted."""
    query = select(func.coalesce(func.max(Source.position), 0) + 1)
    return db.session.scalar(query.where(Source.annotation_id == annotation_id)) or 1
