"""The audit trail as a file, one event a line."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from annotator.audit.heads import head_line
from annotator.audit.models import Action
from annotator.audit.queries import head
from annotator.audit.service import Change, record
from annotator.audit.verify import Head
from annotator.audit.views.blueprint import bp
from annotator.audit.views.filtering import DownloadForm
from annotator.audit.views.timeline import offered, wanted_by
from annotator.audit.wanted import Wanted
from annotator.audit.writing import event_lines
from annotator.clock import now
from annotator.db import READ, db
from annotator.errors import Conflict, NotAllowed
from annotator.permissions import Permission
from annotator.projects.queries import pseudonyms
from annotator.web.confirming import confirmed
from annotator.web.guards import allows, current_person, current_project, requires
from annotator.web.sight import current_sight


def with_names() -> bool:
    """Whether the file that is asked for names people."""
    return bool(request.form.get("names"))


@bp.post("/projects/<slug>/audit/download")
@requires(Permission.READ_AUDIT, prepares=True, goes_on=True)
@confirmed(with_names, file_of="audit.index")
def download(slug: str) -> ResponseReturnValue:
    """The events that the filter asks for, streamed; the trail has it before the first line."""
    if not current_sight().is_whole:
        raise Conflict("This project is reviewed blind: say first that you only supervise it.")
    form = offered(DownloadForm(request.form))
    wanted = wanted_by(form)
    if wanted is None:
        here: dict[str, Any] = dict(form.address())
        return redirect(url_for("audit.index", slug=slug, **here))
    if form.names.data and not allows(Permission.EXPORT_NAMES):
        raise NotAllowed("There is no such page.")
    made = {"format": "audit", "unit": "event", "names": bool(form.names.data), **form.address()}
    return _answer(slug, wanted, recorded(made), names=bool(form.names.data))


def recorded(made: dict[str, Any]) -> Head:
    """The head once the export is an event; committed."""
    project = current_project()
    change = Change(Action.EXPORT_MADE, "export", str(uuid4()), None, made)
    record(project.id, [change], actor=current_person().actor)
    found = Head(*head(project.id))
    db.session.commit()
    return found


def _answer(slug: str, wanted: Wanted, made: Head, *, names: bool) -> Response:
    project_id = current_project().id
    hidden = None if names else pseudonyms(project_id)
    body = event_lines(db.engines[READ], project_id, wanted, made.seq, hidden)
    response = Response(body, mimetype="application/jsonl")
    name = f"{slug}-audit-{now():%Y-%m-%d}.jsonl"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Annotator-Head"] = head_line(slug, made)
    return response
