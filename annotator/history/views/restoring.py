"""Looking at what making a thing as it was would change, and doing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.annotations.models import Annotation, Layer
from annotator.audit.models import Event
from annotator.audit.presenters import Line
from annotator.db import db
from annotator.errors import NotFound, Stale
from annotator.history.forms import RestorationForm
from annotator.history.queries import event_of
from annotator.history.restoring import restore
from annotator.history.views.blueprint import bp
from annotator.history.views.reach import Story, story_of
from annotator.history.wishes import Wish, wish_of
from annotator.permissions import Permission
from annotator.web.fetching import have_looked_at
from annotator.web.guards import current_person, current_project, grants, is_put_away, requires
from annotator.web.refusals import MENDABLE, form_again
from annotator.workspace.queries import desk

_PAGE = "history/restoration.html"
_ADDRESS = "/projects/<slug>/history/<kind>/<key>/<sha256>/restoration"
#: Whoever may change such a thing may make it as it was: of marks, each their own.
_PERMISSIONS: Mapping[str, Permission] = {
    **dict.fromkeys(("annotation", "source", "verdict", "link"), Permission.ANNOTATE),
    "article": Permission.HAND_OUT,
    "workflow": Permission.CHANGE_SETTINGS,
    "speaker": Permission.WRITE_SPEAKERS,
    "guideline_version": Permission.WRITE_GUIDELINES,
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address names: the thing, the event to which it goes back, and what that means."""

    story: Story
    event: Event
    wish: Wish

    def shown(self) -> dict[str, Any]:
        """What the page needs beside the form."""
        return {
            "project": current_project(),
            "story": self.story,
            "event": self.event,
            "wish": self.wish,
        }


@bp.get(_ADDRESS, endpoint="restoration")
@requires(Permission.READ_PROJECT)
def show(slug: str, kind: str, key: str, sha256: str) -> ResponseReturnValue:
    """What would change."""
    asked = _asked(kind, key, sha256)
    form = RestorationForm(formdata=None, seen=asked.wish.last.hash)
    return render_template(_PAGE, form=form, **asked.shown())


@bp.post(_ADDRESS, endpoint="restore")
@requires(Permission.READ_PROJECT)
def make(slug: str, kind: str, key: str, sha256: str) -> ResponseReturnValue:
    """Make it so, as a new event."""
    form, asked = RestorationForm(), _asked(kind, key, sha256)
    seen, person = form.seen.data or "", current_person()
    try:
        form.checked()
        mark, project = asked.story.mark, current_project()
        here = desk(project, mark.article_id, person.id) if mark else None
        have_looked_at(restore(asked.wish, project, here, seen=seen, person=person))
    except (*MENDABLE, Stale) as refusal:
        form.seen.data = asked.wish.last.hash
        return form_again(_PAGE, form, refusal, **asked.shown())
    db.session.commit()
    flash(_("It is as it was then. What it was in between stays in its history."), "success")
    return redirect(url_for("history.story", slug=slug, kind=kind, key=key))


@bp.app_template_global()
def restoration_url(line: Line, story: Story) -> str | None:
    """Where somebody makes the thing of a line as the event left it; None for who may not, and in
    a project that can only be read.
    """
    if is_put_away() or not _may(line.target, story.mark) or line.after is None:
        return None
    slug, key = current_project().slug, line.key
    return url_for("history.restoration", slug=slug, kind=line.target, key=key, sha256=line.hash)


def _asked(kind: str, key: str, sha256: str) -> _Asked:
    """Raises `NotFound` for what is not there, or is not theirs to change."""
    story = story_of(kind, key)
    event = event_of(current_project().id, story.rows, sha256)
    own = event is not None and event.target == kind
    wish = wish_of(event) if event and own and _may(kind, story.mark) else None
    if event is None or wish is None:
        raise NotFound("There is no such page.")
    return _Asked(story, event, wish)


def _may(kind: str, mark: Annotation | None) -> bool:
    permission = _PERMISSIONS.get(kind)
    if permission is None or not grants(permission):
        return False
    if permission is not Permission.ANNOTATE:
        return True
    # What somebody adjudicated is changed where it was decided.
    own = mark is not None and mark.author_id == current_person().id
    return own and mark is not None and mark.layer is Layer.REVIEWER
