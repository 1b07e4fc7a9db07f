"""What happened to one mark, for the card of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, get_template_attribute, jsonify, url_for

from annotator.annotations.queries import annotation
from annotator.articles.queries import find
from annotator.audit.forms import ACTION_WORDS
from annotator.audit.models import Action
from annotator.audit.presenters import Field, Line
from annotator.audit.queries import events_about
from annotator.audit.service import row_key
from annotator.audit.views.blueprint import bp
from annotator.audit.views.lines import lines_of
from annotator.clock import iso
from annotator.errors import NotFound
from annotator.links.queries import links_from
from annotator.permissions import Permission
from annotator.sources.queries import sources_of
from annotator.verdicts.queries import verdicts_of
from annotator.web.guards import current_project, requires
from annotator.web.layers import may_read
from annotator.web.looking_back import looking_back
from annotator.web.paging import Page

#: What a reader of a card knows already.
_KNOWN = frozenset({"author_id", "layer", "added_by", "decided_by", "is_article"})


@bp.get("/projects/<slug>/articles/<uuid:article_id>/annotations/<uuid:annotation_id>/history")
@requires(Permission.READ_PROJECT)
def mark_history(slug: str, article_id: UUID, annotation_id: UUID) -> Response:
    """What happened to one mark and all that hangs on it, in words, the newest first."""
    project, found = current_project(), annotation(str(annotation_id))
    if find(project.id, str(article_id)) is None:
        raise NotFound("There is no such article.")
    if found is None or found.article_id != str(article_id) or not may_read(found):
        raise NotFound("There is no such mark.")
    hanging = [*sources_of(found.id), *verdicts_of(found.id), *links_from(found.id)]
    targets = [found.id, *map(row_key, hanging)]
    looked = looking_back(by_event=True)
    until = looked.until if looked else None
    past = Page(events_about(project.id, targets, until=until), None)
    whole = url_for("history.story", slug=slug, kind="annotation", key=found.id)
    told = [_told(line) for line in lines_of(project.id, past, {})]
    return jsonify(events=told, whole=whole)


def _told(line: Line) -> dict[str, Any]:
    fields = [field for field in line.fields if field.name not in _KNOWN]
    return {
        "at": iso(line.at),
        "actor": line.actor,
        "did": str(ACTION_WORDS[Action(line.action)]),
        "fields": [_told_field(field) for field in fields],
    }


def _told_field(field: Field) -> dict[str, str]:
    name_of = get_template_attribute("audit/_words.html", "field_words")
    words_of = get_template_attribute("audit/_words.html", "value_words")
    return {
        "name": str(name_of(field.name, field.number)).strip(),
        "before": "" if field.before is None else str(words_of(field.before, field.name)).strip(),
        "after": "" if field.after is None else str(words_of(field.after, field.name)).strip(),
    }
