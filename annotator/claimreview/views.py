"""Publishing: who does it, what stands in the way of each check, and the feeds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.assignments.reach import EVERYWHERE, Reach
from annotator.audit.queries import last_recorded
from annotator.claimreview import feeds
from annotator.claimreview.facts import Check
from annotator.claimreview.forms import PublisherForm
from annotator.claimreview.queries import publisher_of
from annotator.claimreview.service import set_publisher
from annotator.clock import now
from annotator.db import db
from annotator.errors import AnnotatorError, NotFound, Stale, VersionMissing, Words
from annotator.export.reading.known import told_articles
from annotator.export.reviews.told import ToldPage, told_lately
from annotator.permissions import Permission
from annotator.projects.models import Project
from annotator.projects.queries import project_by_slug
from annotator.projects.workflow import workflow_of
from annotator.web.confirming import confirmed
from annotator.web.guards import check_here, current_person, current_project, requires
from annotator.web.looking_back import KNOWN_ON, KnownOnForm, LookedBack, looking_back
from annotator.web.refusals import MENDABLE, form_again
from annotator.web.sight import current_sight

bp = Blueprint("claimreview", __name__)

_PAGE = "claimreview/index.html"
#: A feed that is open is asked for anew after this; one that is not is kept by nobody.
_OPEN, _CLOSED = "public, max-age=300", "no-store"
#: Headers count seconds: what changed a moment ago may change again within the same one.
_SETTLED = timedelta(seconds=2)


@bp.get("/projects/<slug>/publishing")
@requires(Permission.MANAGE_MEMBERS)
def index(slug: str) -> ResponseReturnValue:
    """Who publishes the checks, and how each of those that readers know of stands."""
    form = PublisherForm.filled(publisher_of(current_project().id))
    return render_template(_PAGE, form=form, **_shown(looking_back()))


@bp.post("/projects/<slug>/publishing")
@requires(Permission.MANAGE_MEMBERS, prepares=True)
@confirmed()
def say(slug: str) -> ResponseReturnValue:
    """Say who publishes the checks."""
    form, project, who = PublisherForm(), current_project(), current_person()
    if not form.validate():
        return form_again(_PAGE, form, **_shown())
    try:
        set_publisher(project, form.to_draft(), actor=who.actor, seen=form.what_was_seen())
    except (*MENDABLE, Stale, VersionMissing) as refusal:
        return _again(form, refusal)
    db.session.commit()
    flash(_("Every review says so from now on."), "success")
    return redirect(url_for("claimreview.index", slug=slug))


def _again(form: PublisherForm, refusal: AnnotatorError) -> Response:
    """The form as it was filled in; where somebody was quicker, beside what they said."""
    db.session.rollback()
    shown, is_stale = _shown(), isinstance(refusal, Stale)
    if is_stale:
        form.see(shown["publisher"])
    return form_again(_PAGE, form, refusal, meanwhile=is_stale, **shown)


@bp.get("/projects/<slug>/claimreview.atom")
@requires(Permission.PUBLIC)
def atom(slug: str) -> Response:
    """The newest checks for readers of news."""
    return _answer(slug, "claimreview.atom", feeds.atom, "application/atom+xml")


@bp.get("/projects/<slug>/claimreview.json")
@requires(Permission.PUBLIC)
def json(slug: str) -> Response:
    """The newest checks for programs."""
    return _answer(slug, "claimreview.json", feeds.json_feed, "application/feed+json")


def _answer(
    slug: str, endpoint: str, written: Callable[[feeds.Feed], bytes], mimetype: str
) -> Response:
    """The feed, or that it is still what the asker has."""
    project = project_by_slug(slug)
    if project is not None and project.trashed_at is not None:
        project = None
    is_open = _may_read(project)
    if project is None:
        raise NotFound("There is no such page.")
    looked = looking_back() if request.args.get(KNOWN_ON) else None
    feed = _feed(project, endpoint, looked, EVERYWHERE if is_open else current_sight().reach)
    response = Response(written(feed), mimetype=mimetype)
    response.headers["Cache-Control"] = _OPEN if is_open else _CLOSED
    # One word in it is in the reader's language.
    response.vary.update(("Accept-Language", "Cookie"))
    response.add_etag()
    changed = last_recorded(project.id) if is_open or current_sight().is_whole else None
    if changed and now() - changed > _SETTLED:
        response.last_modified = changed
    response.make_conditional(request)
    return response


def _may_read(project: Project | None) -> bool:
    """Whether everybody may; raises what `requires` does for whoever may not.

    What had been told on an earlier day is for those who may look into the work; and a feed of a
    blind project too, since whoever reviews would read in it what others found.
    """
    publisher = publisher_of(project.id) if project else None
    if publisher is not None and publisher.is_open and not request.args.get(KNOWN_ON):
        return not workflow_of(publisher.project_id).blind or _check_reader()
    return _check_reader()


def _check_reader() -> bool:
    check_here(Permission.READ_OTHERS)
    return False


def _feed(project: Project, endpoint: str, looked: LookedBack | None, reach: Reach) -> feeds.Feed:
    page = _told(project, looked, reach)
    if page.publication is None:
        raise NotFound("There is no such page.")
    here: dict[str, Any] = {"slug": project.slug, **_day(looked), "_external": True}
    return feeds.Feed(
        _("Withdrawn"),
        _("under review"),
        url_for(endpoint, **here),
        url_for(endpoint, **here, before=page.older) if page.older else None,
        page.publication,
        [(_in_words(check), one.at) for one in page.checks if (check := one.reviewed.published)],
    )


def _in_words(check: Check) -> Check:
    """The check with a reason of ours, where it has one, in the reader's language."""
    said = check.correction
    return replace(check, correction=_(said)) if isinstance(said, Words) else check


def _told(project: Project, looked: LookedBack | None, reach: Reach) -> ToldPage:
    before = request.args.get("before")
    if looked is None:
        return told_lately(project, before=before, reach=reach)
    articles = told_articles(project.id, looked.moment)
    with looked.reading(articles, trail=articles, as_told=True):
        return told_lately(project, before=before, reach=reach)


def _day(looked: LookedBack | None) -> dict[str, str]:
    return {KNOWN_ON: looked.said} if looked else {}


def _shown(looked: LookedBack | None = None) -> dict[str, Any]:
    project = current_project()
    page = _told(project, looked, current_sight().reach)
    here: dict[str, Any] = {"slug": project.slug, **_day(looked)}
    found = {
        "project": project,
        "publisher": publisher_of(project.id),
        "looked": looked,
        "publication": page.publication,
        "checks": page.checks,
        "older_url": url_for("claimreview.index", **here, before=page.older)
        if page.older
        else None,
        "newest_url": url_for("claimreview.index", **here) if "before" in request.args else None,
        "now_url": url_for("claimreview.index", slug=project.slug),
        "earlier_days": url_for("claimreview.index", slug=project.slug, known_on=now().date()),
    }
    if looked is not None:
        found["day_form"] = KnownOnForm(formdata=None, data={KNOWN_ON: looked.day.isoformat()})
    return found
