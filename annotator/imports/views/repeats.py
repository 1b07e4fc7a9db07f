"""The page that asks what becomes of articles which were there already."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.clock import now
from annotator.db import db
from annotator.errors import AnnotatorError, Conflict
from annotator.imports import jobs
from annotator.imports.answers import record
from annotator.imports.forms import RepeatsForm
from annotator.imports.queries import waiting_articles, waiting_imports
from annotator.imports.service import WAITS
from annotator.imports.views.blueprint import bp
from annotator.jobs.queries import jobs_of_kinds
from annotator.permissions import Permission
from annotator.web.errors import sentence_of
from annotator.web.guards import begin_change, current_person, current_project, requires
from annotator.web.jobs import rows_of
from annotator.web.refusals import MENDABLE, form_again

_PAGE = "imports/repeats.html"
#: What came of answers is shown for so long, and of so many.
_SHOWN, _MOST = timedelta(days=1), 5


@bp.get("/projects/<slug>/imports/known-articles")
@requires(Permission.IMPORT_ARTICLES)
def repeats(slug: str) -> ResponseReturnValue:
    """Which articles were there already, each with a choice, and what came of those answered."""
    form = RepeatsForm(None)
    return render_template(_PAGE, form=form, **_shown(form))


@bp.post("/projects/<slug>/imports/known-articles")
@requires(Permission.IMPORT_ARTICLES, prepares=True)
def answer(slug: str) -> ResponseReturnValue:
    """Keep what was chosen; a job does it, and lets in what waited for it."""
    form = RepeatsForm()
    if not form.validate():
        return _again(form)
    answers, shown, listed = form.to_answers(), form.shown(), form.listed()
    project_id, actor = current_project().id, current_person().actor
    begin_change()
    try:
        record(project_id, answers, shown=shown, listed=listed, actor=actor)
        db.session.commit()
    except MENDABLE as refusal:
        return _again(form, refusal)
    flash(_("Your answers are kept, and are carried out in the background."), "success")
    return redirect(url_for("imports.repeats", slug=slug))


@bp.post("/projects/<slug>/imports/<uuid:import_id>/withdrawal")
@requires(Permission.IMPORT_ARTICLES, prepares=True)
def withdraw(slug: str, import_id: UUID) -> ResponseReturnValue:
    """Bring nothing in of an import that waits; a job clears what it had brought."""
    project_id, actor = current_project().id, current_person().actor
    begin_change()
    try:
        jobs.withdraw(project_id, str(import_id), actor=actor)
        db.session.commit()
        flash(_("Nothing of it comes in."), "success")
    except Conflict as refusal:
        db.session.rollback()
        flash(sentence_of(refusal), "info")
    return redirect(url_for("imports.repeats", slug=slug))


def _again(form: RepeatsForm, refusal: AnnotatorError | None = None) -> Response:
    db.session.rollback()
    return form_again(_PAGE, form, refusal, **_shown(form))


def _shown(form: RepeatsForm) -> dict[str, Any]:
    project = current_project()
    listed, imports = waiting_articles(project.id), waiting_imports(project.id)
    form.offer(listed, imports)
    work = jobs_of_kinds(project.id, jobs.KINDS, now() - _SHOWN, _MOST)
    return {
        "project": project,
        "listed": listed,
        "imports": imports,
        "waits": WAITS,
        "asked": sum(one.asked for one in imports),
        "jobs": rows_of(project.slug, work),
    }
