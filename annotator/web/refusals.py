"""A page's form, shown again with what the rules refused beside the field it is about."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, render_template

from annotator.db import db
from annotator.errors import AnnotatorError, Conflict, Invalid, TooOften
from annotator.web.errors import STATUSES, sentence_of
from annotator.web.forms import AppForm

#: What a person can mend in the form; other errors get a page of their own.
MENDABLE = (Invalid, Conflict, TooOften)


def form_again(
    template: str, form: AppForm, refusal: AnnotatorError | None = None, **context: Any
) -> Response:
    """The page with the form as it was filled in: 422, or the status of what was refused."""
    db.session.rollback()
    status = 422
    if refusal is not None:
        show(form, refusal)
        status = next(code for kind, code in STATUSES.items() if isinstance(refusal, kind))
    response = make_response(render_template(template, form=form, **context), status)
    if isinstance(refusal, TooOften):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def show(form: AppForm, refusal: AnnotatorError) -> None:
    """Put the sentence beside its field, or above the form when it is about no field of it."""
    sentence = sentence_of(refusal)
    if refusal.field in form:
        field = form[refusal.field]
        field.errors = [*field.errors, sentence]
    else:
        form.form_errors = [*form.form_errors, sentence]
