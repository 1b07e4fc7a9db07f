"""Reading what was handed in, an article after the other, as it is at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, String, func, select, true, type_coerce

from annotator.agreement.material import Compared, Mark, Piece, Reading, in_order
from annotator.agreement.report import Coverage
from annotator.annotations.models import Annotation, Fragment, Layer, Part
from annotator.articles.models import Article, Revision
from annotator.articles.training import counted
from annotator.assignments.models import Assignment, State
from annotator.db import READ, db
from annotator.projects.models import Membership
from annotator.projects.scheme import Scheme
from annotator.revisions.queries import earlier_texts
from annotator.text.counting import words_begun
from annotator.verdicts.models import Verdict

_ARTICLES_AT_ONCE = 100

#: A piece of a mark: its article, author, id, label and revision, where it starts and ends.
_Piece = Row[str, int, str, str, str, int, int]

#: Given the column of an article's id, the condition that it is open to whoever asks.
Open = Callable[[Any], ColumnElement[bool]]


def everywhere(_article_id: Any) -> ColumnElement[bool]:
    """Every article is open, as to the command line."""
    return true()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles of which project to read; with `only`, this one of them."""

    project_id: int
    language: str | None = None
    open_to: Open = everywhere
    only: str | None = None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What an article has to be."""
        yield Article.project_id == self.project_id
        yield counted()
        yield self.open_to(Article.id)
        if self.language is not None:
            yield Article.language == self.language
        if self.only is not None:
            yield Article.id == self.only


@dataclass(frozen=True, slots=True)
class _Queued:
    """An article that two at least have handed in: who, and when the last of them."""

    id: str
    number: int
    readers: tuple[int, ...]
    week: date


@dataclass(slots=True)
class Reader:
    """The articles to compare, and when all are read what was left out on the way."""

    wanted: Wanted
    scheme: Scheme
    coverage: Coverage = field(default_factory=Coverage)

    def articles(self, after: int = 0) -> Iterator[Compared]:
        """The articles that two people or more have handed in, by number, from behind this one."""
        with _moment() as connection:
            queue = self._queue(connection)
            queue = [one for one in queue if one.number > after]
            for start in range(0, len(queue), _ARTICLES_AT_ONCE):
                yield from self._chunk(connection, queue[start : start + _ARTICLES_AT_ONCE])

    def _queue(self, connection: Connection) -> list[_Queued]:
        rows = connection.execute(
            select(Article.id, Article.number, Assignment.reviewer_id, Assignment.submitted_at)
            .join(Assignment, Assignment.article_id == Article.id)
            .join(
                Membership,
                (Membership.project_id == Article.project_id)
                & (Membership.user_id == Assignment.reviewer_id),
            )
            .where(Assignment.state == State.SUBMITTED, *self.wanted.conditions())
            .order_by(Article.number, Membership.number)
        )
        every = select(func.count(Article.id)).where(*self.wanted.conditions())
        articles = connection.execute(every).scalar_one()
        found, alone = [], 0
        for (key, number), of in groupby(rows, key=lambda row: (row[0], row[1])):
            handed_in = list(of)
            if len(handed_in) < 2:
                alone += 1
                continue
            last = max(row[3] for row in handed_in if row[3] is not None)
            readers = tuple(row[2] for row in handed_in)
            found.append(_Queued(key, number, readers, _monday(last)))
        self.coverage = Coverage(articles - alone - len(found), alone)
        return found

    def _chunk(self, connection: Connection, queue: Sequence[_Queued]) -> Iterator[Compared]:
        texts = _texts(connection, self.wanted.project_id, [one.id for one in queue])
        marks = self._marks(connection, queue, {key: of[0] for key, of in texts.items()})
        for one in queue:
            text = texts[one.id][1]
            yield Compared(
                one.id,
                one.number,
                len(text),
                words_begun(text),
                one.week,
                tuple(Reading(who, in_order(marks[one.id, who].values())) for who in one.readers),
            )

    def _marks(
        self, connection: Connection, queue: Sequence[_Queued], newest: Mapping[str, str]
    ) -> dict[tuple[str, int], dict[str, Mark]]:
        """The marks by article and author, and by id; `newest` has each article's revision."""
        keys = [one.id for one in queue]
        ratings = self._ratings(connection, keys)
        found: dict[tuple[str, int], dict[str, Mark]] = {
            (one.id, who): {} for one in queue for who in one.readers
        }
        older = set()
        for key, author, mark, label, revision, start, end in _pieces(connection, keys):
            own = found.get((key, author))
            if own is None:
                continue
            if revision != newest[key]:
                older.add(mark)
                continue
            pieces: tuple[Piece, ...] = ((start, end),)
            if mark in own:
                pieces = tuple(sorted(own[mark].pieces + pieces))
            own[mark] = Mark(mark, label, pieces, ratings.get(mark), mark in ratings)
        self.coverage = replace(self.coverage, older_text=self.coverage.older_text + len(older))
        return found

    def _ratings(self, connection: Connection, keys: Sequence[str]) -> dict[str, str | None]:
        """The rating in force of each mark that has one; None where it meant another thing."""
        rows = connection.execute(
            select(Verdict.annotation_id, Verdict.rating, Verdict.scheme_version_id)
            .join(Annotation, Annotation.id == Verdict.annotation_id)
            .where(Annotation.article_id.in_(keys))
            .order_by(Verdict.position)
        ).all()
        now = cache(self._rating_now)
        return {mark: now(scheme, rating) for mark, rating, scheme in rows}

    def _rating_now(self, scheme_id: int, rating: str) -> str | None:
        is_same = self.scheme.number_then(scheme_id, rating) is None
        return rating if is_same and rating in self.scheme.ratings else None


def people_of(project_id: int) -> dict[int, str]:
    """What the report calls everybody who is or was in the project, by account id."""
    query = select(Membership).where(Membership.project_id == project_id)
    return {one.user_id: one.pseudonym for one in db.session.scalars(query)}


def handed_in_count(project_id: int, open_to: Open) -> int:
    """How many readings are open to whoever asks, to tell a short reckoning from a long one."""
    query = select(func.count(Assignment.id)).where(
        Assignment.project_id == project_id,
        Assignment.state == State.SUBMITTED,
        open_to(Assignment.article_id),
    )
    return db.session.scalar(query) or 0


def languages_of(project_id: int) -> list[str]:
    """The languages that the project's articles are in."""
    query = select(Article.language).where(Article.project_id == project_id, counted())
    return sorted(one for one in db.session.scalars(query.distinct()) if one)


def titles_of(articles: Sequence[str]) -> dict[str, str]:
    """The titles of these articles, by their ids."""
    query = select(Article.id, Article.title).where(Article.id.in_(articles))
    return {key: title for key, title in db.session.execute(query)}


def texts_of(project_id: int, articles: Sequence[str]) -> dict[str, str]:
    """The newest texts of these articles, by their ids."""
    with _moment() as connection:
        return {key: text for key, (_, text) in _texts(connection, project_id, articles).items()}


@contextmanager
def _moment() -> Iterator[Connection]:
    """A read transaction of its own, so that people at work change nothing half-way."""
    with db.engines[READ].connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def _texts(
    connection: Connection, project_id: int, keys: Sequence[str]
) -> dict[str, tuple[str, str]]:
    rows = connection.execute(
        select(Revision.article_id, Revision.id, Revision.text).where(
            Revision.article_id.in_(keys), Revision.id.not_in(earlier_texts(project_id))
        )
    )
    return {key: (revision, text) for key, revision, text in rows}


def _pieces(connection: Connection, keys: Sequence[str]) -> Sequence[_Piece]:
    """The content pieces of every mark of a reviewer on these articles, a row each.

    Fetched at once, and with the label as the text that it is stored as, they take half the time.
    """
    rows = connection.execute(
        select(
            Annotation.article_id,
            Annotation.author_id,
            Annotation.id,
            type_coerce(Annotation.label, String),
            Annotation.revision_id,
            Fragment.start,
            Fragment.end,
        )
        .join(Fragment, Fragment.annotation_id == Annotation.id)
        .where(
            Annotation.article_id.in_(keys),
            Annotation.layer == Layer.REVIEWER,
            Annotation.removed_at.is_(None),
            Fragment.part == Part.CONTENT,
        )
    )
    return rows.all()


def _monday(moment: datetime) -> date:
    day = moment.date()
    return day - timedelta(days=day.weekday())
