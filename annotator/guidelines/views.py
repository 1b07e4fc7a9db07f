"""Reading a project's guidelines, and publishing a new version of them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.db import db
from annotator.errors import NotFound
from annotator.guidelines import queries, service
from annotator.guidelines.forms import GuidelinesForm
from annotator.guidelines.models import GuidelineVersion
from annotator.guidelines.presenters import changes
from annotator.guidelines.rendering import rendered
from annotator.permissions import Permission
from annotator.projects.queries import names
from annotator.web.guards import begin_change, current_person, current_project, requires
from annotator.web.refusals import MENDABLE, form_again, show

bp = Blueprint("guidelines", __name__)

_NEW = "guidelines/new.html"


@bp.get("/projects/<slug>/guidelines")
@requires(Permission.READ_PROJECT)
def index(slug: str) -> ResponseReturnValue:
    """The version in force."""
    return render_template("guidelines/index.html", **_read(None))


@bp.get("/projects/<slug>/guidelines/<int:number>")
@requires(Permission.READ_PROJECT)
def version(slug: str, number: int) -> ResponseReturnValue:
    """One version, and what it changed."""
    return render_template("guidelines/index.html", **_read(number))


@bp.get("/projects/<slug>/guidelines/new")
@requires(Permission.WRITE_GUIDELINES)
def new(slug: str) -> ResponseReturnValue:
    """The form, filled with the version in force."""
    now = queries.current_guidelines(current_project().id)
    form = GuidelinesForm(formdata=None, text=now.text if now else "")
    return render_template(_NEW, form=form, project=current_project(), current=now)


@bp.post("/projects/<slug>/guidelines/new")
@requires(Permission.WRITE_GUIDELINES, prepares=True)
def publish(slug: str) -> ResponseReturnValue:
    """Show what the text would look like, or publish it."""
    form, project, who = GuidelinesForm(), current_project(), current_person()
    if not form.validate():
        return form_again(_NEW, form, **_preview(form))
    if form.preview.data:
        return render_template(_NEW, form=form, **_preview(form))
    try:
        # Nobody's save waits while the text is written out.
        text = service.checked_text(form.text.data or "")
        begin_change()
        made = service.publish(project, text, actor=who.actor)
    except MENDABLE as refusal:
        return form_again(_NEW, form, refusal, **_preview(form))
    db.session.commit()
    flash(_("Version %(number)s is in force now.", number=made.number), "success")
    return redirect(address_of("guidelines.index", slug=slug))


def _read(number: int | None) -> dict[str, Any]:
    project = current_project()
    versions = queries.versions_of(project.id)
    shown = next((one for one in versions if number in {None, one.number}), None)
    if shown is None and number is not None:
        raise NotFound("There is no such page.")
    return {
        "project": project,
        "versions": versions,
        "shown": shown,
        "sections": rendered(shown.text) if shown else (),
        "pieces": _changes(shown, versions),
        "names": names(project.id),
    }


def _changes(shown: GuidelineVersion | None, versions: Any) -> Any:
    before = next((one for one in versions if shown and one.number == shown.number - 1), None)
    return changes(before.text, shown.text) if shown and before else None


def _preview(form: GuidelinesForm) -> dict[str, Any]:
    """The text as reviewers would see it, where it is one that could be published."""
    now = queries.current_guidelines(current_project().id)
    context: dict[str, Any] = {"project": current_project(), "current": now}
    try:
        text = service.checked_text(form.text.data or "")
    except MENDABLE as refusal:
        if form.preview.data:
            show(form, refusal)
        return context
    pieces = changes(now.text, text) if now else None
    return {**context, "sections": rendered(text), "pieces": pieces}
