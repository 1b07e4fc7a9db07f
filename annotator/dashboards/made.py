"""The rows behind what was made: each mark, verdict or submission that a figure counts.

They are read from the tables by the rules by which `reading.py` counts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ColumnElement, Select, and_, or_, select

from annotator.annotations.models import Annotation, Fragment, Label, Layer
from annotator.articles.models import Article, Revision
from annotator.articles.training import counted
from annotator.assignments.models import Assignment, State
from annotator.clock import iso
from annotator.dashboards.models import DashboardArticle, Kind
from annotator.db import db
from annotator.verdicts.models import Verdict

PAGE_SIZE = 50


class What(StrEnum):
    """What was made."""

    MARKS = "marks"
    VERDICTS = "verdicts"
    SUBMITTED = "submitted"


@dataclass(frozen=True, slots=True)
class Sought:
    """What was made from the first day to the last, in UTC and both within; None asks for all."""

    what: What
    first: date
    last: date
    label: Label | None = None
    rating: str | None = None
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """One thing that was made, of which mark or article, and what is worth saying of it.

    `minutes` are those for 1,000 words of a submission, or why nobody knows them.
    """

    id: str
    at: datetime
    person_id: int
    article_id: str
    title: str
    mark_id: str | None = None
    label: Label | None = None
    exact: str | None = None
    rating: str | None = None
    words: int | None = None
    minutes: str | None = None

    @property
    def cursor(self) -> str:
        """Its place in the list."""
        return f"{iso(self.at)}_{self.id}"


def made(project_id: int, sought: Sought, *, after: str | None, limit: int) -> list[Made]:
    """Up to so many, the oldest first, behind the place `after` if it is one."""
    of_what = {What.MARKS: _marks, What.VERDICTS: _verdicts, What.SUBMITTED: _submitted}
    return of_what[sought.what](project_id, sought, _place(after), limit)


def _marks(project_id: int, sought: Sought, after: Any, limit: int) -> list[Made]:
    shown = Annotation.id, Annotation.created_at, Annotation.author_id, Annotation.label
    query = select(*shown, Article.id.label("article_id"), Article.title)
    query = query.join(Article, Article.id == Annotation.article_id)
    query = query.where(Annotation.project_id == project_id, *_of_reviewers())
    if sought.label is not None:
        query = query.where(Annotation.label == sought.label)
    if sought.person is not None:
        query = query.where(Annotation.author_id == sought.person)
    rows = _rows(query, Annotation.created_at, Annotation.id, sought, after, limit)
    words = _words([row.id for row in rows])
    return [
        Made(row.id, row.created_at, row.author_id, row.article_id, row.title, row.id, row.label,
             words.get(row.id))
        for row in rows
    ]  # fmt: skip


def _verdicts(project_id: int, sought: Sought, after: Any, limit: int) -> list[Made]:
    shown = Verdict.id, Verdict.decided_at, Verdict.decided_by, Verdict.rating
    query = select(*shown, Verdict.annotation_id, Article.id.label("article_id"), Article.title)
    query = query.join(Annotation, Annotation.id == Verdict.annotation_id)
    query = query.join(Article, Article.id == Annotation.article_id)
    is_claim = Annotation.label == Label.CLAIM
    query = query.where(Verdict.project_id == project_id, is_claim, *_of_reviewers())
    if sought.label not in (None, Label.CLAIM):
        return []
    if sought.rating is not None:
        query = query.where(Verdict.rating == sought.rating)
    if sought.person is not None:
        query = query.where(Verdict.decided_by == sought.person)
    rows = _rows(query, Verdict.decided_at, Verdict.id, sought, after, limit)
    words = _words([row.annotation_id for row in rows])
    return [
        Made(row.id, row.decided_at, row.decided_by, row.article_id, row.title, row.annotation_id,
             Label.CLAIM, words.get(row.annotation_id), row.rating)
        for row in rows
    ]  # fmt: skip


def _submitted(project_id: int, sought: Sought, after: Any, limit: int) -> list[Made]:
    words = (
        select(Revision.words)
        .where(
            Revision.article_id == Assignment.article_id,
            Revision.created_at <= Assignment.submitted_at,
        )
        .order_by(Revision.number.desc())
        .limit(1)
        .correlate(Assignment)
        .scalar_subquery()
    )
    shown = Assignment.id, Assignment.submitted_at, Assignment.reviewer_id, words.label("words")
    query = select(*shown, Article.id.label("article_id"), Article.title, DashboardArticle.cells)
    query = query.join(Article, Article.id == Assignment.article_id)
    query = query.outerjoin(DashboardArticle, DashboardArticle.article_id == Article.id)
    handed_in = Assignment.state == State.SUBMITTED
    query = query.where(Assignment.project_id == project_id, handed_in, counted())
    if sought.person is not None:
        query = query.where(Assignment.reviewer_id == sought.person)
    rows = _rows(query, Assignment.submitted_at, Assignment.id, sought, after, limit)
    return [
        Made(row.id, row.submitted_at, row.reviewer_id, row.article_id, row.title,
             words=row.words, minutes=_minutes(row.cells, row.reviewer_id))
        for row in rows
    ]  # fmt: skip


def _of_reviewers() -> Iterator[ColumnElement[bool]]:
    """What must hold of a mark that is counted, and of the article that it is on."""
    yield Annotation.layer == Layer.REVIEWER
    yield Annotation.removed_at.is_(None)
    yield counted()


def _rows(
    query: Select[*tuple[Any, ...]], at: Any, key: Any, sought: Sought, after: Any, limit: int
) -> Sequence[Any]:
    begin = datetime.combine(sought.first, time(), UTC)
    end = datetime.combine(sought.last, time(), UTC) + timedelta(1)
    query = query.where(at >= begin, at < end)
    if after is not None:
        moment, last = after
        query = query.where(or_(at > moment, and_(at == moment, key > last)))
    return db.session.execute(query.order_by(at, key).limit(limit)).all()


def _place(after: str | None) -> tuple[datetime, str] | None:
    moment, _, key = (after or "").partition("_")
    try:
        return datetime.fromisoformat(moment).astimezone(UTC), str(UUID(key))
    except ValueError:
        return None


def _words(mark_ids: Sequence[str]) -> dict[str, str]:
    """The first words of each mark."""
    first = Fragment.annotation_id.in_(mark_ids), Fragment.position == 1
    rows = db.session.execute(select(Fragment.annotation_id, Fragment.exact).where(*first))
    return {row.annotation_id: row.exact for row in rows}


def _minutes(cells: str | None, person_id: int) -> str | None:
    """What the tallies say of the person's time on the article."""
    for kind, _day, who, key, _number in orjson.loads(cells or "[]"):
        if who == person_id and kind in (Kind.PACE, Kind.UNPACED):
            return str(key)
    return None
