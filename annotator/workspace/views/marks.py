"""Saving, removing and restoring marks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, jsonify, request

from annotator.db import db
from annotator.errors import Conflict, Stale
from annotator.permissions import Permission
from annotator.web.fetching import have_looked_at
from annotator.web.guards import begin_short_change, current_person, requires
from annotator.workspace.forms.mark import VersionForm, made_on, mark_forms
from annotator.workspace.meanwhile import MadeOn, save_on_text, version_now
from annotator.workspace.presenters.marks import annotations_json
from annotator.workspace.queries import Desk, Mark, Marks, one_mark
from annotator.workspace.service import MarkSave, prepare_mark, set_removed
from annotator.workspace.views.blueprint import ARTICLE, bp, own_desk

MARK = f"{ARTICLE}/annotations/<uuid:annotation_id>"


@bp.post(MARK)
@requires(Permission.ANNOTATE, prepares=True)
def save(slug: str, article_id: UUID, annotation_id: UUID) -> tuple[Response, int]:
    """Create or revise a mark, with its sources and its verdict."""
    (wanted, text), person = _wanted(str(annotation_id)), current_person()
    seen = own_desk(article_id)
    made = prepare_mark(seen, wanted, person=person)
    begin_short_change()
    here = own_desk(article_id, seen)
    try:
        saved = save_on_text(here, wanted, text, person=person, made=made)
    except (Stale, Conflict) as error:
        raise _with_shape(error, here) from None
    have_looked_at(saved.linked)
    shown = one_mark(saved.mark, person)
    db.session.commit()
    return jsonify(_answer(here, shown)), 201 if saved.created else 200


@bp.post(f"{MARK}/removal")
@requires(Permission.ANNOTATE)
def remove(slug: str, article_id: UUID, annotation_id: UUID) -> Response:
    """Put a mark out of sight."""
    return _set_removed(article_id, annotation_id, removed=True)


@bp.post(f"{MARK}/restoration")
@requires(Permission.ANNOTATE)
def restore(slug: str, article_id: UUID, annotation_id: UUID) -> Response:
    """Bring a removed mark back."""
    return _set_removed(article_id, annotation_id, removed=False)


def _set_removed(article_id: UUID, annotation_id: UUID, *, removed: bool) -> Response:
    form = VersionForm()
    form.checked()
    form.require_version()
    here = own_desk(article_id)
    try:
        found = set_removed(
            here,
            str(annotation_id),
            version_now(here, str(annotation_id), form.version.data or 0, made_on(form)),
            removed=removed,
            person=current_person(),
        )
    except Stale as error:
        raise _with_shape(error, here) from None
    shown = one_mark(found, current_person())
    db.session.commit()
    return jsonify(_answer(here, shown))


def _wanted(annotation_id: str) -> tuple[MarkSave, MadeOn]:
    with mark_forms.reading(request.form) as form:
        form.checked()
        form.require_version()
        return form.to_save(annotation_id), made_on(form)


def _answer(here: Desk, shown: Marks) -> dict[str, Any]:
    (shape,) = annotations_json(shown, here)
    if shown.marks[0].annotation.revision_id != here.revision.id:
        # It waits in the earlier text: nothing to paint here, and a person to be told.
        shape |= {"removed": True, "waiting": True}
    return {"annotation": shape}


def _with_shape(error: Stale | Conflict, here: Desk) -> Stale | Conflict:
    if isinstance(error.current, Mark):
        shown = one_mark(error.current, current_person())
        error.current = _answer(here, shown)["annotation"]
    return error
