"""The speakers of a project, for whoever chooses one."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response, jsonify

from annotator.permissions import Permission
from annotator.speakers.queries import known_speakers
from annotator.web.guards import current_project, requires

bp = Blueprint("speakers", __name__)


@bp.get("/projects/<slug>/speakers/known")
@requires(Permission.READ_PROJECT)
def known(slug: str) -> Response:
    """Everybody who can be chosen, by name, with the names of those merged into them."""
    return jsonify(speakers=[asdict(one) for one in known_speakers(current_project().id)])
