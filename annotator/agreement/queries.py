"""Reading what was handed in, an article after the other, as it is at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Dialect,
    Select,
    String,
    bindparam,
    func,
    select,
    true,
    type_coerce,
)

from annotator.agreement.beside import moment, shared_moment
from annotator.agreement.comparing import Opened
from annotator.agreement.material import Compared
from annotator.agreement.reading import AT_ONCE, Meaning, Plan, Queued, Statement, read
from annotator.agreement.report import Coverage
from annotator.agreement.sharing import Helper
from annotator.agreement.there import read_there
from annotator.annotations.models import Annotation, Fragment, Layer, Part
from annotator.articles.models import Article, Revision
from annotator.articles.training import counted
from annotator.assignments.models import Assignment, State
from annotator.db import READ, Prepared, Values, db
from annotator.db.driver import execute
from annotator.projects.models import Membership
from annotator.projects.scheme import Scheme
from annotator.revisions.queries import earlier_texts
from annotator.verdicts.models import Verdict

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


@dataclass(slots=True)
class Reader:
    """The articles to compare, and when all are read what was left out on the way."""

    wanted: Wanted
    scheme: Scheme
    count: int = 0
    coverage: Coverage = field(default_factory=Coverage)

    def articles(self, after: int = 0) -> Iterator[Compared]:
        """The articles that two people or more have handed in, by number, from behind this one."""
        with moment() as connection:
            plan = self._plan(connection.dialect)
            for chunk in self._chunks(connection, after):
                yield from read(partial(_run, connection), plan, chunk)

    @contextmanager
    def opened(self, helper: Helper) -> Iterator[Opened]:
        """All of them at one moment, for this process and for the helper."""
        plan = self._plan(db.engines[READ].dialect)
        with shared_moment(helper, plan) as (connection, is_shared):
            here = partial(read, partial(_run, connection), plan)
            yield Opened(self._chunks(connection), here, read_there if is_shared else None)

    def _chunks(self, connection: Connection, after: int = 0) -> Iterator[Sequence[Queued]]:
        queue = [one for one in self._queue(connection) if one.number > after]
        for start in range(0, len(queue), AT_ONCE):
            yield queue[start : start + AT_ONCE]

    def _plan(self, dialect: Dialect) -> Plan:
        scheme = self.scheme
        other = {
            (version, rating)
            for version in scheme.earlier
            for rating in scheme.ratings
            if scheme.number_then(version, rating) is not None
        }
        return Plan(
            _statement(_texts(self.wanted.project_id), Revision.article_id, dialect),
            _statement(_PIECES, Annotation.article_id, dialect),
            _statement(_RATINGS, Annotation.article_id, dialect, Verdict.position),
            Meaning(frozenset(scheme.ratings), frozenset(other)),
        )

    def _queue(self, connection: Connection) -> list[Queued]:
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
            found.append(Queued(key, number, readers, _monday(last)))
        self.coverage = Coverage(articles - alone - len(found), alone)
        return found


def people_of(project_id: int) -> dict[int, str]:
    """What the report calls everybody who is or was in the project, by account id."""
    query = select(Membership).where(Membership.project_id == project_id)
    return {one.user_id: one.pseudonym for one in db.session.scalars(query)}


def compared_ids(project_id: int, open_to: Open) -> Sequence[str]:
    """The articles that two people or more have handed in, as far as they are open."""
    query = (
        select(Assignment.article_id)
        .join(Article, Article.id == Assignment.article_id)
        .where(Assignment.state == State.SUBMITTED, *Wanted(project_id, None, open_to).conditions())
        .group_by(Assignment.article_id, Article.number)
        .having(func.count(Assignment.id) >= 2)
        .order_by(Article.number)
    )
    return db.session.scalars(query).all()


def handed_in_count(project_id: int, open_to: Open) -> int:
    """How many readings are open to whoever asks, to tell a short reckoning from a long one."""
    query = select(func.count(Assignment.id)).where(
        Assignment.project_id == project_id,
        Assignment.state == State.SUBMITTED,
        open_to(Assignment.article_id),
    )
    return db.session.scalar(query) or 0


def titles_of(articles: Sequence[str]) -> dict[str, str]:
    """The titles of these articles, by their ids."""
    query = select(Article.id, Article.title).where(Article.id.in_(articles))
    return {key: title for key, title in db.session.execute(query)}


def texts_of(project_id: int, articles: Sequence[str]) -> dict[str, str]:
    """The newest texts of these articles, by their ids."""
    query = _texts(project_id).where(Revision.article_id.in_(articles))
    return {article: words for article, _, words in db.session.execute(query)}


def _texts(project_id: int) -> Select[*tuple[Any, ...]]:
    return select(Revision.article_id, Revision.id, Revision.text).where(
        Revision.id.not_in(earlier_texts(project_id))
    )


#: The label goes as the text that it is stored as, which takes half the time.
_PIECES: Select[*tuple[Any, ...]] = (
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
        Annotation.layer == Layer.REVIEWER,
        Annotation.removed_at.is_(None),
        Fragment.part == Part.CONTENT,
    )
)
_RATINGS: Select[*tuple[Any, ...]] = select(
    Verdict.annotation_id, Verdict.rating, Verdict.scheme_version_id
).join(Annotation, Annotation.id == Verdict.annotation_id)


def _statement(
    query: Select[*tuple[Any, ...]], article: Any, dialect: Dialect, *order: Any
) -> Statement:
    """The query of `AT_ONCE` articles, as the driver takes it."""
    names = tuple(f"article_{number}" for number in range(AT_ONCE))
    wanted = [bindparam(name, type_=article.type) for name in names]
    return Statement(
        *Prepared(query.where(article.in_(wanted)).order_by(*order)).said(dialect), names
    )


def _run(connection: Connection, text: str, values: Values) -> Sequence[Sequence[Any]]:
    rows: Sequence[Sequence[Any]] = execute(connection, text, values).fetchall()
    return rows


def _monday(moment: datetime) -> date:
    day = moment.date()
    return day - timedelta(days=day.weekday())
