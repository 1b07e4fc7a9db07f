"""Opening and ending session rows: what a signed-in browser is to the server."""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta

from sqlalchemy import Select, or_, select, update

from annotator.accounts.models import User, UserSession
from annotator.accounts.queries import Lifetimes, token_sha256
from annotator.clock import now
from annotator.db import READ, db
from annotator.errors import NotFound

_AGENT_LENGTH = 300
#: For so long after a browser was last seen its address and its name are kept, for whoever asks
#: after an account that was misused.
KEPT = timedelta(days=30)
#: So many rows are written in one transaction: whoever signs in meanwhile waits for no more.
_FEW = 200

_log = logging.getLogger("annotator.security")


def open_session(user_id: int, *, address: str | None, agent: str | None) -> str:
    """A new session; returns the secret for the cookie, of which the row keeps only a hash."""
    secret = secrets.token_urlsafe(32)
    moment = now()
    db.session.add(
        UserSession(
            token_sha256=token_sha256(secret),
            user_id=user_id,
            created_at=moment,
            seen_at=moment,
            address=address,
            agent=agent[:_AGENT_LENGTH] if agent else None,
        )
    )
    db.session.flush()
    return secret


def close_session(session_id: int) -> bool:
    """End one session; its cookie opens nothing any more. Tells whether it was open until now."""
    done = db.session.execute(
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.ended_at.is_(None))
        .values(ended_at=now())
    )
    _log.info("session ended session=%d", session_id)
    return bool(done.rowcount)  # type: ignore[attr-defined]


def move_session(user_id: int, session_id: int, *, address: str | None, agent: str | None) -> str:
    """Go on in a new session, so that copies of the old cookie do not; returns its secret.

    Raises `NotFound` where the old one was ended meanwhile: nobody gets away from that.
    """
    _hold(user_id)
    if not close_session(session_id):
        raise _not_signed_in()
    return open_session(user_id, address=address, agent=agent)


def close_own_session(user_id: int, session_id: int) -> None:
    """End one of the person's own sessions; `NotFound` where it is another's or over already."""
    found = db.session.get(UserSession, session_id)
    if found is None or found.user_id != user_id or found.ended_at is not None:
        raise _not_signed_in()
    close_session(session_id)


def close_other_sessions(user_id: int, *, keep: int | None) -> int:
    """End every session of the person but one; returns how many there were."""
    _hold(user_id)
    query = update(UserSession).where(
        UserSession.user_id == user_id, UserSession.ended_at.is_(None)
    )
    if keep is not None:
        query = query.where(UserSession.id != keep)
    ended: int = db.session.execute(query.values(ended_at=now())).rowcount  # type: ignore[attr-defined]
    if ended:
        _log.info("sessions ended user=%d number=%d", user_id, ended)
    return ended


def _hold(user_id: int) -> None:
    """Nobody else moves or ends the person's sessions until this transaction is over.

    Whoever ends all of them would not see one that is just being opened in another's place.
    """
    db.session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))


def forget_places(limits: Lifetimes) -> int:
    """Of sessions over and not seen for `KEPT`, forget from where and by what; how many there were.

    That they were, and when, stays. In short transactions of its own; any number of workers may do
    so at once, since a row that somebody writes to is left for the next time.
    """
    count, found = 0, _told_too_long(limits)
    with db.engines[READ].connect() as connection:
        is_done = connection.scalar(found.limit(1)) is None
    while not is_done:
        with db.engines[None].begin() as connection:
            few = found.order_by(UserSession.id).limit(_FEW).with_for_update(skip_locked=True)
            ids = connection.scalars(few).all()
            forgotten = update(UserSession).where(UserSession.id.in_(ids))
            connection.execute(forgotten.values(address=None, agent=None))
        count, is_done = count + len(ids), len(ids) < _FEW
    return count


def _told_too_long(limits: Lifetimes) -> Select[int]:
    moment = now()
    return select(UserSession.id).where(
        UserSession.seen_at < moment - KEPT,
        or_(UserSession.address.is_not(None), UserSession.agent.is_not(None)),
        # What `Lifetimes.over` says of one.
        or_(
            UserSession.ended_at.is_not(None),
            UserSession.seen_at < moment - timedelta(hours=limits.idle_hours),
            UserSession.created_at <= moment - timedelta(days=limits.longest_days),
        ),
    )


def _not_signed_in() -> NotFound:
    return NotFound("That browser is not signed in as you any more.")
