"""What runs in the background: how far it is, what came of it, and stopping it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.db import db
from annotator.errors import Conflict, NotFound
from annotator.jobs import queries, service
from annotator.permissions import Permission
from annotator.web.errors import sentence_of
from annotator.web.guards import allows, current_person, current_project, requires
from annotator.web.jobs import rows_of
from annotator.web.sight import current_sight

bp = Blueprint("jobs", __name__)


@bp.get("/projects/<slug>/jobs")
@requires(Permission.READ_PROJECT)
def index(slug: str) -> ResponseReturnValue:
    """One's own jobs; for leads everybody's. What is routine and went well comes on request."""
    routine = request.args.get("routine") == "1"
    left_out = not routine and queries.has_routine(current_project().id, of=_whose())
    jobs = _shown(slug, routine=routine)
    return render_template(
        "jobs/index.html", project=current_project(), jobs=jobs, left_out=left_out, routine=routine
    )


@bp.get("/projects/<slug>/jobs/progress")
@requires(Permission.READ_PROJECT)
def progress(slug: str) -> ResponseReturnValue:
    """The same as JSON, for a page that stays open."""
    return jsonify({"jobs": _shown(slug, routine=True)})


@bp.post("/projects/<slug>/jobs/<uuid:job_id>/cancellation")
@requires(Permission.READ_PROJECT)
def cancel(slug: str, job_id: UUID) -> ResponseReturnValue:
    """Call a job off."""
    job = queries.job_of(current_project().id, str(job_id), of=_whose())
    if job is None:
        raise NotFound("There is no such page.")
    try:
        service.cancel(job)
        db.session.commit()
        flash(_("It is being stopped."), "success")
    except Conflict as refusal:
        db.session.rollback()
        flash(sentence_of(refusal), "info")
    return redirect(url_for("jobs.index", slug=slug))


def _whose() -> int | None:
    # What others set going tells how much they did: of sources, say, that are looked at.
    sees_all = allows(Permission.SEE_JOBS) and current_sight().is_whole
    return None if sees_all else current_person().id


def _shown(slug: str, *, routine: bool) -> list[dict[str, Any]]:
    found = queries.newest_jobs(current_project().id, of=_whose(), routine=routine)
    return rows_of(slug, found)
