"""The page of one story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for

from annotator.audit.models import Event
from annotator.audit.wanted import cursor_of_event, seq_behind
from annotator.history.earlier import compared_rows
from annotator.history.queries import Place, newest_of, story
from annotator.history.views.blueprint import bp
from annotator.history.views.reach import KINDS, removed_of, story_of, tells_history
from annotator.permissions import Permission
from annotator.web.guards import current_project, requires
from annotator.web.paging import PAGE_SIZE, cursor_from
from annotator.web.sight import current_sight


@bp.get("/projects/<slug>/history/<kind>/<key>", endpoint="story")
@requires(Permission.READ_PROJECT)
def show(slug: str, kind: str, key: str) -> str:
    """All that happened to one thing, the newest first or the oldest, fifty events at a time."""
    project, told = current_project(), story_of(kind, key)
    place = _place()
    found = story(project.id, told.rows, place, limit=PAGE_SIZE + 1)
    rows = found[:PAGE_SIZE]
    compared = compared_rows(project.id, [*rows, told.last])
    newest = newest_of(project.id, told.rows)
    shown = {"story": told, "events": rows, "compared": compared, "newest": newest}
    shown["removed"] = removed_of(told)
    addresses = _addresses(slug, kind, key, place, _further(found))
    return render_template("history/story.html", project=project, **shown, **addresses)


@bp.app_template_global()
def history_url(kind: str, key: object) -> str | None:
    """Where the history of a thing of the project at hand stands; None for who may not read it."""
    if not tells_history(kind):
        return None
    return url_for("history.story", slug=current_project().slug, kind=kind, key=key)


@bp.app_template_global()
def has_story(kind: str) -> bool:
    """Whether rows of this table have a page of their history."""
    return kind in KINDS


def _place() -> Place:
    newest_first = request.args.get("order") != "oldest"
    after = request.args.get("after")
    # Numbers without gaps would tell how much others did.
    if current_sight().is_whole:
        return Place(newest_first, cursor_from(after))
    return Place(newest_first, seq_behind(current_project().id, after))


def _further(found: Sequence[Event]) -> int | str | None:
    """The place of the last event shown, where there are more; None on the last page."""
    if len(found) <= PAGE_SIZE:
        return None
    last = found[PAGE_SIZE - 1]
    return last.seq if current_sight().is_whole else cursor_of_event(last)


def _addresses(
    slug: str, kind: str, key: str, place: Place, more: int | str | None
) -> dict[str, Any]:
    here: dict[str, Any] = {"slug": slug, "kind": kind, "key": key}
    turned = url_for("history.story", **here, order="oldest" if place.newest_first else None)
    if not place.newest_first:
        here["order"] = "oldest"
    first = url_for("history.story", **here)
    return {
        "newest_first": place.newest_first,
        "turned_url": turned,
        "first_url": first if place.cursor is not None else None,
        "next_url": url_for("history.story", **here, after=more) if more else None,
    }
