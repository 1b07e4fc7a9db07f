"""The walk along the queue: the first article that wants somebody, with the rest left unread.

Articles stand in six ranks: by priority, and in each first those with a day until when they are
to be done. In a rank they stand as an index has them, so the walk begins where it is told to and
ends at the first that it finds. What it passes is what has all its reviewers already.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select

from annotator.articles.models import Article, Priority
from annotator.articles.training import counted
from annotator.assignments.models import Assignment
from annotator.db import db
from annotator.projects.drafts import WorkflowDraft

#: The sample is drawn by a hash with this in front; another word would draw another sample.
SEED = "annotator sample 1:"
#: Hundredths of a per cent.
_SHARES = 10_000
#: Of a sample the database does not know, so many articles are looked at a time.
_STEP = 200
#: The order that `in_order_of_need` sorts by: priority, and whether there is a day.
_RANKS = tuple(
    (priority, has_day)
    for priority in (Priority.HIGH, None, Priority.LOW)
    for has_day in (True, False)
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands in the queue; `rank` counts from 0, the most urgent."""

    rank: int
    due_on: date | None
    number: int


@dataclass(frozen=True, slots=True)
class Wanting:
    """An article that wants somebody, and where it stands."""

    article_id: str
    place: Place


def is_drawn(article_id: str, percent: int) -> bool:
    """Whether the article is of the sample: it follows from its id alone, for good.

    A larger share holds every article of a smaller one.
    """
    digest = hashlib.sha256(f"{SEED}{article_id}".encode()).digest()
    return int.from_bytes(digest[:8]) % _SHARES < percent * (_SHARES // 100)


def wanted_on(article_id: str, rules: WorkflowDraft) -> int:
    """How many reviewers the article wants."""
    drawn = is_drawn(article_id, rules.sample_percent)
    return rules.sample_wanted if drawn else rules.wanted


def first_wanting(
    project_id: int,
    rules: WorkflowDraft,
    left: Sequence[str],
    *conditions: ColumnElement[bool],
    since: Place | None = None,
) -> Wanting | None:
    """The most urgent article that has fewer reviewers than it wants, work of `left` apart.

    With `since` nothing that stands before that place is looked at.
    """
    query = _wanting(project_id, rules, left).where(*conditions)
    for rank in _ranks_of(project_id):
        if since and rank < since.rank:
            continue
        begun = since if since and since.rank == rank else None
        for one in _of_rank(query, rank, begun, _STEP if rules.sample_percent else 1):
            if one.taken < wanted_on(one.id, rules):
                return Wanting(one.id, Place(rank, one.due_on, one.number))
    return None


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    due_on: date | None
    number: int
    taken: int


def _wanting(
    project_id: int, rules: WorkflowDraft, left: Sequence[str]
) -> Select[tuple[str, date | None, int, int]]:
    """Articles which may want somebody, as the sample is not known to the database."""
    most = rules.sample_wanted if rules.sample_percent else rules.wanted
    seated = Assignment.article_id == Article.id, Assignment.seat.is_not(None)
    seats = select(func.count()).select_from(Assignment).where(*seated)
    if left:
        seats = seats.where(Assignment.id.not_in(left))
    taken = seats.scalar_subquery()
    return select(Article.id, Article.due_on, Article.number, taken.label("taken")).where(
        Article.project_id == project_id, counted(), taken < most
    )


def _of_rank(
    query: Select[tuple[str, date | None, int, int]], rank: int, since: Place | None, step: int
) -> Iterator[_Row]:
    """Those of the rank in their order, read so many at a time and only as far as is asked."""
    query = query.where(*_in_rank(rank))
    # All the columns of the index, though some are the same throughout: PostgreSQL wants them.
    query = query.order_by(Article.priority, Article.due_on, Article.number).limit(step)
    while True:
        found = db.session.execute(query.where(*_behind(since)))
        rows = [_Row(row.id, row.due_on, row.number, row.taken) for row in found]
        yield from rows
        if len(rows) < step:
            return
        since = Place(rank, rows[-1].due_on, rows[-1].number + 1)


def _ranks_of(project_id: int) -> list[int]:
    """The ranks in which the project has articles, as a rule one; asked in one statement."""
    some = select(Article.id).where(Article.project_id == project_id)
    there = [some.where(*_in_rank(rank)).exists() for rank in range(len(_RANKS))]
    found = db.session.execute(select(*there)).one()
    return [rank for rank, is_there in enumerate(found) if is_there]


def _in_rank(rank: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    priority, has_day = _RANKS[rank]
    return (
        Article.priority.is_(None) if priority is None else Article.priority == priority,
        Article.due_on.is_not(None) if has_day else Article.due_on.is_(None),
    )


def _behind(place: Place | None) -> Iterator[ColumnElement[bool]]:
    """At this place or behind it, in its rank."""
    if place is None:
        return
    here = Article.number >= place.number
    if place.due_on is None:
        yield here
    else:
        yield Article.due_on >= place.due_on
        yield (Article.due_on > place.due_on) | here
