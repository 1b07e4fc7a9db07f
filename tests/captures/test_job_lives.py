"""Jobs that are killed, taken over or switched off leave what they should and no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from socket import socket

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from annotator.captures.asking import CAPTURE
from annotator.captures.models import Capture
from annotator.config import Config
from annotator.db import db, writing
from annotator.jobs.attempt import Hands
from annotator.jobs.models import Job, State
from annotator.jobs.running import run_job
from tests.captures.sourced import (
    PAGE,
    URL,
    captures,
    jobs,
    replayed,
    source_of,
    sourced,
    stored,
)
from tests.databases import ON_BOTH, config_for
from tests.safefetch.network import Network
from tests.workspace.marks import Hand

WorkOff = Callable[[], int]


@ON_BOTH
def test_a_job_whose_worker_was_killed_keeps_one_capture(
    app: Flask, hand: Hand, web: Network, hands: Hands
) -> None:
    web.pages["/wall"] = PAGE
    mark = sourced(hand)
    (job,) = jobs(CAPTURE)
    for _ in range(2):
        run_job(job.id, hands)
        # As if the worker had gone before it was written down that the job is done.
        with db.engines[None].begin() as connection:
            connection.execute(
                update(Job)
                .where(Job.id == job.id)
                .values(state=State.QUEUED, finished_at=None, lease_until=None)
            )
    assert len(captures(mark)) == 1
    assert stored(mark).version == 2
    assert len(web.requests) == 1
    assert replayed(mark)


@ON_BOTH
def test_a_worker_that_lost_its_job_leaves_nothing(
    app: Flask, hand: Hand, web: Network, hands: Hands
) -> None:
    mark = sourced(hand)
    (job,) = jobs(CAPTURE)

    def taken_over(line: socket) -> None:
        with app.app_context(), db.engines[None].begin() as connection:
            connection.execute(update(Job).where(Job.id == job.id).values(attempts=7))
        line.sendall(PAGE)

    web.pages["/wall"] = taken_over
    run_job(job.id, hands)
    db.session.rollback()
    assert captures(mark) == []
    assert source_of(mark).title is None


@ON_BOTH
def test_a_capture_is_never_changed_or_deleted(hand: Hand, web: Network, work_off: WorkOff) -> None:
    web.pages["/wall"] = PAGE
    sourced(hand)
    work_off()
    for statement in ("UPDATE capture SET title = 'x'", "DELETE FROM capture"):
        with pytest.raises(DBAPIError, match="append-only"), writing():
            db.session.execute(text(statement))
    assert db.session.scalar(select(func.count(Capture.id))) == 1


def test_a_kept_text_that_was_tampered_with_is_noticed(
    hand: Hand, web: Network, work_off: WorkOff
) -> None:
    web.pages["/wall"] = PAGE
    mark = sourced(hand)
    work_off()
    with db.engines[None].begin() as connection:
        connection.execute(text("DROP TRIGGER capture_refuses_update"))
        connection.execute(text("UPDATE capture SET text = 'something else'"))
    assert not replayed(mark)


def test_a_person_can_have_only_so_many_pages_looked_at(
    hand: Hand, web: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.captures.asking.MOST_IN_WINDOW", 3)
    for number in range(5):
        sourced(hand, f"{URL}/{number}")
    assert len(jobs(CAPTURE)) == 3


class TestSwitchedOff:
    """As it is until somebody sets ANNOTATOR_FETCH."""

    @pytest.fixture
    def config(self, database: str, instance: Path) -> Config:
        return config_for(database, instance)

    def test_nothing_leaves_the_machine(self, hand: Hand, web: Network, work_off: WorkOff) -> None:
        sourced(hand)
        assert jobs(CAPTURE) == []
        assert work_off() == 0
        assert web.asked == []


def test_a_job_from_before_fetching_was_switched_off_says_so(
    hand: Hand, web: Network, work_off: WorkOff, hands: Hands
) -> None:
    sourced(hand)
    object.__setattr__(hands, "config", replace(hands.config, fetch=False))
    work_off()
    (job,) = jobs(CAPTURE)
    assert job.state is State.FAILED
    assert "ANNOTATOR_FETCH=1" in (job.reason or "")
    assert web.asked == []
