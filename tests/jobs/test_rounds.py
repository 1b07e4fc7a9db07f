"""What is looked after every so often, without anybody's asking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest
from flask import Flask

from annotator.config import Config
from annotator.jobs import rounds
from annotator.jobs.rounds import Rounds, round_every
from annotator.jobs.worker import working

HOUR = timedelta(hours=1)


@pytest.fixture
def made() -> Iterator[list[str]]:
    """What the rounds of a test did; they are not made after it."""
    before, done = dict(rounds._rounds), []

    @round_every(HOUR)
    def breaks() -> None:
        done.append("breaks")
        raise OSError("the disk is away")

    @round_every(2 * HOUR)
    def works() -> None:
        done.append("works")

    yield done
    rounds._rounds.clear()
    rounds._rounds.update(before)


def test_each_is_made_at_the_start_and_after_its_interval_whatever_becomes_of_others(
    app: Flask, made: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    seconds = [0.0]
    mine = Rounds(lambda: seconds[0])
    mine.make()
    mine.make()
    assert made == ["breaks", "works"]
    assert "breaks): the disk is away" in caplog.text
    seconds[0] = HOUR.total_seconds()
    mine.make()
    assert made == ["breaks", "works", "breaks"]
    seconds[0] = 2 * HOUR.total_seconds()
    mine.make()
    assert made[3:] == ["breaks", "works"]


def test_a_worker_makes_them(app: Flask, config: Config, made: list[str]) -> None:
    called = Event()

    @round_every(HOUR)
    def tells() -> None:
        called.set()

    with working(app.app_context, config):
        assert called.wait(60)
