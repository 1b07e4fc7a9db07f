"""A forgotten password: a letter with a link, to the account's own address."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.accounts import service
from annotator.accounts.forms import ForgottenForm
from annotator.accounts.queries import user_by_email
from annotator.accounts.views.blueprint import bp
from annotator.db import writing
from annotator.errors import NotFound
from annotator.mail.server import Letter, MailServer
from annotator.permissions import Permission
from annotator.web.guards import requires
from annotator.web.letters import Words, letter, link_to, mail_server, send
from annotator.web.refusals import MENDABLE, form_again

_PAGE = "accounts/forgotten.html"


@bp.get("/forgotten")
@requires(Permission.PUBLIC)
def forgotten() -> ResponseReturnValue:
    """Ask for the address."""
    _server()
    return render_template(_PAGE, form=ForgottenForm(formdata=None), sent_to=None)


@bp.post("/forgotten")
@requires(Permission.PUBLIC)
def send_link() -> ResponseReturnValue:
    """The same answer, as quickly, whether there is such an account or not."""
    form, server = ForgottenForm(), _server()
    if not form.validate():
        return form_again(_PAGE, form, sent_to=None)
    email = form.email.data or ""
    try:
        service.count_reset(email, request.remote_addr)
    except MENDABLE as refusal:
        return form_again(_PAGE, form, refusal, sent_to=None)
    send(server, lambda: _letter(email))
    minutes = service.RESET_MINUTES
    return render_template(_PAGE, form=form, sent_to=email, minutes=minutes)


def _server() -> MailServer:
    found = mail_server()
    if found is None:
        raise NotFound("There is no such page.")
    return found


def _letter(email: str) -> Letter | None:
    """The letter, with a link that is made for it; None where nobody can sign in as that."""
    user = user_by_email(email)
    if user is None or user.email is None or not user.is_active:
        return None
    to, name, language = user.email, user.name, user.language
    with writing():
        token = service.make_reset_link(user)
    link = link_to("accounts.one_time", token=token)
    return letter(to, language, lambda: _words(name, link))


def _words(name: str, link: str) -> Words:
    text = _(
        "Hello %(name)s,\n\nsomebody asked for a new password for your account. If it was you, "
        "choose one here within the hour:\n\n%(link)s\n\nIf it was not you, do nothing: your "
        "password stays as it is.\n",
        name=name,
        link=link,
    )
    return _("A new password for Annotator"), text
