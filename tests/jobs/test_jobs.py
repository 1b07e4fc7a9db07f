"""Jobs: asked for in a transaction, done once, and never lost."""

from __future__ import annotations

import json
from datetime import timedelta
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import select, update

from annotator.audit import replay
from annotator.clock import now
from annotator.config import Config
from annotator.db import begin_writing, db, writing
from annotator.errors import Conflict
from annotator.jobs import bookkeeping, queue
from annotator.jobs.attempt import Hands, Run
from annotator.jobs.bookkeeping import LEASE, MOST_ATTEMPTS, LostClaim
from annotator.jobs.keeping import KEPT, keep
from annotator.jobs.models import Job, State
from annotator.jobs.presenters import told
from annotator.jobs.queue import PlainMessages, queue_of
from annotator.jobs.running import run_job
from annotator.jobs.service import cancel, enqueue
from annotator.jobs.worker import THREADS, working
from tests.databases import ON_BOTH
from tests.jobs import kinds
from tests.jobs.conftest import Ask, WorkOff
from tests.personas import World


def again(job: Job) -> Job:
    """The job as it is stored now."""
    db.session.rollback()
    return db.session.get_one(Job, job.id, populate_existing=True)


def fallen_silent(job: Job) -> None:
    """A worker took the job up and was never heard of again."""
    assert bookkeeping.claim(job.id) is not None


@ON_BOTH
def test_a_job_that_was_asked_for_is_done_once(ask: Ask, work_off: WorkOff) -> None:
    job = ask("one")
    assert work_off() == 1
    assert kinds.DONE == ["one"]
    job = again(job)
    assert (job.state, job.attempts, json.loads(job.result or "")) == ("done", 1, {"word": "one"})
    assert work_off() == 0


def test_what_is_not_committed_is_not_handed_over(
    world: World, ask: Ask, work_off: WorkOff
) -> None:
    begin_writing()
    enqueue(world.project_id, kinds.KIND, {"word": "never"}, world.lead.actor)
    db.session.rollback()
    ask("later")
    assert work_off() == 1
    assert kinds.DONE == ["later"]


def test_a_job_is_handed_over_when_all_is_committed_and_not_at_a_savepoint(
    world: World, work_off: WorkOff
) -> None:
    with writing():
        with db.session.begin_nested():
            enqueue(world.project_id, kinds.KIND, {"word": "nested"}, world.lead.actor)
        assert queue_of(db.engines[None]).is_empty()
    assert work_off() == 1


def test_a_job_handed_over_twice_is_done_once(ask: Ask, work_off: WorkOff) -> None:
    job = ask("one")
    queue_of(db.engines[None]).put([job.id, job.id])
    assert work_off() == 3
    assert kinds.DONE == ["one"]


@ON_BOTH
def test_a_job_that_the_queue_lost_is_found_by_its_row(
    ask: Ask, work_off: WorkOff, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(queue.Queue, "put", lambda *_: 1 / 0)
        job = ask("lost")
    assert work_off() == 0
    keep()
    assert work_off() == 1
    assert again(job).state is State.DONE


def test_jobs_that_wait_in_the_queue_are_not_handed_over_again(ask: Ask, work_off: WorkOff) -> None:
    ask("one")
    keep()
    keep()
    assert work_off() == 1


@ON_BOTH
def test_a_job_whose_worker_died_is_taken_up_again(ask: Ask, work_off: WorkOff) -> None:
    job = ask("one")
    fallen_silent(job)
    work_off()
    assert again(job).state is State.RUNNING
    keep(now() + LEASE + timedelta(seconds=1))
    work_off()
    assert (again(job).state, again(job).attempts, kinds.DONE) == ("done", 2, ["one"])


def test_a_job_that_ends_its_workers_is_given_up(ask: Ask, work_off: WorkOff) -> None:
    job = ask("one")
    for _ in range(MOST_ATTEMPTS):
        fallen_silent(job)
        keep(now() + LEASE + timedelta(seconds=1))
    work_off()
    assert again(job).state is State.FAILED
    assert "stopped each time" in str(told(again(job)).reason)
    assert kinds.DONE == []


@ON_BOTH
def test_a_worker_that_was_given_up_writes_nothing(ask: Ask, work_off: WorkOff) -> None:
    def be_slow(_run: Run) -> None:
        kinds.TRICKS.clear()
        keep(now() + LEASE + timedelta(seconds=1))
        claimed = bookkeeping.claim(job.id)
        assert claimed is not None
        bookkeeping.settle(claimed, State.CANCELLED)

    kinds.TRICKS["slow"] = be_slow
    job = ask("one", "slow")
    work_off()
    assert kinds.DONE == []
    assert again(job).state is State.CANCELLED


def test_a_lease_is_renewed_while_the_work_goes_on(ask: Ask) -> None:
    job = ask("one")
    claim = bookkeeping.claim(job.id)
    assert claim is not None
    with writing():
        db.session.execute(update(Job).values(lease_until=now() - LEASE))
    bookkeeping.renew({claim.id: claim.attempt})
    keep()
    assert again(job).state is State.RUNNING
    bookkeeping.renew({claim.id: claim.attempt + 1})
    bookkeeping.settle(claim, State.CANCELLED)
    with pytest.raises(LostClaim):
        bookkeeping.note_progress(claim, 1, 2)


def test_a_failure_is_told_in_one_sentence(ask: Ask, work_off: WorkOff) -> None:
    refused, broken, unknown = ask("a", "refuse"), ask("b", "break"), ask("c", kind="older")
    work_off()
    assert [again(job).state for job in (refused, broken, unknown)] == [State.FAILED] * 3
    assert str(told(again(refused)).reason) == "The title is wrong."
    assert "secret" not in (again(broken).reason or "")
    assert "does not know how" in str(told(again(unknown)).reason)


def test_a_busy_database_costs_an_attempt_and_not_the_job(ask: Ask, work_off: WorkOff) -> None:
    job = ask("one", "busy")
    for attempt in range(1, MOST_ATTEMPTS):
        work_off()
        assert (again(job).state, again(job).attempts) == (State.QUEUED, attempt)
        keep()
    work_off()
    assert again(job).state is State.FAILED


@ON_BOTH
def test_a_job_that_waits_is_called_off_at_once(ask: Ask, work_off: WorkOff) -> None:
    job = ask("one")
    with writing():
        cancel(again(job))
    assert again(job).state is State.CANCELLED
    work_off()
    assert kinds.DONE == []
    with pytest.raises(Conflict, match="ended already"), writing():
        cancel(again(job))


@pytest.mark.parametrize("moment", ["progress", "completing"])
def test_a_job_at_work_stops_at_its_next_step(ask: Ask, work_off: WorkOff, moment: str) -> None:
    def call_off(run: Run) -> None:
        if moment == "completing":
            run.progress(2, 2)
            run.progress = lambda *_: None  # type: ignore[method-assign]
        with writing():
            cancel(again(job))

    kinds.TRICKS["call off"] = call_off
    job = ask("one", "call off")
    work_off()
    assert (again(job).state, kinds.DONE) == (State.CANCELLED, [])


def test_a_worker_that_ends_puts_its_job_back(ask: Ask, work_off: WorkOff, hands: Hands) -> None:
    kinds.TRICKS["stop"] = lambda _run: hands.stopping.set()
    job = ask("one", "stop")
    work_off()
    assert (again(job).state, again(job).attempts, kinds.DONE) == (State.QUEUED, 0, [])
    hands.stopping.clear()
    kinds.TRICKS.clear()
    keep()
    work_off()
    assert kinds.DONE == ["one"]


def test_what_ended_is_kept_for_a_month(ask: Ask, work_off: WorkOff) -> None:
    job = ask("one")
    work_off()
    keep(now() + KEPT - timedelta(minutes=1))
    assert again(job).state is State.DONE
    keep(now() + KEPT + timedelta(minutes=1))
    db.session.rollback()
    assert db.session.scalars(select(Job)).all() == []


def test_the_worker_does_jobs_in_its_threads_and_leaves_none_behind(
    app: Flask, config: Config, ask: Ask
) -> None:
    finished = Event()
    kinds.TRICKS["tell"] = lambda run: finished.set()
    before = ask("before", "tell")
    with working(app.app_context, config):
        assert finished.wait(60)
    assert again(before).state in {State.DONE, State.QUEUED}
    assert kinds.DONE in (["before"], [])


@ON_BOTH
def test_two_workers_at_one_queue_do_each_job_once(app: Flask, config: Config, ask: Ask) -> None:
    # So many that, with every thread of both at work, the last ones begin when nine are done.
    words = [f"job {number}" for number in range(9 + 2 * THREADS + 3)]
    last = Event()
    kinds.TRICKS["count"] = lambda run: last.set() if len(kinds.DONE) >= 9 else None
    for word in words:
        ask(word, "count")
    with working(app.app_context, config), working(app.app_context, config):
        assert last.wait(60)
    run_job("no such job", Hands(config))
    assert len(kinds.DONE) == len(set(kinds.DONE)) >= 9


def test_jobs_are_no_part_of_the_projects_data(world: World, ask: Ask) -> None:
    ask("one")
    assert replay.compare(world.project_id) == []


def test_a_message_in_the_queue_is_plain_data() -> None:
    message = PlainMessages().serialize(("id", "name", None, 0, 0, None, ["key"], {}))
    assert json.loads(message)[6] == ["key"]
    with pytest.raises(ValueError, match=r".*"):
        PlainMessages().deserialize(b"cos\nsystem\n(S'true'\ntR.")
