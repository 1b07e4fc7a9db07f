"""The one place where an error becomes a status, as page or as JSON."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, jsonify, make_response, redirect, render_template, request
from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError, TimeoutError
from werkzeug.exceptions import HTTPException, SecurityError

from annotator.db import db
from annotator.errors import (
    AnnotatorError,
    Busy,
    Clause,
    Conflict,
    Corrected,
    Count,
    Invalid,
    NotAllowed,
    NotFound,
    PutAway,
    Refused,
    Stale,
    TooOften,
    VersionMissing,
    Words,
)
from annotator.web.guards import BadRequestSaid, SignInNeeded, note_refusal
from annotator.web.sessions import look_no_further, person

STATUSES: dict[type[AnnotatorError], int] = {
    NotFound: 404,
    NotAllowed: 404,
    Invalid: 422,
    Conflict: 409,
    PutAway: 409,
    Stale: 412,
    VersionMissing: 428,
    TooOften: 429,
    Busy: 503,
    Refused: 503,
    BadRequestSaid: 400,
}

_WORDS = {
    400: _l("The request could not be read."),
    404: _l("There is no such page."),
    405: _l("This address does not take that kind of request."),
    413: _l("That is too large; the limit is set by this server."),
    500: _l("Something went wrong here; nothing was changed."),
}

_log = logging.getLogger("annotator")


def init_app(app: Flask) -> None:
    """Install the handlers."""
    app.register_error_handler(AnnotatorError, _answer_own)
    app.register_error_handler(SignInNeeded, _answer_sign_in)
    app.register_error_handler(CSRFError, _answer_token)
    app.register_error_handler(TimeoutError, _answer_busy)
    app.register_error_handler(OperationalError, _answer_busy)
    app.register_error_handler(DataError, _answer_data)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_unexpected)


def wants_json() -> bool:
    """Whether the caller asked for JSON rather than a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def sentence_of(error: AnnotatorError) -> str:
    """The error's sentence in the reader's language."""
    if not error.values:
        return str(_(error.sentence))
    return str(_(error.sentence, **{name: _told(value) for name, value in error.values.items()}))


def _told(value: object) -> object:
    if isinstance(value, Clause):
        return value.within(sentence_of(value.error))
    if isinstance(value, Count):
        return format_decimal(int(value))
    return _(value) if isinstance(value, Words) else value


def _answer_own(error: AnnotatorError) -> Response:
    error = _undone(error)
    status = next(code for kind, code in STATUSES.items() if isinstance(error, kind))
    extra: dict[str, Any] = {}
    if isinstance(error, (Stale, Conflict)) and error.current:
        extra = {error.shown_as: error.current}
    if isinstance(error, Corrected):
        extra = {"corrected": error.number}
    response = _answer(status, sentence_of(error), error.field, extra)
    if isinstance(error, TooOften):
        response.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, Busy):
        response.headers["Retry-After"] = "1"
    return response


def _undone(error: AnnotatorError) -> AnnotatorError:
    """Take the change back; gives the error that stands after that."""
    try:
        db.session.rollback()
    except SQLAlchemyError as trouble:
        # It may rest on what others had changed before, which was not committed after all.
        return _busy(trouble)
    return error


def _busy(trouble: Exception) -> Busy:
    _log.warning("database not available: %s", type(trouble).__name__)
    return Busy("The database is busy; try again in a moment.")


def _answer_sign_in(_error: SignInNeeded) -> Response:
    if wants_json():
        return _answer(401, _("You are signed out; sign in again and your work goes on."))
    here = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return make_response(redirect(f"/sign-in?next={quote(here, safe='/')}"))


def _answer_token(_error: CSRFError) -> Response:
    db.session.rollback()
    note_refusal("token")
    return _answer(400, _("The form was too old to be sure it came from you; send it again."))


def _answer_busy(error: Exception) -> Response:
    return _answer_own(_busy(error))


def _answer_data(_error: DataError) -> Response:
    return _answer_own(Invalid("One of these values is not one that the database can hold."))


def _answer_http(error: HTTPException) -> Response:
    db.session.rollback()
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    if isinstance(error, SecurityError):
        # Asked under a name that is not ours: there is no address to build a page's links from.
        return Response(str(_("This server does not answer to that name.")), 400)
    words = _WORDS.get(error.code) or error.name
    response = _answer(error.code, str(words))
    if error.code == 405 and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
    return response


def _answer_unexpected(error: Exception) -> Response:
    db.session.rollback()
    # The details go to the log and nowhere else: an error's text may hold a whole row.
    _log.error("unexpected error", exc_info=error)
    return _answer(500, str(_WORDS[500]))


def _answer(
    status: int, sentence: str, field: str | None = None, extra: dict[str, Any] | None = None
) -> Response:
    if wants_json():
        body = {"error": {"status": status, "sentence": sentence, "field": field, "fields": {}}}
        if field:
            body["error"]["fields"] = {field: [sentence]}
        return make_response(jsonify({**body, **(extra or {})}), status)
    _settle_person(status)
    page = render_template("errors/error.html", status=status, sentence=sentence)
    return make_response(page, status)


def _settle_person(status: int) -> None:
    # The page shows its reader's menu where it can. A database that failed is not asked again:
    # a second failure would come out as it is, without page or headers.
    if status < 500:
        try:
            person()
        except (AnnotatorError, SQLAlchemyError):
            db.session.rollback()
    look_no_further()
