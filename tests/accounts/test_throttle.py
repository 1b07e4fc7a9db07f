"""Guessing passwords gets slower and slower, and never shuts anybody out for good."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from annotator import create_app
from annotator.accounts import throttle
from annotator.accounts.models import SignInAttempt
from annotator.accounts.throttle import count_attempt, forgive, network_of, seconds_to_wait
from annotator.clock import now
from annotator.db import db, writing
from annotator.errors import TooOften
from tests.databases import ON_BOTH, config_for

ACCOUNT, HOME, AWAY = "lea@example.org", "192.0.2.7", "198.51.100.9"


def waits(account: str = ACCOUNT, address: str = HOME) -> int:
    """Seconds that the next attempt must wait; it is counted when that is 0."""
    try:
        count_attempt(account, address)
    except TooOften as refusal:
        return refusal.retry_after
    return 0


def test_the_wait_doubles_up_to_five_minutes() -> None:
    assert [seconds_to_wait(count, 5) for count in range(10)] == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16]
    assert seconds_to_wait(1_000_000, 5) == 300


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.0/24"),
        ("not an address", None),
        (None, None),
    ],
)
def test_neighbours_count_together(address: str | None, network: str | None) -> None:
    assert network_of(address) == network


@ON_BOTH
def test_an_account_waits_after_five_attempts_wherever_they_come_from(app: Flask) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        assert [waits() for _ in range(6)] == [0, 0, 0, 0, 0, 1]
        assert waits(address=AWAY) == 1
        assert waits("somebody@example.org") == 0
        clock.shift(timedelta(seconds=1.1))
        assert waits() == 0
        assert waits() == 2


def test_a_network_waits_too_but_later(app: Flask) -> None:
    with time_machine.travel(now(), tick=False):
        for number in range(throttle.FREE_FOR_NETWORK):
            assert waits(f"person-{number}@example.org", f"192.0.2.{number}") == 0
        assert waits("one-more@example.org", "192.0.2.200") == 1
        assert waits("one-more@example.org", AWAY) == 0


def test_nobody_is_shut_out_for_good(app: Flask) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(40):
            wait = waits()
            assert wait <= throttle.LONGEST_WAIT
            clock.shift(timedelta(seconds=wait))
        clock.shift(timedelta(minutes=15, seconds=1))
        assert waits() == 0
        assert db.session.scalar(select(func.count(SignInAttempt.id))) == 2


def test_success_forgives_the_account_but_not_the_network(app: Flask) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(4):
            waits()
        clock.shift(timedelta(seconds=1))
        attempt = count_attempt(ACCOUNT, HOME)
        with writing():
            forgive(attempt)
        keys = db.session.scalars(select(SignInAttempt.key)).all()
        assert keys == ["network:192.0.2.0/24"] * 4


def test_rows_do_not_hold_addresses(app: Flask) -> None:
    waits()
    keys = db.session.scalars(select(SignInAttempt.key)).all()
    assert not any("lea" in key or HOME in key for key in keys)


def test_who_must_wait_is_a_line_of_the_log_without_their_address(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with time_machine.travel(now(), tick=False):
        for _ in range(5):
            count_attempt("canary@example.org", None)
        with pytest.raises(TooOften):
            count_attempt("canary@example.org", None)
    [line] = [one.getMessage() for one in caplog.records if one.name == "annotator.security"]
    assert re.fullmatch(r"too many attempts at=account:[0-9a-f]{32} wait=1", line)


@ON_BOTH
def test_attempts_at_one_moment_over_two_workers_are_all_counted(
    app: Flask, database: str, tmp_path: Path
) -> None:
    workers = [app, create_app(config_for(database, tmp_path))]

    def attempt(number: int) -> bool:
        with workers[number % 2].app_context():
            try:
                count_attempt(ACCOUNT, f"10.0.{number}.1")
            except TooOften:
                return False
            return True

    with time_machine.travel(now(), tick=False), ThreadPoolExecutor(8) as pool:
        passed = sum(pool.map(attempt, range(24)))
    with workers[1].app_context():
        for engine in db.engines.values():
            engine.dispose()
    assert passed == throttle.FREE_FOR_ACCOUNT
