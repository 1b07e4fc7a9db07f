"""One's own account: name, password, colours, languages and keys."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, redirect, render_template
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from annotator.accounts import service
from annotator.accounts.forms import (
    KeysForm,
    LanguageForm,
    NameForm,
    PasswordForm,
    ReadingForm,
    ReadsForm,
    ThemeForm,
)
from annotator.accounts.models import Theme
from annotator.accounts.queries import preferences
from annotator.accounts.views.blueprint import bp, browser
from annotator.db import db
from annotator.permissions import Permission
from annotator.web.errors import wants_json
from annotator.web.forms import AppForm
from annotator.web.guards import current_person, requires
from annotator.web.languages import locale_for
from annotator.web.refusals import MENDABLE, form_again
from annotator.web.sessions import renew

_ACCOUNT = "accounts/account.html"
_KEYS = "accounts/keys.html"


@bp.get("/account")
@requires(Permission.SIGNED_IN)
def account() -> ResponseReturnValue:
    """One's own name, password and colours."""
    return render_template(_ACCOUNT, **_account_forms())


@bp.post("/account")
@requires(Permission.SIGNED_IN)
def rename() -> ResponseReturnValue:
    """Change one's own name."""
    form, page = NameForm(), _ACCOUNT
    if not form.validate():
        return form_again(page, form, **_account_forms(name_form=form))
    try:
        service.rename(current_person().id, form.name.data or "")
    except MENDABLE as refusal:
        return form_again(page, form, refusal, **_account_forms(name_form=form))
    db.session.commit()
    flash(_("Your name is changed."), "success")
    return redirect(address_of("accounts.account"))


@bp.post("/account/password")
@requires(Permission.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    """Change one's own password; every other browser is signed out, and copies of this cookie."""
    form, page, who = PasswordForm(), _ACCOUNT, current_person()
    forms = _account_forms(password_form=form)
    if not form.validate():
        return form_again(page, form, **forms)
    try:
        current, new = form.current_password.data or "", form.password.data or ""
        secret = service.change_password(who.id, current, new, **browser())
    except MENDABLE as refusal:
        return form_again(page, form, refusal, **forms)
    db.session.commit()
    renew(secret)
    flash(_("Your password is changed, and other browsers are signed out."), "success")
    return redirect(address_of("accounts.account"))


@bp.post("/account/theme")
@requires(Permission.SIGNED_IN)
def set_theme() -> ResponseReturnValue:
    """Remember the colours: for the button in the top bar, and for the form of the account."""
    form = ThemeForm()
    form.checked()
    service.set_theme(current_person().id, Theme(form.theme.data))
    db.session.commit()
    return make_response("", 204) if wants_json() else redirect(address_of("accounts.account"))


@bp.get("/account/keys")
@requires(Permission.SIGNED_IN)
def keys() -> ResponseReturnValue:
    """Every command with its keys, to be changed."""
    found = preferences(current_person().id)
    return render_template(_KEYS, form=KeysForm(formdata=None, keys=found.keys or ""))


@bp.post("/account/keys")
@requires(Permission.SIGNED_IN)
def set_keys() -> ResponseReturnValue:
    """Remember one's own keys."""
    form = KeysForm()
    if not form.validate():
        return form_again(_KEYS, form)
    service.set_keys(current_person().id, form.keys.data or "")
    db.session.commit()
    flash(
        _("Your keys are saved. Articles that are open follow when they are loaded again."),
        "success",
    )
    return redirect(address_of("accounts.keys"))


@bp.post("/account/reading")
@requires(Permission.SIGNED_IN)
def set_reading() -> ResponseReturnValue:
    """Remember whether marks are announced while reading."""
    form = ReadingForm()
    form.checked()
    service.set_announces(current_person().id, form.announces.data)
    db.session.commit()
    flash(_("That is saved."), "success")
    return redirect(address_of("accounts.account"))


@bp.post("/account/languages")
@requires(Permission.SIGNED_IN)
def set_languages() -> ResponseReturnValue:
    """Remember which languages the person reads."""
    form = ReadsForm()
    if not form.validate():
        return form_again(_ACCOUNT, form, **_account_forms(reads_form=form))
    try:
        service.set_languages(current_person().id, form.tags)
    except MENDABLE as refusal:
        return form_again(_ACCOUNT, form, refusal, **_account_forms(reads_form=form))
    db.session.commit()
    flash(_("That is saved."), "success")
    return redirect(address_of("accounts.account"))


@bp.post("/account/language")
@requires(Permission.SIGNED_IN)
def set_language() -> ResponseReturnValue:
    """Remember the language of the pages, and answer in it from here on."""
    form = LanguageForm()
    form.checked()
    service.set_language(current_person().id, form.language.data or None)
    db.session.commit()
    with force_locale(locale_for(form.language.data)):
        flash(_("The pages are in this language now."), "success")
    return redirect(address_of("accounts.account"))


def _account_forms(**shown: AppForm) -> dict[str, Any]:
    who = current_person()
    likes = preferences(who.id)
    return {
        "name_form": NameForm(formdata=None, name=who.name),
        "password_form": PasswordForm(formdata=None),
        "theme_form": ThemeForm(formdata=None, theme=who.theme.value),
        "language_form": LanguageForm(formdata=None, language=who.language or ""),
        "reads_form": ReadsForm(formdata=None, reads=", ".join((likes.reads or "").split())),
        "reading_form": ReadingForm(formdata=None, announces=likes.announces),
        **shown,
    }
