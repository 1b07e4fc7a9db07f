"""The pages of pace: for leads, and for each person of their own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.db import db
from annotator.errors import NotFound
from annotator.pace.forms import TalkForm
from annotator.pace.presenters import by_person, shown
from annotator.pace.queries import Found, Wanted, signals
from annotator.pace.service import note_talk, signal_of_others
from annotator.permissions import Permission
from annotator.projects.queries import names
from annotator.projects.workflow import workflow_of
from annotator.web.guards import current_person, current_project, requires
from annotator.web.paging import cursor_from
from annotator.web.refusals import MENDABLE, form_again
from annotator.web.sight import current_sight

bp = Blueprint("pace", __name__)
_PACE = "/projects/<slug>/pace"
_SIGNAL = "pace/signal.html"


@bp.get(_PACE)
@requires(Permission.SPOT_CHECK)
def index(slug: str) -> str:
    """Others' signals that wait for a talk, or with `talked` those that had one."""
    own = current_person().id
    found = _found(but_not=own) if current_sight().is_whole else Found((), 0, None)
    return render_template("pace/index.html", **_listed(found))


@bp.get("/projects/<slug>/own-pace")
@requires(Permission.ANNOTATE)
def mine(slug: str) -> str:
    """One's own signals, in the words that leads read."""
    return render_template("pace/mine.html", **_listed(_found(person_id=current_person().id)))


@bp.get(f"{_PACE}/<uuid:key>")
@requires(Permission.SPOT_CHECK)
def signal(slug: str, key: UUID) -> str:
    """One signal, with the form that notes a talk."""
    return render_template(_SIGNAL, form=TalkForm(), **_about(key))


@bp.post(f"{_PACE}/<uuid:key>")
@requires(Permission.SPOT_CHECK)
def talk(slug: str, key: UUID) -> ResponseReturnValue:
    """Note what came of a talk."""
    form, about = TalkForm(), _about(key)
    if not form.validate():
        return form_again(_SIGNAL, form, **about)
    try:
        note_talk(current_project().id, str(key), form.note.data or "", person=current_person())
    except MENDABLE as refusal:
        return form_again(_SIGNAL, form, refusal, **about)
    db.session.commit()
    flash(_("The talk is noted."), "success")
    return redirect(url_for("pace.index", slug=slug))


def _found(**whose: Any) -> Found:
    rules = None if request.args.get("talked") else workflow_of(current_project().id)
    before = cursor_from(request.args.get("before"))
    return signals(current_project().id, Wanted(rules, before=before, **whose))


def _listed(found: Found) -> dict[str, Any]:
    project, known = current_project(), names(current_project().id)
    here = f"{request.endpoint}"
    page: dict[str, Any] = {"slug": project.slug}
    if request.args.get("talked"):
        page["talked"] = 1
    older = url_for(here, **page, before=found.next_cursor) if found.next_cursor else None
    return {
        "project": project,
        "names": known,
        "people": by_person(shown(project.id, found.signals), known),
        "left_out": found.left_out,
        "rules": workflow_of(project.id),
        "is_talked": "talked" in page,
        "next_url": older,
        "first_url": url_for(here, **page) if request.args.get("before") else None,
    }


def _about(key: UUID) -> dict[str, Any]:
    """The signal in the address; raises `NotFound` also where work is kept back from a lead."""
    project, who = current_project(), current_person()
    if not current_sight().is_whole:
        raise NotFound("There is no such page.")
    found = shown(project.id, [signal_of_others(project.id, str(key), person=who)])
    if not found:
        raise NotFound("There is no such page.")
    rules = workflow_of(project.id)
    return {"project": project, "one": found[0], "names": names(project.id), "rules": rules}
