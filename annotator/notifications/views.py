"""The page of what a person is told, and the count that every page shows."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from annotator.adjudication.queries import has_outcome
from annotator.comments.lines import Place, lines_of, place_of
from annotator.comments.told import tellable
from annotator.db import db
from annotator.errors import NotFound
from annotator.notifications.forms import OF_COMMENTS, TOLD, SeenForm
from annotator.notifications.models import Kind, Notification
from annotator.notifications.queries import PAGE, newest, notification
from annotator.notifications.service import mark_read
from annotator.permissions import Permission
from annotator.web.forms import AppForm
from annotator.web.guards import current_person, requires
from annotator.web.notified import unread_count
from annotator.web.paging import cursor_from, page_of

bp = Blueprint("notifications", __name__)


@bp.get("/notifications")
@requires(Permission.SIGNED_IN)
def index() -> str:
    """The newest first, those that were not seen told apart."""
    who, before = current_person(), cursor_from(request.args.get("before"))
    page = page_of(newest(who.id, before), lambda row: row.id, PAGE)
    lines = lines_of(tellable(page.rows, who))
    older = page.next_cursor and url_for("notifications.index", before=page.next_cursor)
    shown = {"lines": lines, "told": TOLD, "older": older, "is_first": before is None}
    return render_template("notifications/index.html", **shown)


@bp.get("/notifications/count")
@requires(Permission.SIGNED_IN)
def count() -> Response:
    """How many are unread; a page that stands open asks now and then."""
    return jsonify(unread=unread_count())


@bp.post("/notifications/reading")
@requires(Permission.SIGNED_IN)
def read_all() -> Redirect:
    """All are seen, up to the newest that the page showed."""
    form = SeenForm()
    form.checked()
    mark_read(current_person().id, Notification.id <= form.newest.data)
    db.session.commit()
    return redirect(url_for("notifications.index"))


@bp.post("/notifications/<int:number>/reading")
@requires(Permission.SIGNED_IN)
def read(number: int) -> Redirect:
    """One is seen, and leads to what it is about."""
    AppForm().checked()
    found = _own(number)
    mark_read(found.person_id, Notification.id == number)
    place = place_of(found)
    address = _address(found, place)
    db.session.commit()
    if place.is_gone:
        flash(_("The mark that this was about is deleted. Whoever made it can restore it."))
    return redirect(address)


def _own(number: int) -> Notification:
    who = current_person()
    found = notification(who.id, number)
    if found is None or not tellable([found], who):
        raise NotFound("What this notification was about is not open to you, or not any more.")
    return found


def _address(found: Notification, place: Place) -> str:
    endpoint = TOLD[found.kind].endpoint
    if endpoint is not None:
        return url_for(endpoint, slug=place.slug)
    if (
        found.kind is Kind.ADJUDICATED
        and place.article_id
        and has_outcome(place.article_id, found.person_id)
    ):
        # Taken up again since, it has no outcome yet, and the article is what there is.
        return url_for("adjudication.outcome", slug=place.slug, article_id=place.article_id)
    where: dict[str, Any] = {
        "slug": place.slug,
        "article_id": place.article_id,
        "reviewer": place.reviewer_id,
    }
    return url_for("workspace.article", **where, _anchor=_anchor(found, place))


def _anchor(found: Notification, place: Place) -> str | None:
    """The mark that the workspace opens; where it is about a comment, that comment with it."""
    if place.annotation_id is None:
        return None
    mark = f"mark={place.annotation_id}"
    if found.kind not in OF_COMMENTS:
        return mark
    # Nobody noted which one before notifications did: the last one is the next best.
    return f"{mark}&comment={found.comment_id or 'last'}"
