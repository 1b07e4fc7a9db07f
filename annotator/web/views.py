"""Addresses that belong to no feature: the way in, the form token, and two probes."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from sqlalchemy.exc import SQLAlchemyError

from annotator.db.migrate import is_current
from annotator.errors import Busy
from annotator.permissions import Permission
from annotator.web.guards import requires
from annotator.web.sessions import person

bp = Blueprint("web", __name__)


@bp.get("/")
@requires(Permission.PUBLIC)
def home() -> ResponseReturnValue:
    """Send everybody to the projects."""
    return redirect(url_for("projects.index"))


@bp.get("/csrf-token")
@requires(Permission.PUBLIC)
def csrf_token() -> Response:
    """A form token for a page that has been open longer than its session, and who is there."""
    who = person()
    return jsonify({"token": generate_csrf(), "user": who.id if who else None})


@bp.get("/healthz")
@requires(Permission.PUBLIC)
def health() -> Response:
    """The process is there."""
    return jsonify({"status": "ok"})


@bp.get("/readyz")
@requires(Permission.PUBLIC)
def readiness() -> ResponseReturnValue:
    """The database answers and has this version's schema; no details for passers-by."""
    try:
        ready = is_current()
    except (SQLAlchemyError, Busy):
        ready = False
    return jsonify({"status": "ok" if ready else "unavailable"}), 200 if ready else 503
