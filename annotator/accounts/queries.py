"""Reading accounts and sessions."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, select

from annotator.accounts.browsers import browser_of
from annotator.accounts.models import OneTimeLink, User, UserSession
from annotator.accounts.person import Person
from annotator.clock import now
from annotator.db import READ, Prepared, db, reader


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session that has not ended: when it began, and when it was last seen."""

    person: Person
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How long a session lives: so many hours without a request, and so many days in all."""

    idle_hours: int
    longest_days: int

    def over(self, created_at: datetime, seen_at: datetime) -> bool:
        """Whether a session that began and was last seen then is over now."""
        moment = now()
        too_idle = moment - seen_at > timedelta(hours=self.idle_hours)
        return too_idle or moment - created_at >= timedelta(days=self.longest_days)


@dataclass(frozen=True, slots=True)
class OwnSession:
    """A browser that is signed in, as its person sees it; None for what it did not tell."""

    id: int
    browser: str | None
    system: str | None
    address: str | None
    created_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Preferences:
    """How somebody works; `keys` is JSON as `accounts/shortcuts.py` stores it, None as usual."""

    keys: str | None
    announces: bool
    #: The tags of the languages that they read, with a space between; None is all.
    reads: str | None


@dataclass(frozen=True, slots=True)
class Credentials:
    """What is needed to check an account's password."""

    id: int
    name: str
    email_key: str
    password_hash: str | None


_LIVE_SESSION = Prepared(
    select(
        User.id,
        User.name,
        User.email,
        User.is_admin,
        User.theme,
        User.language,
        UserSession.id,
        UserSession.created_at,
        UserSession.seen_at,
    )
    .join(UserSession, UserSession.user_id == User.id)
    .where(
        UserSession.token_sha256 == bindparam("token"),
        UserSession.ended_at.is_(None),
        User.is_active,
    )
)


def live_session(token_sha256: str) -> LiveSession | None:
    """The session with this secret, unless it was ended or its person deactivated."""
    row = _LIVE_SESSION.first(reader(), token=token_sha256)
    if row is None:
        return None
    user_id, name, email, is_admin, theme, language, session_id, created_at, seen_at = row
    person = Person(user_id, name, email or "", is_admin, theme, session_id, language)
    return LiveSession(person, created_at, seen_at)


def signed_in_at(session_id: int) -> datetime:
    """When the password was typed in this session; on a connection of its own, before a hash."""
    query = select(UserSession.created_at).where(UserSession.id == session_id)
    with db.engines[READ].connect() as connection:
        found: datetime = connection.execute(query).scalar_one()
    return found


def live_sessions_of(user_id: int, limits: Lifetimes) -> list[OwnSession]:
    """Where the person is signed in, the browser that was seen last first."""
    query = select(UserSession).where(
        UserSession.user_id == user_id, UserSession.ended_at.is_(None)
    )
    rows = db.session.scalars(query.order_by(UserSession.seen_at.desc(), UserSession.id.desc()))
    return [
        OwnSession(one.id, *browser_of(one.agent), one.address, one.created_at, one.seen_at)
        for one in rows
        if not limits.over(one.created_at, one.seen_at)
    ]


def preferences(user_id: int) -> Preferences:
    """How the person likes to work.

    On a connection of its own, for pages that show it beside a form that checks a password.
    """
    query = select(User.keys, User.announces, User.reads).where(User.id == user_id)
    with db.engines[READ].connect() as connection:
        row = connection.execute(query).one()
    return Preferences(row.keys, row.announces, row.reads)


def user_by_email(email: str) -> User | None:
    """The account with this address, whatever its case."""
    return db.session.scalar(select(User).where(User.email_key == email_key(email)))


def administrators() -> Sequence[User]:
    """The active site admins who can have a password, the oldest first."""
    query = select(User).where(User.is_admin, User.is_active, User.email_key.is_not(None))
    return db.session.scalars(query.order_by(User.id)).all()


def email_key(email: str) -> str:
    """The form of an address that is unique: trimmed and without case."""
    return email.strip().casefold()


def credentials(who: str | int) -> Credentials | None:
    """The active account with this e-mail address or id.

    On a connection of its own, so that no transaction is open while a hash is computed.
    """
    return _credentials(
        User.id == who if isinstance(who, int) else User.email_key == email_key(who)
    )


def credentials_of_link(token: str) -> Credentials | None:
    """The active account that a one-time link is for, while the link is good."""
    links = select(OneTimeLink.user_id).where(
        OneTimeLink.token_sha256 == token_sha256(token),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > now(),
    )
    return _credentials(User.id.in_(links))


def token_sha256(token: str) -> str:
    """What a row keeps of a secret: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def _credentials(which: ColumnElement[bool]) -> Credentials | None:
    query = select(User.id, User.name, User.email_key, User.password_hash)
    with db.engines[READ].connect() as connection:
        row = connection.execute(
            query.where(which, User.is_active, User.email_key.is_not(None))
        ).one_or_none()
    if row is None:
        return None
    return Credentials(row.id, row.name, row.email_key or "", row.password_hash)


def languages_of(user_id: int) -> tuple[str, ...]:
    """The tags of the languages that the person reads, in small letters; none is all of them."""
    return languages_of_all([user_id]).get(user_id, ())


def languages_of_all(user_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The same of several people, by account id."""
    said = db.session.execute(select(User.id, User.reads).where(User.id.in_(user_ids)))
    return {key: tuple((reads or "").split()) for key, reads in said}
