"""The thread of a mark: read, written to, settled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify

from annotator.annotations.models import Annotation
from annotator.annotations.queries import annotation as find_annotation
from annotator.articles.queries import find as find_article
from annotator.comments.drafts import RemovalDraft
from annotator.comments.forms import BasedForm, CommentForm, RemovalForm
from annotator.comments.presenters import thread_json
from annotator.comments.queries import is_seen
from annotator.comments.service import save_comment, set_removed, set_resolved
from annotator.db import db
from annotator.errors import Conflict, NotFound, Stale
from annotator.permissions import Permission
from annotator.web.guards import allows, current_person, current_project, requires
from annotator.web.looking_back import looking_back
from annotator.web.sight import current_sight

bp = Blueprint("comments", __name__)

MARK = "/projects/<slug>/articles/<uuid:article_id>/annotations/<uuid:annotation_id>"


@bp.get(f"{MARK}/comments")
@requires(Permission.READ_PROJECT)
def thread(slug: str, article_id: UUID, annotation_id: UUID) -> Response:
    """The comments of a mark, for whoever may see the mark."""
    mark, looked = _mark(article_id, annotation_id), looking_back(by_event=True)
    if looked is None:
        return _answer(mark)
    with looked.reading([mark.article_id]):
        return _answer(_mark(article_id, annotation_id))


@bp.post(f"{MARK}/comments/<uuid:comment_id>")
@requires(Permission.COMMENT)
def save(
    slug: str, article_id: UUID, annotation_id: UUID, comment_id: UUID
) -> tuple[Response, int]:
    """Write a comment, or change one's own."""
    draft = CommentForm().to_draft(str(comment_id))
    mark = _mark(article_id, annotation_id)
    with _showing(mark):
        _, is_new = save_comment(mark, draft, author=current_person())
    db.session.commit()
    return _answer(mark), 201 if is_new else 200


@bp.post(f"{MARK}/comments/<uuid:comment_id>/removal")
@requires(Permission.COMMENT)
def remove(slug: str, article_id: UUID, annotation_id: UUID, comment_id: UUID) -> Response:
    """Put one's own comment out of sight, or as a lead another's, with a reason."""
    draft = RemovalForm().to_draft(str(comment_id))
    return _set_removed(_mark(article_id, annotation_id), draft)


@bp.post(f"{MARK}/comments/<uuid:comment_id>/restoration")
@requires(Permission.COMMENT)
def restore(slug: str, article_id: UUID, annotation_id: UUID, comment_id: UUID) -> Response:
    """Bring one's own comment back, or as a lead one that a lead removed."""
    draft = RemovalDraft(str(comment_id), BasedForm().based_on(), removed=False)
    return _set_removed(_mark(article_id, annotation_id), draft)


@bp.post(f"{MARK}/resolution")
@requires(Permission.COMMENT)
def resolve(slug: str, article_id: UUID, annotation_id: UUID) -> Response:
    """Say that what the comments talk about is settled."""
    return _set_resolved(_mark(article_id, annotation_id), resolved=True)


@bp.post(f"{MARK}/reopening")
@requires(Permission.COMMENT)
def reopen(slug: str, article_id: UUID, annotation_id: UUID) -> Response:
    """Say that it is not settled after all."""
    return _set_resolved(_mark(article_id, annotation_id), resolved=False)


def _set_removed(mark: Annotation, draft: RemovalDraft) -> Response:
    moderates = allows(Permission.MODERATE)
    with _showing(mark):
        set_removed(mark, draft, person=current_person(), moderates=moderates)
    db.session.commit()
    return _answer(mark)


def _set_resolved(mark: Annotation, *, resolved: bool) -> Response:
    based_on = BasedForm().based_on()
    with _showing(mark):
        set_resolved(mark, based_on, resolved=resolved, person=current_person())
    db.session.commit()
    return _answer(mark)


def _mark(article_id: UUID, annotation_id: UUID) -> Annotation:
    """The mark in the address; raises `NotFound` for one that this person may not see."""
    found = find_annotation(str(annotation_id))
    is_there = (
        found is not None
        and found.project_id == current_project().id
        and found.article_id == str(article_id)
        and find_article(found.project_id, found.article_id) is not None
        and is_seen(found.id, current_sight())
    )
    if found is None or not is_there:
        raise NotFound("There is no such mark.")
    return found


@contextmanager
def _showing(mark: Annotation) -> Iterator[None]:
    """Give whoever is refused the thread as it is now."""
    try:
        yield
    except (Stale, Conflict) as error:
        error.shown_as, error.current = "thread", _shape(mark)
        raise


def _answer(mark: Annotation) -> Response:
    return jsonify(thread=_shape(mark))


def _shape(mark: Annotation) -> dict[str, Any]:
    may_write = allows(Permission.COMMENT) and looking_back(by_event=True) is None
    moderates = allows(Permission.MODERATE) and may_write
    return thread_json(mark, current_person().id, may_write=may_write, moderates=moderates)
