"""Drawing a sample: by a hash of a seed and of each key, so that it can be drawn again.

Everything that could be drawn has a key, the identifier of the assignment or of the mark. What has
the smallest SHA-256 of `seed:key` is drawn: without replacement, each as likely as any other, and
the same in any language and on any day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import nsmallest
from typing import Any

from sqlalchemy import ColumnElement, and_, null, select
from sqlalchemy.orm import aliased

from annotator.annotations.models import Annotation, Layer
from annotator.annotations.queries import in_newest_text
from annotator.articles.training import counted_by_id
from annotator.assignments.models import Assignment, State
from annotator.db import db
from annotator.spotchecks.drafts import Asked
from annotator.spotchecks.models import Unit
from annotator.verdicts.models import Verdict


@dataclass(frozen=True, slots=True)
class Drawable:
    """One thing that could be drawn."""

    key: str
    article_id: str
    reviewer_id: int
    annotation_id: str | None


def pool_of(project_id: int, asked: Asked, *, drawer_id: int) -> list[Drawable]:
    """Everything that fits, in the order of the keys, but for the drawer's own work."""
    query = _marks(asked) if asked.unit is Unit.MARK else _submissions(asked)
    query = query.where(
        Assignment.project_id == project_id,
        Assignment.state == State.SUBMITTED,
        Assignment.reviewer_id != drawer_id,
        counted_by_id(Assignment.article_id),
        *_by_work(asked),
    )
    return sorted((Drawable(*row) for row in db.session.execute(query)), key=lambda one: one.key)


def drawn(pool: Sequence[Drawable], seed: str, number: int) -> list[Drawable]:
    """So many of them, in the order in which they are drawn."""
    return nsmallest(number, pool, key=lambda one: _lot(seed, one.key))


def digest(pool: Sequence[Drawable]) -> str:
    """One SHA-256 of all keys, a line each."""
    return hashlib.sha256("\n".join(one.key for one in pool).encode()).hexdigest()


def wanted_of(asked: Asked, pool: int) -> int:
    """How many are to be drawn of so many; a share is rounded up."""
    number = -(-pool * (asked.percent or 0) // 100) if asked.number is None else asked.number
    return min(number, pool)


def _lot(seed: str, key: str) -> bytes:
    return hashlib.sha256(f"{seed}:{key}".encode()).digest()


def _submissions(asked: Asked) -> Any:
    columns = Assignment.id, Assignment.article_id, Assignment.reviewer_id, null()
    query = select(*columns)
    conditions = list(_by_mark(asked))
    if conditions:
        theirs = select(Annotation.id).where(_of_assignment(), *conditions)
        query = query.where(theirs.exists())
    return query


def _marks(asked: Asked) -> Any:
    columns = Annotation.id, Annotation.article_id, Annotation.author_id, Annotation.id
    query = select(*columns).join(Assignment, _of_assignment())
    return query.where(*_by_mark(asked))


def _of_assignment() -> ColumnElement[bool]:
    """The marks in force of whoever the assignment is of."""
    return and_(
        Annotation.article_id == Assignment.article_id,
        Annotation.author_id == Assignment.reviewer_id,
        Annotation.layer == Layer.REVIEWER,
        Annotation.removed_at.is_(None),
        in_newest_text(Annotation.article_id),
    )


def _by_work(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.person_id is not None:
        yield Assignment.reviewer_id == asked.person_id
    if asked.since is not None:
        yield Assignment.submitted_at >= _midnight(asked.since)
    if asked.until is not None:
        yield Assignment.submitted_at < _midnight(asked.until + timedelta(days=1))


def _by_mark(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.label is not None:
        yield Annotation.label == asked.label
    if asked.rating is not None:
        later = aliased(Verdict)
        is_newest = ~(
            select(later.id)
            .where(later.annotation_id == Verdict.annotation_id, later.position > Verdict.position)
            .exists()
        )
        given = select(Verdict.id).where(
            Verdict.annotation_id == Annotation.id, Verdict.rating == asked.rating, is_newest
        )
        yield given.exists()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
