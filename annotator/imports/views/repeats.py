"""The page that asks what becomes of articles which were there already."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from annotator.db import db
from annotator.errors import AnnotatorError, Conflict
from annotator.imports.forms import RepeatsForm
from annotator.imports.queries import waiting_articles, waiting_imports
from annotator.imports.running import clear
from annotator.imports.settling import give_up, settle
from annotator.imports.views.blueprint import bp
from annotator.permissions import Permission
from annotator.web.errors import sentence_of
from annotator.web.guards import begin_change, current_person, current_project, requires
from annotator.web.refusals import MENDABLE, form_again

_PAGE = "imports/repeats.html"


@bp.get("/projects/<slug>/imports/known-articles")
@requires(Permission.IMPORT_ARTICLES)
def repeats(slug: str) -> ResponseReturnValue:
    """Which articles were there already, each with a choice."""
    form = RepeatsForm(None)
    return render_template(_PAGE, form=form, **_shown(form))


@bp.post("/projects/<slug>/imports/known-articles")
@requires(Permission.IMPORT_ARTICLES, prepares=True)
def answer(slug: str) -> ResponseReturnValue:
    """Do with them what was chosen, and let in what waited for it."""
    form = RepeatsForm()
    if not form.validate():
        return _again(form)
    project, actor = current_project(), current_person().actor
    try:
        count = settle(project.id, form.to_answers(), actor=actor, shown=form.shown())
    except MENDABLE as refusal:
        return _again(form, refusal)
    if waiting_imports(project.id):
        flash(_("Done. These are left."), "success")
        return redirect(url_for("imports.repeats", slug=slug))
    said = ngettext("%(num)d article is in.", "%(num)d articles are in.", count)
    flash(str(said), "success")
    return redirect(url_for("articles.index", slug=slug))


@bp.post("/projects/<slug>/imports/<uuid:import_id>/withdrawal")
@requires(Permission.IMPORT_ARTICLES, prepares=True)
def withdraw(slug: str, import_id: UUID) -> ResponseReturnValue:
    """Bring nothing in of an import that waits."""
    project_id, actor = current_project().id, current_person().actor
    begin_change()
    try:
        give_up(project_id, str(import_id), actor=actor)
        db.session.commit()
        clear(str(import_id), actor=actor)
        flash(_("Nothing of it came in."), "success")
    except Conflict as refusal:
        db.session.rollback()
        flash(sentence_of(refusal), "info")
    left = "imports.repeats" if waiting_imports(project_id) else "imports.index"
    return redirect(url_for(left, slug=slug))


def _again(form: RepeatsForm, refusal: AnnotatorError | None = None) -> Response:
    db.session.rollback()
    return form_again(_PAGE, form, refusal, **_shown(form))


def _shown(form: RepeatsForm) -> dict[str, Any]:
    project = current_project()
    listed, imports = waiting_articles(project.id), waiting_imports(project.id)
    form.offer(listed, imports)
    asked = sum(one.asked for one in imports)
    return {"project": project, "listed": listed, "imports": imports, "asked": asked}
