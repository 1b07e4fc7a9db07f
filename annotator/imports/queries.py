"""Reading past imports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import aliased

from annotator.accounts.models import User
from annotator.annotations.models import Annotation
from annotator.articles.models import Article, Revision
from annotator.assignments.models import Assignment
from annotator.db import db
from annotator.imports.models import Import, ImportState
from annotator.imports.reports import Report
from annotator.jobs.models import ENDED, Job
from annotator.similarity.comparing import HARDLY
from annotator.similarity.models import StagedRepeat, Why

PAGE_SIZE = 50
#: So many articles that are there already are listed at once.
MOST_LISTED = 100
#: So much of a text is shown of each, in characters.
_EXCERPT = 240


@dataclass(frozen=True, slots=True)
class PastImport:
    """One row of the list; `by` is None where the command line did it.

    `is_settling` says that it waits, and that answers for it are being carried out.
    """

    id: str
    name: str
    state: ImportState
    is_settling: bool
    articles: int
    started_at: datetime
    by: str | None
    report: Report


def past_imports(project_id: int) -> list[PastImport]:
    """The newest imports of the project, newest first."""
    query = (
        select(Import, User.name, is_settling())
        .outerjoin(User, User.id == Import.started_by)
        .where(Import.project_id == project_id)
        .order_by(Import.started_at.desc(), Import.id)
        .limit(PAGE_SIZE)
    )
    return [
        PastImport(
            row.id,
            row.name,
            row.state,
            settling,
            row.articles,
            row.started_at,
            by,
            Report.from_json(row.report),
        )
        for row, by, settling in db.session.execute(query)
    ]


def unanswered() -> ColumnElement[bool]:
    """The condition under which nobody has answered a question, or not to the end.

    An answer counts for as long as the job goes on that carries it out.
    """
    going = select(Job.id).where(Job.state.not_in(ENDED))
    return or_(StagedRepeat.job_id.is_(None), StagedRepeat.job_id.not_in(going))


def is_settling() -> ColumnElement[bool]:
    """The condition under which answers for an import are being carried out."""
    return exists().where(StagedRepeat.import_id == Import.id, ~unanswered())


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article about which somebody is asked, and the one that it repeats.

    `is_there` says that the other one can be opened; else it came with the same import.
    """

    id: str
    file: str
    title: str
    excerpt: str
    other_id: str
    other_title: str
    is_there: bool
    why: Why
    percent: int
    has_work: bool

    @property
    def is_another(self) -> bool:
        """Whether nothing but its address speaks for its being the same article."""
        return self.why is Why.SAME_PAGE and self.percent < 100 * HARDLY


@dataclass(frozen=True, slots=True)
class WaitingImport:
    """An import that waits, since this moment; `by` is None where the command line began it."""

    id: str
    name: str
    by: str | None
    articles: int
    asked: int
    since: datetime


def waiting_imports(project_id: int) -> list[WaitingImport]:
    """The imports that wait for somebody, oldest first.

    One of which every article has its answer, which is being carried out, is not among them.
    """
    own = StagedRepeat.import_id == Import.id
    asked = select(func.count()).where(own, unanswered()).scalar_subquery()
    brought = select(func.count()).where(Article.import_id == Import.id).scalar_subquery()
    query = (
        select(Import.id, Import.name, User.name, brought, asked, Import.seen_at)
        .outerjoin(User, User.id == Import.started_by)
        .where(Import.project_id == project_id, Import.state == ImportState.WAITING)
        .where(or_(asked > 0, ~is_settling()))
        .order_by(Import.started_at, Import.id)
    )
    return [WaitingImport(*row) for row in db.session.execute(query)]


def waiting_articles(project_id: int, import_id: str | None = None) -> list[Waiting]:
    """The first articles about which somebody is asked, in the order in which they came.

    Of one import, or of all that wait.
    """
    other = aliased(Article)
    query = (
        select(
            StagedRepeat.id,
            Import.name,
            Article.title,
            func.substr(Revision.text, 1, _EXCERPT),
            other.id,
            other.title,
            or_(other.import_id.is_(None), other.import_id != Import.id),
            StagedRepeat.why,
            StagedRepeat.percent,
            or_(
                exists().where(Annotation.article_id == Article.id),
                exists().where(Assignment.article_id == Article.id),
            ),
        )
        .join(Import, Import.id == StagedRepeat.import_id)
        .join(Article, Article.id == StagedRepeat.article_id)
        .join(Revision, Revision.article_id == Article.id)
        .join(other, other.id == StagedRepeat.other_id)
        .where(StagedRepeat.project_id == project_id, Import.state == ImportState.WAITING)
        .where(unanswered())
        .order_by(Import.started_at, StagedRepeat.id)
        .limit(MOST_LISTED)
    )
    if import_id is not None:
        query = query.where(Import.id == import_id)
    return [Waiting(*row) for row in db.session.execute(query)]


def brought(import_id: str) -> int:
    """How many articles of the import are stored, seen or not."""
    query = select(func.count()).where(Article.import_id == import_id)
    return db.session.scalar(query) or 0


def report_of(import_id: str) -> Report:
    """What the import says of itself by now."""
    return Report.from_json(db.session.scalar(select(Import.report).where(Import.id == import_id)))


def first_of(import_id: str) -> tuple[str, int] | None:
    """The id and the number of the first article that an import brought; None where none came."""
    query = (
        select(Article.id, Article.number)
        .where(Article.import_id == import_id)
        .order_by(Article.number)
        .limit(1)
    )
    row = db.session.execute(query).first()
    return None if row is None else (row.id, row.number)
