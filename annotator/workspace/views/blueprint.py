"""The blueprint of the workspace, and what its views share."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask import Blueprint, request

from annotator.articles.queries import is_trashed
from annotator.errors import NotFound
from annotator.web.guards import SAFE_METHODS, current_person, current_project
from annotator.web.ratings import in_words
from annotator.workspace.queries import Desk, desk

bp = Blueprint("workspace", __name__)

ARTICLE = "/projects/<slug>/articles/<uuid:article_id>"


def own_desk(article_id: UUID, known: Desk | None = None) -> Desk:
    """The article with the work of whoever asks; `known` is it as it was a moment ago."""
    return desk_of(str(article_id), current_person().id, known)


def desk_of(article_id: str, reviewer_id: int, known: Desk | None = None) -> Desk:
    """The article with this reviewer's work, its ratings in the words of whoever asks."""
    try:
        here = desk(current_project(), article_id, reviewer_id, known)
    except NotFound:
        if request.method in SAFE_METHODS or not is_trashed(current_project().id, article_id):
            raise
        # Whoever has it open still may have written something meanwhile.
        raise NotFound(
            "This article is in the trash, and nothing can be changed in it until a lead takes it"
            " back."
        ) from None
    return here if here is known else replace(here, scheme=in_words(here.scheme))
