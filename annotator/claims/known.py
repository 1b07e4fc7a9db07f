"""Which marks may have been claims at some moment: those that looking back looks at."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from annotator.annotations.models import Annotation, Claim, Layer
from annotator.claims.listing import NEWEST_FIRST, ClaimQuery
from annotator.db import behind, cursor_of, db


class Candidate(NamedTuple):
    """A mark that is, or was, a claim."""

    id: str
    article_id: str
    created_at: datetime

    @property
    def cursor(self) -> str:
        """Its place in the list, as an address can hold it."""
        return cursor_of(self.created_at, self.id)


def made_by(
    project_id: int, moment: datetime, wanted: ClaimQuery, *, limit: int
) -> list[Candidate]:
    """Up to `limit` of those that were made by then, the newest first.

    Of what is wanted, only whose they are and where the list goes on is heeded: the rest may have
    been otherwise then.
    """
    query = (
        select(Annotation.id, Annotation.article_id, Annotation.created_at)
        .join(Claim, Claim.annotation_id == Annotation.id)
        .where(
            Annotation.project_id == project_id,
            Annotation.created_at <= moment,
            *behind(Annotation.created_at, Annotation.id, wanted.after),
        )
        .order_by(*NEWEST_FIRST)
        .limit(limit)
    )
    if not wanted.readable.everybodys:
        query = query.where(
            Annotation.author_id == wanted.readable.viewer_id,
            Annotation.layer == Layer.REVIEWER,
        )
    return [Candidate(*row) for row in db.session.execute(query)]
