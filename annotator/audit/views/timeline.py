"""The audit trail as a lead reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import and_, exists, select

from annotator.accounts.models import User
from annotator.articles.arrival import came_in, came_in_by_id
from annotator.articles.models import Article
from annotator.articles.service import title_key
from annotator.audit.forms import ACTION_WORDS
from annotator.audit.models import Event
from annotator.audit.queries import head
from annotator.audit.views.blueprint import bp
from annotator.audit.views.filtering import AuditFilter, DownloadForm
from annotator.audit.views.lines import lines_of, titles_of
from annotator.audit.views.sampling import DrawForm
from annotator.audit.views.sight import within_sight
from annotator.audit.wanted import (
    Wanted,
    at_of,
    count_up_to,
    cursor_of_event,
    events,
    seq_behind,
)
from annotator.db import db
from annotator.permissions import Permission
from annotator.projects.queries import names
from annotator.web.guards import current_project, requires
from annotator.web.paging import PAGE_SIZE, Page, cursor_from, page_of
from annotator.web.sight import current_sight

#: Articles that words of a title may stand for.
_MOST_ARTICLES = 200


@dataclass(frozen=True, slots=True)
class _Searched:
    """A page of events; `back_to` is when the last event was that was looked at, if not all were.

    `older` is the cursor of the next page, None on the last, and `count` is how many there are,
    and whether that is all: None where it is not told.
    """

    rows: Sequence[Event] = ()
    older: int | str | None = None
    back_to: datetime | None = None
    count: tuple[int, bool] | None = None


@bp.get("/projects/<slug>/audit")
@requires(Permission.READ_AUDIT)
def index(slug: str) -> tuple[str, int]:
    """The events, newest first, fifty at a time."""
    form = offered(AuditFilter(request.args, meta={"csrf": False}))
    return page_of_events(slug, form, DrawForm(formdata=None))


def page_of_events(slug: str, form: AuditFilter, drawing: DrawForm) -> tuple[str, int]:
    """The page for this filter, with the form that draws from what it finds; and its status."""
    project, is_whole = current_project(), current_sight().is_whole
    wanted = wanted_by(form)
    searched = _Searched() if wanted is None else _searched(project.id, wanted)
    lines = lines_of(project.id, Page(searched.rows, None), actors_of(project.id))
    shown: dict[str, Any] = {"lines": lines, "titles": titles_of(lines), "words": ACTION_WORDS}
    # The number of the newest event would tell how much others did.
    shown |= {"head": head(project.id) if is_whole else None, "searched": searched}
    shown |= {"taking": DownloadForm(formdata=None), "drawing": drawing}
    shown |= _links(slug, form, searched.older)
    answer = render_template("audit/index.html", project=project, form=form, **shown)
    return answer, 422 if wanted is None or drawing.errors else 200


def offered(form: AuditFilter) -> AuditFilter:
    """The form with its lists of the project at hand."""
    project_id = current_project().id
    form.offer(actors_of(project_id) if current_sight().is_whole else names(project_id))
    return form


def wanted_by(form: AuditFilter) -> Wanted | None:
    """What the form asks for, of what whoever asks may see; None where it is not filled well."""
    if not form.validate():
        return None
    articles = _articles(current_project().id, (form.article.data or "").strip())
    if articles is not None and len(articles) > _MOST_ARTICLES:
        told = _(
            "More than %(most)s articles have these words in their title: write more of it.",
            most=_MOST_ARTICLES,
        )
        form.article.errors = [told]
        return None
    # What is on its way in shows when it is there; the chain has it from the first moment.
    shown = and_(came_in_by_id(Event.article_id), within_sight())
    return replace(form.wanted(articles), shown=shown)


def _searched(project_id: int, wanted: Wanted) -> _Searched:
    if not current_sight().is_whole:
        return _kept_apart(project_id, wanted)
    before = cursor_from(request.args.get("before"))
    found = events(project_id, wanted, before=before, limit=PAGE_SIZE + 1)
    count = None if wanted.is_everything else count_up_to(project_id, wanted)
    if found.floor is None:
        page = page_of(found.events, lambda event: event.seq)
        return _Searched(page.rows, page.next_cursor, None, count)
    return _Searched(found.events, found.floor, at_of(project_id, found.floor), count)


def _kept_apart(project_id: int, wanted: Wanted) -> _Searched:
    """A page for whom some events are kept from: no address has an event's number."""
    before = seq_behind(project_id, request.args.get("before"))
    found = events(project_id, wanted, before=before, limit=PAGE_SIZE + 1, window=None).events
    rows = found[:PAGE_SIZE]
    return _Searched(rows, cursor_of_event(rows[-1]) if len(found) > PAGE_SIZE else None)


def _links(slug: str, form: AuditFilter, older: int | str | None) -> dict[str, str | None]:
    here: dict[str, Any] = dict(form.address())
    plain, newest = url_for("audit.index", slug=slug), url_for("audit.index", slug=slug, **here)
    here["before"] = older
    return {
        "clear_url": None if plain == newest else plain,
        "newest_url": newest if "before" in request.args else None,
        "older_url": url_for("audit.index", slug=slug, **here) if older else None,
    }


def actors_of(project_id: int) -> dict[int, str]:
    """Everybody who ever did something in the project, members and site admins alike."""
    acted = exists().where(Event.project_id == project_id, Event.actor_id == User.id)
    return {row.id: row.name for row in db.session.execute(select(User.id, User.name).where(acted))}


def _articles(project_id: int, words: str) -> list[str] | None:
    """The articles that somebody means by an identifier or by words of the title.

    At most one more than a filter takes; None where nothing is meant.
    """
    if not words:
        return None
    try:
        return [str(UUID(words))]
    except ValueError:
        found = Article.title_key.contains(title_key(words), autoescape=True)
        query = select(Article.id).where(Article.project_id == project_id, found, came_in())
        return list(db.session.scalars(query.limit(_MOST_ARTICLES + 1)))
