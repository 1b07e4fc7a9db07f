"""The audit trail as a lead reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from sqlalchemy import Select, and_, exists, select

from annotator.accounts.models import User
from annotator.articles.arrival import arrived, arrived_by_id
from annotator.articles.models import Article
from annotator.articles.service import title_key
from annotator.audit.forms import ACTION_WORDS, AuditFilter
from annotator.audit.models import Event
from annotator.audit.queries import count_of, events, first_events, head
from annotator.audit.views.blueprint import bp
from annotator.audit.views.lines import lines_of, titles_of
from annotator.audit.views.sight import within_sight
from annotator.db import db
from annotator.permissions import Permission
from annotator.projects.queries import names
from annotator.web.guards import current_project, requires
from annotator.web.paging import PAGE_SIZE, Page, cursor_from, page_of
from annotator.web.sight import current_sight


@bp.get("/projects/<slug>/audit")
@requires(Permission.READ_AUDIT)
def index(slug: str) -> tuple[str, int]:
    """The events, newest first, fifty at a time."""
    project, is_whole = current_project(), current_sight().is_whole
    actors = _actors(project.id)
    form = AuditFilter(request.args, meta={"csrf": False})
    form.offer(actors if is_whole else names(project.id))
    valid = form.validate()
    page: Page[Event] = _page(project.id, form) if valid else Page([], None)
    lines = lines_of(project.id, page, actors)
    shown: dict[str, Any] = {"lines": lines, "titles": titles_of(lines), "words": ACTION_WORDS}
    # The number of the newest event would tell how much others did.
    shown |= {"head": head(project.id) if is_whole else None, **_links(slug, form, page)}
    answer = render_template("audit/index.html", project=project, form=form, **shown)
    return answer, 200 if valid else 422


def _page(project_id: int, form: AuditFilter) -> Page[Event]:
    wanted = form.wanted(_articles(project_id, (form.article.data or "").strip()))
    # What is on its way in shows when it is there; the chain has it from the first moment.
    wanted = replace(wanted, shown=and_(arrived_by_id(Event.article_id), within_sight()))
    before = cursor_from(request.args.get("before"))
    if not current_sight().is_whole:
        there = count_of(project_id, wanted)
        most = there if before is None else min(before, there)
        found, left = first_events(project_id, wanted, most=most, limit=PAGE_SIZE)
        return Page(found, left or None)
    rows = events(project_id, wanted, before=before, limit=PAGE_SIZE + 1)
    return page_of(rows, lambda event: event.seq)


def _links(slug: str, form: AuditFilter, page: Page[Event]) -> dict[str, str | None]:
    here: dict[str, Any] = dict(form.address())
    plain, newest = url_for("audit.index", slug=slug), url_for("audit.index", slug=slug, **here)
    here["before"] = page.next_cursor
    return {
        "clear_url": None if plain == newest else plain,
        "newest_url": newest if "before" in request.args else None,
        "older_url": url_for("audit.index", slug=slug, **here) if page.next_cursor else None,
    }


def _actors(project_id: int) -> dict[int, str]:
    """Everybody who ever did something in the project, members and site admins alike."""
    acted = exists().where(Event.project_id == project_id, Event.actor_id == User.id)
    return {row.id: row.name for row in db.session.execute(select(User.id, User.name).where(acted))}


def _articles(project_id: int, words: str) -> Sequence[str] | Select[str] | None:
    """The articles that somebody means by an identifier or by words of the title."""
    if not words:
        return None
    try:
        return [str(UUID(words))]
    except ValueError:
        found = Article.title_key.contains(title_key(words), autoescape=True)
        return select(Article.id).where(Article.project_id == project_id, found, arrived())
