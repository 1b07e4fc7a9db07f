"""Signing in and out, and one-time links."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.accounts import service
from annotator.accounts.forms import NewPasswordForm, SignInForm
from annotator.accounts.person import Person
from annotator.accounts.queries import credentials_of_link
from annotator.accounts.sessions import close_session
from annotator.accounts.views.blueprint import bp, browser
from annotator.db import db
from annotator.permissions import Permission
from annotator.web.errors import wants_json
from annotator.web.guards import current_person, requires
from annotator.web.redirects import next_page
from annotator.web.refusals import MENDABLE, form_again
from annotator.web.sessions import forget, person, remember


@bp.get("/sign-in")
@requires(Permission.PUBLIC)
def sign_in() -> ResponseReturnValue:
    """The form, unless somebody is signed in here already."""
    wanted = request.args.get("next")
    if person() is not None:
        return redirect(next_page(wanted))
    return render_template("accounts/sign_in.html", form=SignInForm(formdata=None, next=wanted))


@bp.post("/sign-in")
@requires(Permission.PUBLIC)
def open_session() -> ResponseReturnValue:
    """Sign in; the secret in the cookie is always a new one.

    A script that asks for JSON, in the dialog of a page whose session ended, gets no page.
    """
    form, page, before = SignInForm(), "accounts/sign_in.html", person()
    if wants_json():
        form.checked()
    elif not form.validate():
        return form_again(page, form)
    try:
        secret = service.sign_in(form.email.data or "", form.password.data or "", **browser())
    except MENDABLE as refusal:
        if wants_json():
            raise
        return form_again(page, form, refusal)
    _end(before)
    db.session.commit()
    remember(secret)
    return ("", 204) if wants_json() else redirect(next_page(form.next.data))


@bp.app_template_global()
def sign_in_again_form() -> SignInForm:
    """For the dialog of a page whose session ends: the same person signs in once more."""
    return SignInForm(formdata=None, email=current_person().email)


@bp.post("/sign-out")
@requires(Permission.SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """End the session on the server, so that a copy of its cookie is worth nothing."""
    close_session(current_person().session_id)
    db.session.commit()
    forget()
    flash(_("You are signed out."), "success")
    return redirect(address_of("accounts.sign_in"))


@bp.get("/one-time/<token>")
@requires(Permission.PUBLIC)
def one_time(token: str) -> ResponseReturnValue:
    """Where the holder of a one-time link chooses a password."""
    found = credentials_of_link(token)
    if found is None:
        raise service.link_gone()
    return render_template("accounts/one_time.html", form=NewPasswordForm(), account=found)


@bp.post("/one-time/<token>")
@requires(Permission.PUBLIC)
def redeem(token: str) -> ResponseReturnValue:
    """Set the password and sign in."""
    form, page, before = NewPasswordForm(), "accounts/one_time.html", person()
    found = credentials_of_link(token)
    if found is None:
        raise service.link_gone()
    if not form.validate():
        return form_again(page, form, account=found)
    try:
        secret = service.redeem_link(token, form.password.data or "", **browser())
    except MENDABLE as refusal:
        return form_again(page, form, refusal, account=found)
    _end(before)
    db.session.commit()
    remember(secret)
    return redirect(address_of("projects.index"))


def _end(before: Person | None) -> None:
    # Whoever was signed in here before is not any more, on the server either.
    if before is not None:
        close_session(before.session_id)
