"""The password once more, before what is hard to take back or helps whoever found a screen open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, ParamSpec

from flask import Response, current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import InputRequired

from annotator.accounts.queries import signed_in_at
from annotator.accounts.service import check_own_password, renew_session
from annotator.clock import now
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.web.errors import wants_json
from annotator.web.forms import AppForm
from annotator.web.guards import begin_change, current_person
from annotator.web.refusals import MENDABLE, form_again
from annotator.web.sessions import renew

Parameters = ParamSpec("Parameters")

_PAGE = "accounts/confirmation.html"
_FIELD = "your_password"
_NOT_REPEATED = frozenset({"csrf_token", _FIELD})

View = Callable[Parameters, ResponseReturnValue]


class ConfirmationForm(AppForm):
    """One's own password once more, beside whatever else was filled in."""

    your_password = PasswordField(
        _l("Your password"), validators=[InputRequired(_l("Please fill this in."))]
    )


def always() -> bool:
    """For views that are dangerous whatever is asked of them."""
    return True


def confirmed(
    when: Callable[[], bool] = always, *, file_of: str | None = None
) -> Callable[[View[Parameters]], View[Parameters]]:
    """A view that asks for the password first, unless it was typed a few minutes ago.

    The page that asks holds what was filled in and posts it to the same address, so the view runs
    as if it had been asked then. `when` says of this request whether it is dangerous. A view that
    answers with a file names in `file_of` the page from which it was asked: a browser that saves
    a file stays where it is. The view below is inside its transaction; name it
    `requires(…, prepares=True)`, because a hash is computed before.
    """

    def wrap(view: View[Parameters]) -> View[Parameters]:
        @wraps(view)
        def asked(*args: Parameters.args, **kwargs: Parameters.kwargs) -> ResponseReturnValue:
            page = _ask(file_of) if not _was_typed_lately() and when() else None
            if page is not None:
                return page
            begin_change()
            return view(*args, **kwargs)

        return asked

    return wrap


def _was_typed_lately() -> bool:
    window = timedelta(minutes=current_app.config["CONFIRM_MINUTES"])
    return now() - signed_in_at(current_person().session_id) < window


def _ask(file_of: str | None) -> Response | None:
    """The page that asks; None once the password was right, with a session that is new."""
    form = ConfirmationForm()
    back = url_for(file_of, **(request.view_args or {})) if file_of else None
    shown: dict[str, Any] = {"repeated": _repeated(), "back_url": back}
    if _FIELD not in request.form:
        if wants_json():
            raise Invalid("Confirm this with your password.", _FIELD)
        return make_response(render_template(_PAGE, form=form, **shown), 403)
    if not form.validate():
        return form_again(_PAGE, form, **shown)
    try:
        _confirm(form.your_password.data or "")
    except MENDABLE as refusal:
        if wants_json():
            raise
        return form_again(_PAGE, form, refusal, **shown)
    return None


def _confirm(password: str) -> None:
    who, address = current_person(), request.remote_addr
    attempt = check_own_password(who.id, password, address=address)
    agent = request.headers.get("User-Agent")
    # In a transaction of its own: what follows may be refused and taken back; that the password
    # was typed stays.
    db.session.expunge_all()
    with writing():
        secret = renew_session(attempt, who.id, who.session_id, address=address, agent=agent)
    renew(secret)
    current_person()


def _repeated() -> list[tuple[str, str]]:
    """What was filled in, but the token and the password."""
    return [pair for pair in request.form.items(multi=True) if pair[0] not in _NOT_REPEATED]
