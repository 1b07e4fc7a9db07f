"""The blueprint of the workspace, and what its views share."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from annotator.web.guards import current_person, current_project
from annotator.workspace.queries import Desk, desk

bp = Blueprint("workspace", __name__)

ARTICLE = "/projects/<slug>/articles/<uuid:article_id>"


def own_desk(article_id: UUID, known: Desk | None = None) -> Desk:
    """The article with the work of whoever asks; `known` is it as it was a moment ago."""
    return desk(current_project(), str(article_id), current_person().id, known)
