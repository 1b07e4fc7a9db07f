"""The list of a project's articles, with the state of the work on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, String, column, exists, func, or_, select, table

from annotator.accounts.models import User
from annotator.articles.models import Article, Revision
from annotator.articles.service import title_key
from annotator.articles.training import counted
from annotator.db import UUID, UTCTime, db
from annotator.text.counting import count_words, is_old_count

PAGE_SIZE = 50

# The work on articles is a feature of its own, which knows articles and is not known to them:
# of its table, the list reads five columns.
_work = table(
    "assignment",
    column("article_id", UUID),
    column("reviewer_id"),
    column("state", String),
    column("submitted_at", UTCTime()),
    column("guideline_version"),
)


class Progress(StrEnum):
    """How far the work is: one's own (`not_started` … `returned`), or everybody's."""

    NOT_STARTED = "not_started"
    ASSIGNED = "assigned"
    STARTED = "started"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    RELEASED = "released"
    UNTOUCHED = "untouched"


#: What a reviewer may ask of their own work, and a lead or observer of everybody's.
OWN = (
    Progress.NOT_STARTED,
    Progress.ASSIGNED,
    Progress.STARTED,
    Progress.RETURNED,
    Progress.RELEASED,
    Progress.SUBMITTED,
)
EVERYBODYS = (Progress.UNTOUCHED, Progress.STARTED, Progress.RETURNED, Progress.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Work:
    """One person's work on an article; `since` where it was handed in on an earlier text.

    `guidelines` is the number of those it was submitted under, where that is known.
    """

    name: str
    state: str
    since: bool
    guidelines: int | None


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """One row of the list; `own` is the viewer's state, `work` everybody's where it is shown.

    `texts` counts the texts that it had; with more than one, `made_at` is since when it has the
    newest. `own_at` is when the viewer submitted.
    """

    id: str
    number: int
    title: str
    publisher: str | None
    published_on: date | None
    language: str | None
    words: int
    length: int
    texts: int
    made_at: datetime
    own: str | None
    own_at: datetime | None
    priority: str | None
    due_on: date | None
    work: Sequence[Work] = ()

    @property
    def own_since(self) -> bool:
        """Whether the viewer submitted an earlier text."""
        return self.since(self.own_at)

    def since(self, submitted_at: datetime | None) -> bool:
        """Whether the article was corrected after that."""
        return self.texts > 1 and submitted_at is not None and submitted_at < self.made_at


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What to list: for whom, which state, which words in the title, after which number.

    With `everybodys`, the state is asked of everybody's work, and the work is shown.
    """

    viewer_id: int
    everybodys: bool
    progress: Progress | None = None
    search: str | None = None
    after: int | None = None


def articles(project_id: int, wanted: ListQuery) -> list[ListedArticle]:
    """Up to one row more than a page, in the order of the queue."""
    found = [ListedArticle(*row) for row in db.session.execute(_query(project_id, wanted))]
    rows = _counted(found)
    if not wanted.everybodys:
        return rows
    work = _work_on(rows)
    return [replace(row, work=work.get(row.id, ())) for row in rows]


def _counted(rows: list[ListedArticle]) -> list[ListedArticle]:
    """The same with the words counted anew of those whose count may be of old."""
    old = [row.id for row in rows if is_old_count(row.words, row.length)]
    if not old:
        return rows
    query = select(Revision.article_id, Revision.text).where(Revision.article_id.in_(old))
    # Of several texts, the newest comes last and stays.
    words = {
        row[0]: count_words(row[1]) for row in db.session.execute(query.order_by(Revision.number))
    }
    return [replace(row, words=words.get(row.id, row.words)) for row in rows]


def _query(project_id: int, wanted: ListQuery) -> Select[*tuple[Any, ...]]:
    own = _work.alias("own")
    query = (
        select(
            Article.id,
            Article.number,
            Article.title,
            Article.publisher,
            Article.published_on,
            Article.language,
            _of_newest(Revision.words),
            _of_newest(Revision.length),
            select(func.count())
            .select_from(Revision)
            .where(Revision.article_id == Article.id)
            .scalar_subquery(),
            _of_newest(Revision.created_at),
            own.c.state,
            own.c.submitted_at,
            Article.priority,
            Article.due_on,
        )
        .outerjoin(own, (own.c.article_id == Article.id) & (own.c.reviewer_id == wanted.viewer_id))
        .where(Article.project_id == project_id, counted(), *_conditions(wanted, own.c.state))
        .order_by(Article.number)
        .limit(PAGE_SIZE + 1)
    )
    return query


def _of_newest(column_of: Any) -> Any:
    return (
        select(column_of)
        .where(Revision.article_id == Article.id)
        .order_by(Revision.number.desc())
        .limit(1)
        .scalar_subquery()
    )


def _conditions(wanted: ListQuery, own: ColumnElement[str]) -> Iterable[ColumnElement[bool]]:
    if wanted.after is not None:
        yield Article.number > wanted.after
    if wanted.search and (key := title_key(wanted.search.strip())):
        yield Article.title_key.contains(key, autoescape=True)
    if wanted.progress is not None:
        yield _everybodys(wanted.progress) if wanted.everybodys else _own(wanted.progress, own)


def _own(progress: Progress, own: ColumnElement[str]) -> ColumnElement[bool]:
    if progress is Progress.NOT_STARTED:
        return or_(own.is_(None), own == "released")
    return own == progress.value


def _everybodys(progress: Progress) -> ColumnElement[bool]:
    here = exists().where(_work.c.article_id == Article.id)
    if progress is Progress.UNTOUCHED:
        return ~here.where(_work.c.state != "released")
    if progress is Progress.STARTED:
        return here.where(_work.c.state.in_(["assigned", "started"]))
    return here.where(_work.c.state == progress.value)


def _work_on(articles: Sequence[ListedArticle]) -> dict[str, list[Work]]:
    listed = {article.id: article for article in articles}
    rows = db.session.execute(
        select(
            _work.c.article_id, User.name, *_work.c["state", "submitted_at", "guideline_version"]
        )
        .join(User, User.id == _work.c.reviewer_id)
        .where(_work.c.article_id.in_(listed), _work.c.state != "released")
        .order_by(User.name, User.id)
    )
    found: dict[str, list[Work]] = defaultdict(list)
    for article_id, name, state, submitted_at, guidelines in rows:
        since = listed[article_id].since(submitted_at)
        found[article_id].append(Work(name, state, since, guidelines))
    return found
