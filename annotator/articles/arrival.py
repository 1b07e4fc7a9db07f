"""Articles that are there for people: they came in whole, and are not in the trash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, and_, column, or_, select, table, text

from annotator.articles.models import Article
from annotator.audit.models import Action, Event
from annotator.db import UUID, db

#: As an index has it, to the letter: the database finds it by that.
UNARRIVED_STATES = "state NOT IN ('finished', 'cleared')"

# Imports are a feature of its own, which knows articles and is not known to them: of its table,
# readers need the imports that are not finished.
_imports = table(
    "import",
    column("id", UUID),
    column("project_id"),
    column("state", String),
    column("name", String),
)
_UNARRIVED = select(_imports.c.id).where(text(UNARRIVED_STATES))


def arrived() -> ColumnElement[bool]:
    """The condition under which an article is there; every query that reads articles has it."""
    return and_(came_in(), Article.trashed_at.is_(None))


def came_in() -> ColumnElement[bool]:
    """The condition under which nothing of an article is still on its way, be it in the trash."""
    return or_(Article.import_id.is_(None), Article.import_id.not_in(_UNARRIVED))


def arrived_by_id(article_id: Any) -> ColumnElement[bool]:
    """The same as `arrived` of a row that names its article, or names none."""
    trashed = select(Article.id).where(Article.trashed_at.is_not(None))
    return and_(came_in_by_id(article_id), or_(article_id.is_(None), article_id.not_in(trashed)))


def came_in_by_id(article_id: Any) -> ColumnElement[bool]:
    """The same as `came_in` of a row that names its article, or names none."""
    coming = select(Article.id).where(Article.import_id.in_(_UNARRIVED))
    return or_(article_id.is_(None), article_id.not_in(coming))


def trashed() -> ColumnElement[bool]:
    """The condition under which an article is in the trash, from where a lead takes it back."""
    return and_(came_in(), Article.trashed_at.is_not(None))


def was_coming(project_id: int, last: int) -> ColumnElement[bool] | None:
    """Of events, those about an article that was still on its way at event `last`.

    None where nothing was. What was cleared since is known by the events that cleared it.
    """
    ended = Event.action.in_((Action.IMPORT_FINISHED, Action.IMPORT_CLEARED)), Event.seq <= last
    done = select(Event.target_id).where(
        Event.project_id == project_id, Event.target == "import", *ended
    )
    every = select(_imports.c.id).where(_imports.c.project_id == project_id)
    coming = set(db.session.scalars(every)) - set(db.session.scalars(done))
    gone = select(Event.article_id).where(
        Event.project_id == project_id, Event.seq > last, Event.action == Action.ROW_CLEARED
    )
    if not coming and db.session.scalar(gone.limit(1)) is None:
        return None
    articles = select(Article.id).where(Article.import_id.in_(coming))
    return or_(Event.article_id.in_(articles), Event.article_id.in_(gone))


def waiting_with(project_id: int, external_ids: Sequence[str]) -> dict[str, str]:
    """The files of imports that wait for an answer, by the name elsewhere of what they brought."""
    query = (
        select(Article.external_id, _imports.c.name)
        .join(_imports, _imports.c.id == Article.import_id)
        .where(Article.project_id == project_id, Article.external_id.in_(external_ids))
        .where(_imports.c.state == "waiting")
    )
    return {row.external_id: row.name for row in db.session.execute(query)}
