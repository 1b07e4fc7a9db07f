"""The page of one story."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for

from annotator.audit.models import Event
from annotator.history.earlier import compared_rows
from annotator.history.queries import Place, newest_of, story
from annotator.history.views.blueprint import bp
from annotator.history.views.reach import KINDS, removed_of, story_of, tells_history
from annotator.permissions import Permission
from annotator.web.guards import current_project, requires
from annotator.web.paging import PAGE_SIZE, Page, cursor_from
from annotator.web.sight import current_sight


@bp.get("/projects/<slug>/history/<kind>/<key>", endpoint="story")
@requires(Permission.READ_PROJECT)
def show(slug: str, kind: str, key: str) -> str:
    """All that happened to one thing, the newest first or the oldest, fifty events at a time."""
    project, told = current_project(), story_of(kind, key)
    place = _place()
    found = story(project.id, told.rows, place, limit=PAGE_SIZE + 1)
    page = _page(found, place)
    compared = compared_rows(project.id, [*page.rows, told.last])
    newest = newest_of(project.id, told.rows)
    shown = {"story": told, "events": page.rows, "compared": compared, "newest": newest}
    shown["removed"] = removed_of(told)
    addresses = _addresses(slug, kind, key, place, page)
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
    # Numbers without gaps would tell how much others did.
    numbered = current_sight().is_whole
    return Place(newest_first, cursor_from(request.args.get("after")), numbered)


def _page(found: Sequence[Event], place: Place) -> Page[Event]:
    if len(found) <= PAGE_SIZE:
        return Page(found, None)
    seen = found[PAGE_SIZE - 1].seq if place.numbered else (place.cursor or 0) + PAGE_SIZE
    return Page(found[:PAGE_SIZE], seen)


def _addresses(slug: str, kind: str, key: str, place: Place, page: Page[Event]) -> dict[str, Any]:
    here: dict[str, Any] = {"slug": slug, "kind": kind, "key": key}
    turned = url_for("history.story", **here, order="oldest" if place.newest_first else None)
    if not place.newest_first:
        here["order"] = "oldest"
    more, first = page.next_cursor, url_for("history.story", **here)
    return {
        "newest_first": place.newest_first,
        "turned_url": turned,
        "first_url": first if place.cursor is not None else None,
        "next_url": url_for("history.story", **here, after=more) if more else None,
    }
