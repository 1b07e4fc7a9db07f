"""Opening, submitting, withdrawing and returning the work on an article."""

from __future__ import annotations

from uuid import UUID

from flask import Response, flash, jsonify, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from annotator.assignments.queries import assignment as find_assignment
from annotator.db import db
from annotator.errors import NotFound
from annotator.permissions import Permission
from annotator.web.guards import allows, current_person, current_project, requires
from annotator.web.sight import current_sight
from annotator.workspace.forms.work import ReturnForm, SubmissionForm
from annotator.workspace.presenters.page import layer_json
from annotator.workspace.submission import (
    PendingClaims,
    give_back,
    own_assignment,
    submit,
    withdraw,
)
from annotator.workspace.views.blueprint import ARTICLE, bp, own_desk


@bp.post(f"{ARTICLE}/submission")
@requires(Permission.ANNOTATE)
def submission(slug: str, article_id: UUID) -> tuple[Response, int]:
    """Hand the work in."""
    form = SubmissionForm()
    form.checked()
    here = own_desk(article_id)
    try:
        submit(
            here,
            read_to_end=form.read_to_end.data,
            accept_pending=form.accept_pending.data,
            person=current_person(),
        )
    except PendingClaims as error:
        db.session.rollback()
        return _name_pending(error), 422
    db.session.commit()
    return _own_layer(article_id), 200


@bp.post(f"{ARTICLE}/submission/withdrawal")
@requires(Permission.ANNOTATE)
def withdrawal(slug: str, article_id: UUID) -> Response:
    """Take a submission back."""
    may_read = allows(Permission.READ_OTHERS)
    withdraw(own_desk(article_id), person=current_person(), read_others=may_read)
    db.session.commit()
    return _own_layer(article_id)


@bp.post(f"{ARTICLE}/opening")
@requires(Permission.ANNOTATE)
def opening(slug: str, article_id: UUID) -> Response:
    """A reviewer has the article open: their own assignment begins, if it had not."""
    own_assignment(own_desk(article_id), person=current_person())
    db.session.commit()
    return _own_layer(article_id)


@bp.post("/projects/<slug>/assignments/<uuid:assignment_id>/return")
@requires(Permission.RETURN_WORK)
def return_assignment(slug: str, assignment_id: UUID) -> Redirect:
    """A lead gives a submission back with a reason."""
    form = ReturnForm()
    form.checked()
    found = find_assignment(current_project().id, str(assignment_id))
    if found is None or not current_sight().reads(found.article_id):
        raise NotFound("There is no such assignment.")
    give_back(found, reason=form.reason.data or "", actor=current_person().actor)
    db.session.commit()
    flash(_("Returned; the reviewer sees your reason."), "success")
    return _to_layer(slug, found.article_id, found.reviewer_id)


@bp.post(f"{ARTICLE}/assignment")
@requires(Permission.ANNOTATE)
def start_review(slug: str, article_id: UUID) -> Redirect:
    """A lead begins a review of their own."""
    assignment = own_assignment(own_desk(article_id), person=current_person())
    db.session.commit()
    return _to_layer(slug, assignment.article_id, assignment.reviewer_id)


def _to_layer(slug: str, article_id: str, reviewer_id: int) -> Redirect:
    return redirect(
        url_for("workspace.article", slug=slug, article_id=article_id, reviewer=reviewer_id)
    )


def _own_layer(article_id: UUID) -> Response:
    person = current_person()
    here = own_desk(article_id)
    may_mark = allows(Permission.ANNOTATE)
    return jsonify(
        layer=layer_json(person.id, person.name, here.work, mine=True, may_mark=may_mark)
    )


def _name_pending(error: PendingClaims) -> Response:
    sentence = _(error.sentence)
    return jsonify(
        error={
            "status": 422,
            "sentence": sentence,
            "field": error.field,
            "fields": {error.field: [sentence]},
        },
        pending=[
            {
                "id": claim.id,
                "wording": (claim.claim and claim.claim.wording)
                or " … ".join(fragment.exact for fragment in claim.fragments),
            }
            for claim in error.claims
        ],
    )
