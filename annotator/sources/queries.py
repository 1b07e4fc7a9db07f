"""Reading source links."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from annotator.db import db
from annotator.sources.models import Source

_SOURCES = (
    select(Source).where(Source.annotation_id == bindparam("annotation")).order_by(Source.position)
)


def sources_of(annotation_id: str) -> list[Source]:
    """All the links that a claim has or had, in their order."""
    return list(db.session.scalars(_SOURCES, {"annotation": annotation_id}))
