"""What happened to one layer of an article, step by step.

A step is what one hand wrote at once: events that follow each other with nothing between them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from typing import Any

from sqlalchemy import ColumnElement, Select, null, or_, select

from annotator.annotations.models import Annotation, Layer
from annotator.articles.models import Revision
from annotator.assignments.models import Assignment
from annotator.audit.models import Event
from annotator.comments.models import Comment
from annotator.db import READ, db
from annotator.links.models import Link
from annotator.revisions.models import Carry
from annotator.sources.models import Source
from annotator.verdicts.models import Verdict

#: What is written by one hand within this time of what came right before belongs to it.
AT_ONCE = timedelta(milliseconds=50)

#: A row by its table and its key, as events name it.
Target = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Whose:
    """A layer, and who reads of it: what was taken out of sight is told again to few."""

    project_id: int
    article_id: str
    author_id: int
    reader_id: int
    is_lead: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One event about the layer or its text; `mark` is the mark that it touched, if any."""

    seq: int
    at: datetime
    actor_id: int | None
    target: Target
    mark: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """Events that were written at once; `place` counts from one, up to `total`."""

    events: tuple[Told, ...]
    place: int
    total: int

    @property
    def last(self) -> Told:
        """The event that ends it."""
        return self.events[-1]


def steps_of(told: Sequence[Told]) -> list[Step]:
    """The events, in their order, put together where they were written at once."""
    together: list[list[Told]] = [[one] for one in told[:1]]
    for before, one in pairwise(told):
        if _is_at_once(before, one):
            together[-1].append(one)
        else:
            together.append([one])
    total = len(together)
    return [Step(tuple(some), place, total) for place, some in enumerate(together, start=1)]


def _is_at_once(before: Told, one: Told) -> bool:
    near = one.seq == before.seq + 1 and one.at - before.at <= AT_ONCE
    return near and one.actor_id == before.actor_id


def by_moment(told: Sequence[Told]) -> list[Step]:
    """The same for who may not know the numbers: all of one moment is one step."""
    together = [tuple(some) for _, some in groupby(told, key=lambda one: one.at)]
    total = len(together)
    return [Step(some, place, total) for place, some in enumerate(together, start=1)]


def events_of(whose: Whose) -> list[Told]:
    """Every event about the layer, its work and the article's text, the oldest first.

    They are read by the article's index; which of them count, today's tables say, and these keep
    every row.
    """
    rows = rows_of(whose)
    query = (
        select(Event.seq, Event.at, Event.actor_id, Event.target, Event.target_id)
        .where(Event.project_id == whose.project_id, Event.article_id == whose.article_id)
        .order_by(Event.seq)
    )
    with db.engines[READ].connect() as real:
        return [
            Told(seq, at, actor_id, (table, key), rows[table, key])
            for seq, at, actor_id, table, key in real.execute(query)
            if (table, key) in rows
        ]


def rows_of(whose: Whose) -> Mapping[Target, str | None]:
    """The rows that the layer's page shows, or showed, each with the mark that it hangs on."""
    found: dict[Target, str | None] = {("article", whose.article_id): None}
    with db.engines[READ].connect() as real:
        for table, query in _queries(whose):
            for key, mark in real.execute(query):
                found[table, str(key)] = mark
                if table == "annotation":
                    found["thread", str(key)] = mark
                elif table == "revision":
                    found["correction", str(key)] = None
    return found


def _queries(whose: Whose) -> Iterator[tuple[str, Select[Any, Any]]]:
    here = Annotation.article_id == whose.article_id
    own = here & (Annotation.author_id == whose.author_id) & (Annotation.layer == Layer.REVIEWER)
    yield "annotation", select(Annotation.id, Annotation.id).where(own)
    for kind in (Source, Verdict, Carry):
        hanging = select(kind.id, kind.annotation_id)
        yield (
            kind.__tablename__,
            hanging.join(Annotation, Annotation.id == kind.annotation_id).where(own),
        )
    yield (
        "link",
        select(Link.id, Link.from_id).join(Annotation, Annotation.id == Link.from_id).where(own),
    )
    said = select(Comment.id, Comment.annotation_id)
    yield (
        "comment",
        said.join(Annotation, Annotation.id == Comment.annotation_id).where(own, *_told(whose)),
    )
    yield "revision", select(Revision.id, null()).where(Revision.article_id == whose.article_id)
    work = (Assignment.article_id == whose.article_id, Assignment.reviewer_id == whose.author_id)
    yield "assignment", select(Assignment.id, null()).where(*work)


def _told(whose: Whose) -> list[ColumnElement[bool]]:
    """What a lead removed is not told again to others than its author and leads."""
    if whose.is_lead:
        return []
    return [or_(Comment.removed_at.is_(None), Comment.author_id == whose.reader_id)]


def step_at(steps: Sequence[Step], seq: int) -> tuple[Step | None, Told | None]:
    """The step that an event belongs to, and the last event of it that had come by then."""
    found: tuple[Step | None, Told | None] = (None, None)
    for step in steps:
        known = [one for one in step.events if one.seq <= seq]
        if not known:
            break
        found = step, known[-1]
    return found
