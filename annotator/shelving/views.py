"""Archiving a project, and bringing it back."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.db import db
from annotator.permissions import Permission
from annotator.shelving.forms import ArchiveForm
from annotator.shelving.service import archive, bring_back
from annotator.web.guards import current_person, current_project, requires
from annotator.web.refusals import MENDABLE, form_again

bp = Blueprint("shelving", __name__)

_ARCHIVE = "shelving/archive.html"


@bp.get("/projects/<slug>/archive")
@requires(Permission.ARCHIVE_PROJECT)
def archival(slug: str) -> str:
    """What it means to archive the project; or since when it is archived, and the way back."""
    return render_template(_ARCHIVE, form=ArchiveForm(formdata=None), project=current_project())


@bp.post("/projects/<slug>/archive")
@requires(Permission.ARCHIVE_PROJECT)
def put_away(slug: str) -> ResponseReturnValue:
    """Archive it."""
    form, project = ArchiveForm(), current_project()
    try:
        form.checked()
        archive(project.id, form.reason.data or "", actor=current_person().actor)
    except MENDABLE as refusal:
        return form_again(_ARCHIVE, form, refusal, project=project)
    db.session.commit()
    flash(_("The project is archived: everybody reads it, and nobody can change anything in it."))
    return redirect(url_for("projects.front", slug=slug))


@bp.post("/projects/<slug>/archive/return")
@requires(Permission.ARCHIVE_PROJECT, goes_on=True)
def take_out(slug: str) -> ResponseReturnValue:
    """Bring it back."""
    bring_back(current_project().id, actor=current_person().actor)
    db.session.commit()
    flash(_("The project is back, and everybody goes on where they were."), "success")
    return redirect(url_for("projects.front", slug=slug))
