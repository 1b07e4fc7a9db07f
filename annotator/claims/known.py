"""Which marks may have been claims at some moment: those that looking back looks at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, select

from annotator.annotations.models import Annotation, Claim, Layer
from annotator.annotations.sight import Others
from annotator.claims.listing import NEWEST_FIRST, ClaimQuery, Standing
from annotator.db import behind, cursor_of, db
from annotator.verdicts.models import Verdict

#: Only a claim with a verdict stands so; the others may stand so without one.
_OF_A_VERDICT = frozenset(Standing) - {Standing.UNCHECKED, Standing.PENDING}


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

    Of what is wanted, only what cannot have been otherwise then is heeded: whose they are, and that
    what was judged once has a verdict for ever.
    """
    query = (
        select(Annotation.id, Annotation.article_id, Annotation.created_at)
        .join(Claim, Claim.annotation_id == Annotation.id)
        .where(
            Annotation.project_id == project_id,
            Annotation.created_at <= moment,
            *behind(Annotation.created_at, Annotation.id, wanted.after),
            *_for_ever(wanted),
        )
        .order_by(*NEWEST_FIRST)
        .limit(limit)
    )
    return [Candidate(*row) for row in db.session.execute(query)]


def _for_ever(wanted: ClaimQuery) -> Iterator[ColumnElement[bool]]:
    if wanted.readable.others is Others.NOTHING:
        yield Annotation.author_id == wanted.readable.person_id
        yield Annotation.layer == Layer.REVIEWER
    if wanted.author_id is not None:
        yield Annotation.author_id == wanted.author_id
    judged = exists().where(Verdict.annotation_id == Annotation.id)
    if wanted.rating is not None:
        yield judged.where(Verdict.rating == wanted.rating)
    if wanted.standing in _OF_A_VERDICT:
        yield judged
