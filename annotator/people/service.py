"""Closing an account and opening it again: what the person did stays, and stays theirs."""

from __future__ import annotations

import logging

from sqlalchemy import select

from annotator.accounts.models import User
from annotator.accounts.service import use_up_links
from annotator.accounts.sessions import close_other_sessions
from annotator.assignments.models import OPEN, Assignment
from annotator.assignments.service import release
from annotator.audit.models import Action, Actor
from annotator.audit.service import lock_chain, record_change, snapshot
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict, Invalid, NotFound
from annotator.people.queries import present_memberships
from annotator.projects.queries import put_away
from annotator.text.visible import said

MAX_REASON = 500

_log = logging.getLogger("annotator.security")


def deactivate(user_id: int, *, reason: str, gives_back: bool, actor: Actor) -> User:
    """Close the account: every session ends now, and no link opens it.

    With `gives_back`, the person's unfinished work goes back to the queue of each project. Each
    project that they belong to keeps an event of it. Raises `Conflict` for one's own account, the
    last administrator's, and one that is closed; `Invalid` for a reason that is none.
    """
    user = _found(user_id)
    reason = " ".join(said(reason).split())
    if not 1 <= len(reason) <= MAX_REASON:
        raise Invalid("Say why, in at most %(most)s characters.", "reason", most=MAX_REASON)
    if user.id == actor.id:
        raise Conflict("This is your own account; ask another administrator to deactivate it.")
    if not user.is_active:
        raise Conflict("This account is deactivated already.")
    _keep_an_administrator(user)
    user.is_active, user.deactivated_at, user.deactivated_reason = False, now(), reason
    ended = close_other_sessions(user.id, keep=None)
    use_up_links(user.id)
    for project_id in _tell_projects(Action.MEMBER_DEACTIVATED, user, actor):
        if gives_back:
            _give_back(project_id, user.id, actor)
    _log.warning(
        "account deactivated user=%d by=%s sessions_ended=%d", user.id, actor.id or "-", ended
    )
    return user


def reactivate(user_id: int, *, actor: Actor) -> User:
    """Open the account again, with the password it had; raises `Conflict` where it is open.

    No session and no link of before comes back.
    """
    user = _found(user_id)
    if user.is_active:
        raise Conflict("This account is active.")
    user.is_active, user.deactivated_at, user.deactivated_reason = True, None, None
    _tell_projects(Action.MEMBER_REACTIVATED, user, actor)
    _log.warning("account reactivated user=%d by=%s", user.id, actor.id or "-")
    return user


def set_administrator(user_id: int, *, is_admin: bool, actor: Actor) -> User:
    """Give somebody the administration of the server, or take it from them.

    Each project that they belong to keeps an event of it; links of before end. Raises `Conflict`
    for one's own account, a closed one, one without an address to sign in with, and where it is
    so already.
    """
    user = _found(user_id)
    if user.id == actor.id:
        raise Conflict("This is your own account; ask another administrator to change it.")
    if user.is_admin == is_admin:
        raise Conflict("It is so already: nothing was changed.")
    if is_admin and not (user.is_active and user.email_key):
        raise Conflict("Only somebody who can sign in can be an administrator.")
    if not is_admin:
        _keep_an_administrator(user)
    user.is_admin = is_admin
    if is_admin:
        # A lead who invited them may hold a link that would now open the administration.
        use_up_links(user.id)
    _tell_projects(Action.MEMBER_EMPOWERED if is_admin else Action.MEMBER_DISEMPOWERED, user, actor)
    _log.warning("administration user=%d is_admin=%s by=%s", user.id, is_admin, actor.id or "-")
    return user


def _found(user_id: int) -> User:
    # Two who deactivate each other at one moment must not both find an administrator left: on
    # PostgreSQL the second waits here, on SQLite it waited for the write transaction.
    query = select(User).where(User.is_admin | (User.id == user_id)).order_by(User.id)
    rows = db.session.scalars(query.with_for_update(key_share=True)).all()
    user = next((one for one in rows if one.id == user_id), None)
    if user is None:
        raise NotFound("There is no such account.")
    return user


def _keep_an_administrator(user: User) -> None:
    others = select(User.id).where(User.is_admin, User.is_active, User.id != user.id)
    if user.is_admin and db.session.scalars(others.limit(1)).first() is None:
        raise Conflict("This is the last administrator; make somebody else one first.")


def _tell_projects(action: Action, user: User, actor: Actor) -> list[int]:
    """Write the event into each project the person belongs to; returns the projects' ids."""
    found = present_memberships(user.id)
    for member in found:
        lock_chain(member.project_id)
        record_change(action, member, before=snapshot(member), actor=actor)
    return [member.project_id for member in found]


def _give_back(project_id: int, user_id: int, actor: Actor) -> None:
    # In a project that is put away everybody keeps what they had.
    query = select(Assignment).where(
        Assignment.project_id == project_id,
        Assignment.project_id.not_in(put_away()),
        Assignment.reviewer_id == user_id,
        Assignment.state.in_(OPEN),
    )
    for one in db.session.scalars(query.order_by(Assignment.created_at, Assignment.id)).all():
        release(one, actor=actor)
