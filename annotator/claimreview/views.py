"""Publishing: who does it, what stands in the way of each check, and the feeds."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.claimreview import feeds
from annotator.claimreview.forms import PublisherForm
from annotator.claimreview.models import Publisher
from annotator.claimreview.queries import publisher_of
from annotator.claimreview.service import set_publisher
from annotator.db import db
from annotator.errors import NotFound
from annotator.export.told import ToldPage, told_lately
from annotator.permissions import Permission
from annotator.projects.models import Project
from annotator.projects.queries import current_scheme, project_by_slug, scheme_of
from annotator.web.guards import check_here, current_person, current_project, requires
from annotator.web.refusals import MENDABLE, form_again

bp = Blueprint("claimreview", __name__)

_PAGE = "claimreview/index.html"


@bp.get("/projects/<slug>/publishing")
@requires(Permission.MANAGE_MEMBERS)
def index(slug: str) -> ResponseReturnValue:
    """Who publishes the checks, and how each of those that readers know of stands."""
    form = PublisherForm.filled(publisher_of(current_project().id))
    return render_template(_PAGE, form=form, **_shown())


@bp.post("/projects/<slug>/publishing")
@requires(Permission.MANAGE_MEMBERS)
def say(slug: str) -> ResponseReturnValue:
    """Say who publishes the checks."""
    form, project, who = PublisherForm(), current_project(), current_person()
    if not form.validate():
        return form_again(_PAGE, form, **_shown())
    try:
        set_publisher(project, form.to_draft(), actor=who.actor)
    except MENDABLE as refusal:
        db.session.rollback()
        return form_again(_PAGE, form, refusal, **_shown())
    db.session.commit()
    flash(_("Every review says so from now on."), "success")
    return redirect(url_for("claimreview.index", slug=slug))


@bp.get("/projects/<slug>/claimreview.atom")
@requires(Permission.PUBLIC)
def atom(slug: str) -> Response:
    """The newest checks for readers of news."""
    return Response(feeds.atom(_feed(slug, "claimreview.atom")), mimetype="application/atom+xml")


@bp.get("/projects/<slug>/claimreview.json")
@requires(Permission.PUBLIC)
def json(slug: str) -> Response:
    """The newest checks for programs."""
    body = feeds.json_feed(_feed(slug, "claimreview.json"))
    return Response(body, mimetype="application/feed+json")


def _feed(slug: str, endpoint: str) -> feeds.Feed:
    project = project_by_slug(slug)
    publisher = publisher_of(project.id) if project else None
    if publisher is None or not publisher.is_open:
        check_here(Permission.READ_OTHERS)
    if project is None or publisher is None:
        raise NotFound("There is no such page.")
    page = _told(project, publisher, request.args.get("before"))
    older = {"slug": slug, "before": page.older}
    return feeds.Feed(
        publisher.name,
        url_for(endpoint, slug=slug, _external=True),
        url_for(endpoint, **older, _external=True) if page.older else None,
        publisher.publication(),
        [(check, one.at) for one in page.checks if (check := one.reviewed.published)],
    )


def _told(project: Project, publisher: Publisher | None, before: str | None) -> ToldPage:
    return told_lately(
        project,
        publisher.publication() if publisher else None,
        long=scheme_of(current_scheme(project.id)).definition.thresholds.short_form,
        # Whoever reads it, a feed has what was handed in.
        submitted_only=True,
        before=before,
    )


def _shown() -> dict[str, Any]:
    project = current_project()
    publisher = publisher_of(project.id)
    page = _told(project, publisher, request.args.get("before"))
    older = url_for("claimreview.index", slug=project.slug, before=page.older)
    newest = url_for("claimreview.index", slug=project.slug)
    return {
        "project": project,
        "publisher": publisher,
        "checks": page.checks,
        "older_url": older if page.older else None,
        "newest_url": newest if "before" in request.args else None,
    }
