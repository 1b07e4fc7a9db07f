"""Accounts, their passwords, and one-time links."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update

from annotator.accounts.models import OneTimeLink, Theme, User
from annotator.accounts.names import checked_email, checked_name
from annotator.accounts.passwords import (
    hash_password,
    needs_rehash,
    refuse_weak,
    verify_password,
)
from annotator.accounts.queries import (
    Credentials,
    credentials,
    credentials_of_link,
    email_key,
    token_sha256,
    user_by_email,
)
from annotator.accounts.sessions import close_other_sessions, move_session, open_session
from annotator.accounts.shortcuts import checked_keys
from annotator.accounts.throttle import Attempt, count_attempt, forgive
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict, Invalid, NotFound

LINK_DAYS = 7
#: A link that is sent by mail lies in a mailbox, where others may come by.
RESET_MINUTES = 60
MOST_LANGUAGES = 30
_LANGUAGE = re.compile(r"[a-z]{2,3}")

_log = logging.getLogger("annotator.security")


def create_user(*, email: str | None, name: str | None = None, is_admin: bool = False) -> User:
    """A new account, without a password yet; hand its owner a link from `make_link`.

    Without a name, the part of the address before the @ stands in for it. Without an address
    (the author of imported marks) nobody can sign in.
    """
    address = None if email is None else checked_email(email)
    if address is not None and user_by_email(address) is not None:
        raise Conflict("There is an account for %(email)s already.", "email", email=address)
    user = User(
        name=checked_name(name or (address or "").partition("@")[0]),
        email=address,
        email_key=None if address is None else email_key(address),
        is_admin=is_admin,
        created_at=now(),
    )
    db.session.add(user)
    db.session.flush()
    _log.info("account created user=%d admin=%s", user.id, is_admin)
    return user


def rename(user_id: int, name: str) -> User:
    """Give the account another name."""
    user = db.session.get_one(User, user_id)
    user.name = checked_name(name)
    db.session.flush()
    return user


def set_theme(user_id: int, theme: Theme) -> None:
    """Remember what the pages should look like for this person."""
    db.session.execute(update(User).where(User.id == user_id).values(theme=theme))


def set_language(user_id: int, language: str | None) -> None:
    """Remember which language this person reads; None leaves it to the browser."""
    db.session.execute(update(User).where(User.id == user_id).values(language=language))


def set_languages(user_id: int, tags: Sequence[str]) -> None:
    """Remember which languages this person reads articles in; none is all of them.

    A region says nothing here: who reads `pt` reads `pt-BR`. Raises `Invalid` for what is no tag.
    """
    reads = sorted({tag.lower().split("-")[0] for tag in tags})
    wrong = next((tag for tag in reads if not _LANGUAGE.fullmatch(tag)), None)
    if wrong is not None:
        raise Invalid(
            "“%(tag)s” is no language: give codes of two or three letters, such as en or ar.",
            "reads",
            tag=wrong,
        )
    said = " ".join(reads[:MOST_LANGUAGES]) or None
    db.session.execute(update(User).where(User.id == user_id).values(reads=said))


def set_keys(user_id: int, text: str) -> None:
    """Remember the keys that this person chose; raises `Invalid` for what cannot be stored."""
    keys = checked_keys(text)
    db.session.execute(update(User).where(User.id == user_id).values(keys=keys))


def set_announces(user_id: int, announces: bool) -> None:
    """Remember whether marks are announced to this person while they read."""
    db.session.execute(update(User).where(User.id == user_id).values(announces=announces))


def set_password(user: User, password: str) -> None:
    """Check the rules for passwords and store the hash; the caller says who may do this."""
    refuse_weak(password, known=_known(user.email, user.name))
    user.password_hash = hash_password(password)
    db.session.flush()


def sign_in(email: str, password: str, *, address: str | None, agent: str | None) -> str:
    """Open a session and return its secret.

    Raises `Invalid`, always the same, when the two do not fit, and `TooOften` when this account
    or network has failed too often of late.
    """
    attempt = count_attempt(email_key(email), address)
    found = credentials(email)
    if not check_password(found, password) or found is None:
        _log.warning("sign-in failed user=%s address=%s", found.id if found else "-", address)
        raise Invalid("The e-mail address and the password do not fit together.", "password")
    # The hash is made before the first statement of the transaction, because SQLite's one
    # write lock must not be held for the 50 ms that it takes.
    fresh = hash_password(password) if needs_rehash(found.password_hash or "") else None
    forgive(attempt)
    if not _is_still(found):
        raise Invalid("The e-mail address and the password do not fit together.", "password")
    if fresh:
        _store_hash(found.id, fresh)
    secret = open_session(found.id, address=address, agent=agent)
    _log.info("signed in user=%d address=%s", found.id, address)
    return secret


def check_password(found: Credentials | None, password: str) -> bool:
    """Whether it is this account's password; as slow without an account as with one."""
    return verify_password(found.password_hash if found else None, password)


def check_own_password(user_id: int, password: str, *, address: str | None) -> Attempt:
    """Whether somebody who is signed in knows the password; returns the attempt, to be forgiven.

    Raises `Invalid` for the field `your_password`, and `TooOften` as signing in does. Nothing may
    be written yet: the hash takes its time.
    """
    found = credentials(user_id)
    attempt = count_attempt(found.email_key if found else "", address)
    if found is None or not check_password(found, password):
        _log.warning("password confirmation refused user=%d address=%s", user_id, address)
        raise Invalid("This is not your current password.", "your_password")
    return attempt


def renew_session(
    attempt: Attempt, user_id: int, session_id: int, *, address: str | None, agent: str | None
) -> str:
    """A new session in the place of the one in which the password was typed; returns its secret."""
    forgive(attempt)
    secret = move_session(user_id, session_id, address=address, agent=agent)
    _log.info("password confirmed user=%d address=%s", user_id, address)
    return secret


def change_password(
    user_id: int, current: str, new: str, *, address: str | None, agent: str | None
) -> str:
    """Replace the password; returns the secret of a new session, the only one that goes on.

    One-time links end too: whoever changes a password may do so because somebody else had a way
    in. Raises `Invalid` for the field `current_password` or `password`.
    """
    found = credentials(user_id)
    attempt = count_attempt(found.email_key if found else "", address)
    if found is None or not check_password(found, current):
        _log.warning("password change refused user=%d address=%s", user_id, address)
        raise Invalid("This is not your current password.", "current_password")
    refuse_weak(new, known=_known(found.email_key, found.name))
    fresh = hash_password(new)
    forgive(attempt)
    if not _is_still(found):
        raise Invalid("This is not your current password.", "current_password")
    _store_hash(user_id, fresh)
    use_up_links(user_id)
    ended = close_other_sessions(user_id, keep=None)
    _log.info("password changed user=%d sessions_ended=%d", user_id, ended)
    return open_session(user_id, address=address, agent=agent)


def make_link(user: User) -> str:
    """A new token for `/one-time/<token>`, good once and for seven days; older ones end."""
    use_up_links(user.id)
    return _new_link(user, timedelta(days=LINK_DAYS))


def make_reset_link(user: User) -> str:
    """A new token for whoever reads the account's mail, good once and for an hour.

    Older ones stay: anybody can ask for it, and must not end an invitation by that.
    """
    return _new_link(user, timedelta(minutes=RESET_MINUTES))


def count_reset(email: str, address: str | None) -> None:
    """Count that a link for this address was asked for; raises `TooOften` where it was too often.

    The same for an address that nobody has, and apart from attempts to sign in.
    """
    count_attempt("reset " + email_key(email), address)


def _new_link(user: User, life: timedelta) -> str:
    token = secrets.token_urlsafe(32)
    db.session.add(
        OneTimeLink(
            token_sha256=token_sha256(token),
            user_id=user.id,
            created_at=now(),
            expires_at=now() + life,
        )
    )
    db.session.flush()
    _log.info("one-time link made user=%d", user.id)
    return token


def redeem_link(token: str, password: str, *, address: str | None, agent: str | None) -> str:
    """Set the password that the link is for and sign in; returns the session's secret."""
    found = credentials_of_link(token)
    if found is None:
        raise link_gone()
    refuse_weak(password, known=_known(found.email_key, found.name))
    fresh = hash_password(password)
    used = db.session.execute(
        update(OneTimeLink)
        .where(
            OneTimeLink.token_sha256 == token_sha256(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now(),
        )
        .values(used_at=now())
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]  # Somebody was quicker.
        raise link_gone()
    use_up_links(found.id)
    _store_hash(found.id, fresh)
    close_other_sessions(found.id, keep=None)
    _log.info("one-time link used user=%d address=%s", found.id, address)
    return open_session(found.id, address=address, agent=agent)


def link_gone() -> NotFound:
    """The answer to a link that never was, was used, or is too old: always the same."""
    return NotFound("This link was used already or is too old; ask for a new one.")


def use_up_links(user_id: int) -> None:
    """End every one-time link of the account."""
    db.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.user_id == user_id, OneTimeLink.used_at.is_(None))
        .values(used_at=now())
    )


def _is_still(found: Credentials) -> bool:
    """Whether the account is open and its password the one that was checked a moment ago.

    From here on nobody changes that until this transaction ends. Somebody who goes on signing in
    with a password that leaked is at it, too, at the moment when its owner changes it.
    """
    query = select(User.id).where(
        User.id == found.id, User.is_active, User.password_hash == found.password_hash
    )
    return db.session.scalar(query.with_for_update(key_share=True)) is not None


def _store_hash(user_id: int, fresh: str) -> None:
    db.session.execute(update(User).where(User.id == user_id).values(password_hash=fresh))


def _known(*texts: str | None) -> tuple[str, ...]:
    return tuple(text for text in texts if text)
