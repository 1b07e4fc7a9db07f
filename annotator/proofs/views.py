"""The page that proves a project's chain of events, and the heads to keep of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.audit.heads import head_line
from annotator.audit.verify import Head
from annotator.db import db
from annotator.errors import NotFound
from annotator.permissions import Permission
from annotator.proofs.forms import HeadsForm
from annotator.proofs.jobs import ask, proofs_of
from annotator.proofs.queries import export_heads, head_at, newest_head
from annotator.web.errors import sentence_of
from annotator.web.guards import current_person, current_project, requires
from annotator.web.jobs import rows_of
from annotator.web.paging import cursor_from
from annotator.web.refusals import MENDABLE, form_again
from annotator.web.sight import current_sight

bp = Blueprint("proofs", __name__)
_PROOF = "/projects/<slug>/audit/proof"
_PAGE = "proofs/index.html"
_EXPORTS = 20


@bp.get(_PROOF)
@requires(Permission.READ_AUDIT)
def index(slug: str) -> str:
    """The head, what the checks found, the heads of exports, and what all that proves."""
    return render_template(_PAGE, form=HeadsForm(), **_shown(slug))


@bp.post(_PROOF)
@requires(Permission.READ_AUDIT, goes_on=True)
def check(slug: str) -> ResponseReturnValue:
    """Have the chain checked in the background, against kept heads where some are sent."""
    _refuse_kept_back()
    form, project = HeadsForm(), current_project()
    if not form.validate():
        return form_again(_PAGE, form, **_shown(slug))
    try:
        ask(project.id, slug, form.heads(slug), current_person().actor)
    except MENDABLE as refusal:
        return form_again(_PAGE, form, refusal, **_shown(slug))
    db.session.commit()
    flash(_("The chain is being checked; what is found stands here."), "info")
    return redirect(url_for("proofs.index", slug=slug))


@bp.get(f"{_PROOF}/head")
@requires(Permission.READ_AUDIT)
def head(slug: str) -> Response:
    """The line to keep: of the head now, or as it was with the `event` of that number."""
    _refuse_kept_back()
    found = _head_asked_for(request.args.get("event"))
    if found is None:
        raise NotFound("There is no such page.")
    response = Response(head_line(slug, found) + "\n", mimetype="application/jsonl")
    name = f"{slug}-head-{found.seq}.jsonl"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _head_asked_for(event: str | None) -> Head | None:
    if event is None:
        newest = newest_head(current_project().id)
        return newest.head if newest else None
    number = cursor_from(event)
    return None if number is None else head_at(current_project().id, number)


def _refuse_kept_back() -> None:
    # The number of the newest event would tell how much others did.
    if not current_sight().is_whole:
        raise NotFound("There is no such page.")


def _shown(slug: str) -> dict[str, Any]:
    project = current_project()
    shown: dict[str, Any] = {"project": project, "newest": None, "proofs": None, "exports": ()}
    if not current_sight().is_whole:
        return shown
    proofs = proofs_of(project.id)
    shown |= {"newest": newest_head(project.id), "exports": export_heads(project.id, _EXPORTS)}
    shown |= {"proofs": proofs, "jobs": rows_of(slug, proofs.others), "sentence_of": sentence_of}
    return shown
