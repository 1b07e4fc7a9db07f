"""Slowing down guesses at passwords: the longer somebody fails, the longer the wait.

Rows and not memory, so that every worker counts the same attempts. An attempt is counted
before its password is looked at, in a transaction of its own: many guesses sent at one moment
cannot all slip through before the first of them has failed.
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from annotator.accounts.models import SignInAttempt
from annotator.clock import now
from annotator.db import READ, db
from annotator.errors import TooOften

WINDOW = timedelta(minutes=15)

#: Attempts that cost nothing, and the longest wait in seconds: never a lock for good.
FREE_FOR_ACCOUNT, FREE_FOR_NETWORK = 5, 30
LONGEST_WAIT = 300

#: Of an account's hash, as much as tells one from another; an address' network is shorter.
_KEY_LOGGED = 40

_log = logging.getLogger("annotator.security")


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that is counted, until `forgive` takes it back."""

    account: str
    network: str | None
    at: datetime


def count_attempt(email_key: str, address: str | None) -> Attempt:
    """Count one more attempt, or raise `TooOften` with the seconds to wait."""
    network = network_of(address)
    attempt = Attempt(
        "account:" + hashlib.sha256(email_key.encode()).hexdigest(),
        None if network is None else "network:" + network,
        now(),
    )
    limits = [(attempt.account, FREE_FOR_ACCOUNT)]
    if attempt.network is not None:
        limits.append((attempt.network, FREE_FOR_NETWORK))
    # A look without the write lock first: who must wait anyway costs the others nothing.
    with db.engines[READ].connect() as connection:
        _refuse_too_often(connection, limits, attempt.at)
    with db.engines[None].begin() as connection:
        _stand_in_line(connection, limits)
        _refuse_too_often(connection, limits, attempt.at)
        connection.execute(delete(SignInAttempt).where(SignInAttempt.at < attempt.at - WINDOW))
        connection.execute(
            insert(SignInAttempt), [{"key": key, "at": attempt.at} for key, _free in limits]
        )
    return attempt


def forgive(attempt: Attempt) -> None:
    """Take back an attempt that succeeded, and with it the account's failures before it.

    The network's failures stay: one account of one's own must not buy guesses at others'.
    """
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.key == attempt.account))
    if attempt.network is not None:
        db.session.execute(
            delete(SignInAttempt).where(
                SignInAttempt.key == attempt.network, SignInAttempt.at == attempt.at
            )
        )


def network_of(address: str | None) -> str | None:
    """The /24 or /64 around an address: what one person can easily change lies inside it."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    size = 24 if found.version == 4 else 64
    return str(ipaddress.ip_network(f"{found}/{size}", strict=False))


def seconds_to_wait(failures: int, free: int) -> int:
    """Nothing for the first `free` failures, then 1, 2, 4, 8, … seconds up to the longest."""
    if failures < free:
        return 0
    return min(1 << min(failures - free, 20), LONGEST_WAIT)


def _stand_in_line(connection: Connection, limits: list[tuple[str, int]]) -> None:
    # SQLite has one writer at a time. On PostgreSQL, attempts at the same account or from the
    # same network wait for each other until the transaction ends, so that each sees the rest.
    if connection.dialect.name == "postgresql":
        for key, _free in limits:
            lock = func.pg_advisory_xact_lock(func.hashtextextended(key, 0))
            connection.execute(select(lock))


def _refuse_too_often(connection: Connection, limits: list[tuple[str, int]], at: datetime) -> None:
    for key, free in limits:
        count, last = connection.execute(
            select(func.count(), func.max(SignInAttempt.at)).where(
                SignInAttempt.key == key, SignInAttempt.at > at - WINDOW
            )
        ).one()
        wait = seconds_to_wait(count, free) - (at - last).total_seconds() if last else 0
        if wait > 0:
            _log.warning("too many attempts at=%s wait=%d", key[:_KEY_LOGGED], math.ceil(wait))
            raise TooOften("Too many attempts to sign in; wait a little.", math.ceil(wait))
