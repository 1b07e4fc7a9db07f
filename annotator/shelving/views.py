"""Archiving a project, moving one to the trash, and the way back from both."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.db import db
from annotator.errors import Conflict
from annotator.permissions import Permission
from annotator.shelving.forms import ArchiveForm, RemovalForm
from annotator.shelving.queries import in_trash
from annotator.shelving.service import archive, bring_back, move_to_trash, take_back
from annotator.web.confirming import confirmed
from annotator.web.guards import current_person, current_project, requires
from annotator.web.refusals import MENDABLE, form_again
from annotator.web.sight import current_sight

bp = Blueprint("shelving", __name__)

_ARCHIVE = "shelving/archive.html"
_REMOVAL = "shelving/removal.html"


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


@bp.get("/trash")
@requires(Permission.SIGNED_IN)
def trash() -> str:
    """The projects in the trash that the person may take back."""
    who = current_person()
    rows = in_trash(who.id, everything=who.is_admin)
    return render_template("shelving/trash.html", rows=rows)


@bp.get("/projects/<slug>/removal")
@requires(Permission.TRASH_PROJECT)
def removal(slug: str) -> str:
    """What it means to move the project to the trash."""
    return render_template(_REMOVAL, form=RemovalForm(formdata=None), project=current_project())


@bp.post("/projects/<slug>/removal")
@requires(Permission.TRASH_PROJECT, prepares=True, goes_on=True)
@confirmed()
def remove(slug: str) -> ResponseReturnValue:
    """Move it there."""
    form, project, actor = RemovalForm(), current_project(), current_person().actor
    try:
        form.checked()
        _refuse_unseen()
        move_to_trash(project.id, form.name.data or "", form.reason.data or "", actor=actor)
    except MENDABLE as refusal:
        return form_again(_REMOVAL, form, refusal, project=project)
    db.session.commit()
    flash(_("The project is in the trash, and all that is in it is kept. It can be taken back."))
    return redirect(url_for("shelving.trash"))


def _refuse_unseen() -> None:
    # Whether it may go depends on what was published of it, which would be told by the answer.
    if not current_sight().is_whole:
        raise Conflict("This project is reviewed blind: say first that you only supervise it.")


@bp.post("/projects/<slug>/removal/return")
@requires(Permission.TRASH_PROJECT, goes_on=True, from_trash=True)
def restore(slug: str) -> ResponseReturnValue:
    """Take it back."""
    take_back(current_project().id, actor=current_person().actor)
    db.session.commit()
    flash(_("The project is back, and everybody goes on where they were."), "success")
    return redirect(url_for("projects.front", slug=slug))
