"""Telling a card where else its sources serve."""

from __future__ import annotations

from uuid import UUID

from flask import Response, jsonify, url_for

from annotator.annotations.queries import annotation as find_annotation
from annotator.errors import NotFound
from annotator.permissions import Permission
from annotator.web.guards import current_person, requires
from annotator.web.looking_back import looking_back
from annotator.web.sight import current_sight
from annotator.workspace.elsewhere import Elsewhere, claims_elsewhere
from annotator.workspace.presenters.shape import Shape
from annotator.workspace.views.blueprint import ARTICLE, bp, own_desk
from annotator.workspace.views.reader import whose


@bp.get(f"{ARTICLE}/annotations/<uuid:annotation_id>/elsewhere")
@requires(Permission.READ_PROJECT)
def elsewhere(slug: str, article_id: UUID, annotation_id: UUID) -> Response:
    """The other claims that a claim's sources serve, as far as this person may see them."""
    own_desk(article_id)
    found = find_annotation(str(annotation_id))
    if found is None or found.article_id != str(article_id):
        raise NotFound("There is no such mark.")
    # Raises `NotFound` where the mark is in a layer that this person may not read.
    whose(str(article_id), found.author_id)
    if looking_back() is not None:
        # Other articles are as they are now, which is not what the page shows.
        return jsonify(claims=[])
    claims = claims_elsewhere(found, current_person().id, current_sight())
    return jsonify(claims=[_shape(slug, one) for one in claims])


def _shape(slug: str, one: Elsewhere) -> Shape:
    address = url_for("workspace.article", slug=slug, article_id=one.article, reviewer=one.author)
    return {"source": one.source, "title": one.title, "words": one.words, "href": address}
