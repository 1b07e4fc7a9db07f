"""Where one is signed in, and signing out there."""

from __future__ import annotations

from flask import flash, redirect, render_template
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from annotator.accounts.queries import live_sessions_of
from annotator.accounts.sessions import close_other_sessions, close_own_session, move_session
from annotator.accounts.views.blueprint import bp, browser
from annotator.db import db
from annotator.permissions import Permission
from annotator.web.confirming import confirmed
from annotator.web.guards import current_person, requires
from annotator.web.sessions import lifetimes, renew


@bp.get("/account/sessions")
@requires(Permission.SIGNED_IN)
def sessions() -> ResponseReturnValue:
    """Every browser that is signed in as this person, this one first."""
    who, limits = current_person(), lifetimes()
    found = sorted(live_sessions_of(who.id, limits), key=lambda one: one.id != who.session_id)
    return render_template("accounts/sessions.html", sessions=found, limits=limits)


@bp.post("/account/sessions/<int:session_id>/end")
@requires(Permission.SIGNED_IN, prepares=True)
@confirmed()
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign one other browser out."""
    close_own_session(current_person().id, session_id)
    db.session.commit()
    flash(_("That browser is signed out."), "success")
    return redirect(address_of("accounts.sessions"))


@bp.post("/account/sessions/end-others")
@requires(Permission.SIGNED_IN, prepares=True)
@confirmed()
def end_other_sessions() -> ResponseReturnValue:
    """Sign every browser out but this one, which goes on in a new session.

    A copy of this browser's cookie would otherwise be signed in still.
    """
    who = current_person()
    ended = close_other_sessions(who.id, keep=who.session_id)
    secret = move_session(who.id, who.session_id, **browser())
    db.session.commit()
    renew(secret)
    flash(
        ngettext(
            "%(num)d other browser is signed out.", "%(num)d other browsers are signed out.", ended
        ),
        "success",
    )
    return redirect(address_of("accounts.sessions"))
