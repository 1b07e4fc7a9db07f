"""Everybody with an account on this server, for its administrators."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.db import db
from annotator.errors import NotFound
from annotator.people import queries, service
from annotator.people.forms import AdministrationForm, DeactivationForm, PeopleFilter
from annotator.permissions import Permission
from annotator.web.confirming import confirmed
from annotator.web.guards import current_person, requires
from annotator.web.paging import PAGE_SIZE, cursor_from, page_of
from annotator.web.refusals import MENDABLE, form_again

bp = Blueprint("people", __name__)

_PERSON = "people/person.html"


@bp.get("/people")
@requires(Permission.MANAGE_PEOPLE)
def index() -> ResponseReturnValue:
    """Everybody, active or not, or those of some name or address."""
    form = PeopleFilter(request.args, meta={"csrf": False})
    words, cursor = form.q.data or None, cursor_from(request.args.get("after"))
    found = page_of(queries.accounts(cursor, PAGE_SIZE + 1, words), lambda one: one.user.id)
    after = found.next_cursor
    shown = {
        "next_url": address_of("people.index", q=words, after=after) if after else None,
        "first_url": address_of("people.index", q=words) if cursor else None,
        "clear_url": address_of("people.index") if words else None,
    }
    return render_template("people/index.html", form=form, people=found.rows, **shown)


@bp.get("/people/<int:user_id>")
@requires(Permission.MANAGE_PEOPLE)
def person(user_id: int) -> ResponseReturnValue:
    """One account: where its person works, and how to close it."""
    return render_template(_PERSON, form=DeactivationForm(formdata=None), **_person(user_id))


@bp.post("/people/<int:user_id>/deactivation")
@requires(Permission.MANAGE_PEOPLE, prepares=True)
@confirmed()
def deactivate(user_id: int) -> ResponseReturnValue:
    """Close the account; its person is signed out everywhere with it."""
    form, who, shown = DeactivationForm(), current_person(), _person(user_id)
    if not form.validate():
        return form_again(_PERSON, form, **shown)
    reason, gives_back = form.reason.data or "", form.gives_back.data
    try:
        service.deactivate(user_id, reason=reason, gives_back=gives_back, actor=who.actor)
    except MENDABLE as refusal:
        return form_again(_PERSON, form, refusal, **shown)
    db.session.commit()
    flash(_("The account is deactivated, and signed out everywhere."), "success")
    return redirect(address_of("people.person", user_id=user_id))


@bp.post("/people/<int:user_id>/reactivation")
@requires(Permission.MANAGE_PEOPLE, prepares=True)
@confirmed()
def reactivate(user_id: int) -> ResponseReturnValue:
    """Open the account again."""
    service.reactivate(user_id, actor=current_person().actor)
    db.session.commit()
    flash(_("The account is active again; they sign in with the password they had."), "success")
    return redirect(address_of("people.person", user_id=user_id))


@bp.post("/people/<int:user_id>/administration")
@requires(Permission.MANAGE_PEOPLE, prepares=True)
@confirmed()
def set_administrator(user_id: int) -> ResponseReturnValue:
    """Give them the administration of the server, or take it from them."""
    is_admin = AdministrationForm().is_admin.data
    service.set_administrator(user_id, is_admin=is_admin, actor=current_person().actor)
    db.session.commit()
    if is_admin:
        flash(_("They are an administrator now."), "success")
    else:
        flash(_("They are no administrator any more."), "success")
    return redirect(address_of("people.person", user_id=user_id))


def _person(user_id: int) -> dict[str, Any]:
    found = queries.account(user_id)
    if found is None:
        raise NotFound("There is no such account.")
    return {"account": found, "unfinished": queries.unfinished(user_id)}
