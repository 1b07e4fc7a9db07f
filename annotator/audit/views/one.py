"""One event with all that it says."""

from __future__ import annotations

from flask import render_template
from sqlalchemy import select

from annotator.articles.arrival import arrived_by_id
from annotator.audit.forms import ACTION_WORDS
from annotator.audit.models import Event
from annotator.audit.views.blueprint import bp
from annotator.audit.views.lines import lines_of, titles_of
from annotator.db import db
from annotator.errors import NotFound
from annotator.permissions import Permission
from annotator.web.guards import current_project, requires
from annotator.web.paging import Page
from annotator.web.sight import current_sight


@bp.get("/projects/<slug>/audit/<int:seq>")
@requires(Permission.READ_AUDIT)
def event(slug: str, seq: int) -> str:
    """The whole event: who, when, by which way, and the row before and after."""
    project = current_project()
    found = _event(project.id, seq)
    [line] = lines_of(project.id, Page([found], None), {})
    about = {"line": line, "event": found, "title": titles_of([line]).get(line.article_id or "")}
    return render_template("audit/event.html", project=project, words=ACTION_WORDS, **about)


def _event(project_id: int, seq: int) -> Event:
    """Raises `NotFound` also where some events are kept back: by its number alone, a missing one
    would tell that somebody did something.
    """
    if not current_sight().is_whole:
        raise NotFound("There is no such page.")
    query = select(Event).where(Event.project_id == project_id, Event.seq == seq)
    found = db.session.scalar(query.where(arrived_by_id(Event.article_id)))
    if found is None:
        raise NotFound("There is no such page.")
    return found
