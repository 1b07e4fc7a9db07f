"""Telling a card where else its sources serve, and what looks at their pages found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from flask import Response, current_app, get_template_attribute, jsonify, url_for
from flask_babel import gettext

from annotator.annotations.models import Annotation, Layer
from annotator.annotations.queries import annotation as find_annotation
from annotator.captures.findings import Finding
from annotator.captures.surveying import surveyed_sources
from annotator.config import Config
from annotator.errors import NotFound
from annotator.permissions import Permission
from annotator.sources.models import Source
from annotator.sources.queries import sources_of
from annotator.web.guards import requires
from annotator.web.layers import may_read
from annotator.web.looking_back import looking_back
from annotator.web.sight import current_sight
from annotator.workspace.elsewhere import Elsewhere, claims_elsewhere
from annotator.workspace.presenters.shape import Shape
from annotator.workspace.views.blueprint import ARTICLE, bp, own_desk


@bp.get(f"{ARTICLE}/annotations/<uuid:annotation_id>/elsewhere")
@requires(Permission.READ_PROJECT)
def elsewhere(slug: str, article_id: UUID, annotation_id: UUID) -> Response:
    """The other claims that a claim's sources serve, as far as this person may see them."""
    own_desk(article_id)
    found = find_annotation(str(annotation_id))
    is_here = found is not None and found.article_id == str(article_id)
    is_told = found is not None and found.layer is not Layer.GOLD and may_read(found)
    if found is None or not is_here or not is_told:
        raise NotFound("There is no such mark.")
    if looking_back(by_event=True) is not None:
        # Other articles are as they are now, which is not what the page shows.
        return jsonify(claims=[], found=[])
    claims = claims_elsewhere(found, current_sight())
    return jsonify(claims=[_shape(slug, one) for one in claims], found=list(_found(found)))


def _found(mark: Annotation) -> Iterator[Shape]:
    """What is wrong with each page, in words; that a copy is missing is among the doubts."""
    config: Config = current_app.config["ANNOTATOR"]
    words = get_template_attribute("captures/_words.html", "finding_line")
    for source, looked_at, findings in surveyed_sources(_with_pages(mark.id)):
        told = [one for one in findings if one.finding is not Finding.NO_COPY]
        for one in told:
            yield _said(source.id, one.finding.value, words(one).unescape(), looked_at)
        if config.fetch and looked_at is None:
            yield _said(source.id, "unseen", gettext("The page was not looked at yet."), None)


def _with_pages(annotation_id: str) -> list[Source]:
    live = [source for source in sources_of(annotation_id) if source.removed_at is None]
    return [source for source in live if source.url is not None and not source.is_article]


def _said(source: str, finding: str, words: str, looked_at: datetime | None) -> Shape:
    day = looked_at.date().isoformat() if looked_at else None
    return {"source": source, "finding": finding, "words": words, "looked_on": day}


def _shape(slug: str, one: Elsewhere) -> Shape:
    address = url_for("workspace.article", slug=slug, article_id=one.article, reviewer=one.author)
    return {"source": one.source, "title": one.title, "words": one.words, "href": address}
