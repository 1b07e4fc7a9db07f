"""Opening and ending session rows: what a signed-in browser is to the server."""

from __future__ import annotations

import logging
import secrets

from sqlalchemy import update

from annotator.accounts.models import UserSession
from annotator.accounts.queries import token_sha256
from annotator.clock import now
from annotator.db import db
from annotator.errors import NotFound

_AGENT_LENGTH = 300

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
    query = update(UserSession).where(
        UserSession.user_id == user_id, UserSession.ended_at.is_(None)
    )
    if keep is not None:
        query = query.where(UserSession.id != keep)
    ended: int = db.session.execute(query.values(ended_at=now())).rowcount  # type: ignore[attr-defined]
    if ended:
        _log.info("sessions ended user=%d number=%d", user_id, ended)
    return ended


def _not_signed_in() -> NotFound:
    return NotFound("That browser is not signed in as you any more.")
