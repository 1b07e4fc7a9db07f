"""Answers for known articles are kept at once, and carried out by a job whatever ends it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from annotator.audit.models import Event
from annotator.audit.replay import compare
from annotator.clock import now
from annotator.db import db, writing
from annotator.errors import Conflict, Invalid
from annotator.imports import jobs, settling
from annotator.imports.answers import SETTLING, Answers, record
from annotator.imports.queries import waiting_articles, waiting_imports
from annotator.imports.running import Arrival
from annotator.imports.settling import settle
from annotator.jobs import service
from annotator.jobs.attempt import Run
from annotator.jobs.keeping import keep
from annotator.jobs.models import Job, State
from annotator.similarity.known import Choice
from annotator.similarity.models import StagedRepeat
from annotator.similarity.queries import linked_articles
from tests.databases import ON_BOTH
from tests.export.work import article
from tests.factories import SHELL
from tests.imports.arriving import plan, rows, states, stored
from tests.imports.test_asking import EDITED, OTHER, SPAN, TEXT, _annotated, _bring, _ids, there
from tests.jobs.conftest import WorkOff
from tests.jobs.conftest import hands as hands
from tests.jobs.conftest import work_off as work_off
from tests.personas import World

__all__ = ["there"]  # A fixture.

_MANY = 5


def answer(world: World, answers: Answers, *, listed: list[str] | None = None) -> Job:
    """The lead answers what is asked of all imports that wait."""
    shown = [one.id for one in waiting_imports(world.project_id)]
    with writing():
        made = record(
            world.project_id, answers, shown=shown, listed=listed or [], actor=world.lead.actor
        )
    db.session.expunge(made)
    return made


def _again(job: Job) -> Job:
    db.session.rollback()
    return db.session.get_one(Job, job.id, populate_existing=True)


def _end_of(job: Job) -> tuple[State, int]:
    """How the job is, and how many answers it says were carried out."""
    found = _again(job)
    return found.state, found.done


def _many(world: World) -> None:
    """An import that waits, of so many articles that are all there to the letter."""
    nameless = b"".join(b'{"text": "Article %d"}\n' % n for n in range(_MANY))
    for data, choice in ((rows(_MANY), Choice.ADD), (nameless, Choice.ASK)):
        for _step in Arrival(replace(plan(world, data), known=choice)).run():
            pass


@contextmanager
def _dying(monkeypatch: pytest.MonkeyPatch, steps: int) -> Iterator[None]:
    """The worker ends for good, as by a signal, when it begins the step after so many."""
    stepping, taken = Run.stepping, []

    @contextmanager
    def step(run: Run) -> Iterator[None]:
        taken.append(run)
        if len(taken) > steps:
            raise SystemExit
        with stepping(run):
            yield

    with monkeypatch.context() as patched:
        patched.setattr(Run, "stepping", step)
        yield


@ON_BOTH
def test_an_answer_is_kept_at_once_and_carried_out_by_a_job(
    world: World, there: str, work_off: WorkOff
) -> None:
    _bring(world, EDITED, TEXT)
    near, _same = _ids()
    job = answer(world, Answers({near: Choice.LINK}, Choice.SKIP))
    assert states() == [("waiting", 0)]
    assert stored(StagedRepeat) == 2
    assert waiting_imports(world.project_id) == []
    assert waiting_articles(world.project_id) == []
    work_off()
    assert states() == [("finished", 2)]
    assert len(linked_articles(there)) == 1
    assert _again(job).state is State.DONE
    assert (_again(job).done, _again(job).total) == (2, 2)
    assert compare(world.project_id) == []


@ON_BOTH
def test_a_worker_that_is_killed_leaves_nothing_half_done_and_another_goes_on(
    world: World, work_off: WorkOff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "AT_ONCE", 1)
    _many(world)
    job = answer(world, Answers(rest=Choice.SKIP))
    with _dying(monkeypatch, 2), pytest.raises(SystemExit):
        work_off()
    assert _again(job).state is State.RUNNING
    assert (stored(StagedRepeat), stored()) == (_MANY - 2, 2 * _MANY - 2)
    assert compare(world.project_id) == []
    keep(now() + timedelta(minutes=5))
    work_off()
    assert (stored(StagedRepeat), stored()) == (0, _MANY)
    assert states() == [("finished", _MANY), ("finished", 0)]
    assert _end_of(job) == (State.DONE, _MANY)
    answered = select(Event.seq).where(Event.action == "import.answered")
    assert len(db.session.scalars(answered).all()) == _MANY
    assert compare(world.project_id) == []


@ON_BOTH
def test_of_two_leads_who_answer_at_once_the_second_is_told_so_before_anything_is_done(
    world: World, there: str
) -> None:
    _bring(world, EDITED, TEXT)
    listed = _ids()
    shown = [one.id for one in waiting_imports(world.project_id)]
    answer(world, Answers({listed[0]: Choice.LINK}), listed=listed)
    with pytest.raises(Conflict, match="Somebody else has answered"), writing():
        record(
            world.project_id,
            Answers(rest=Choice.SKIP),
            shown=shown,
            listed=listed,
            actor=world.lead.actor,
        )
    assert [one.asked for one in waiting_imports(world.project_id)] == [1]
    assert stored(Job) == len(db.session.scalars(select(Job)).all())


@ON_BOTH
def test_what_another_has_not_answered_can_be_answered_beside_it(
    world: World, there: str, work_off: WorkOff
) -> None:
    _bring(world, EDITED, TEXT)
    near, same = _ids()
    answer(world, Answers({near: Choice.LINK}))
    answer(world, Answers({same: Choice.SKIP}))
    work_off()
    assert states() == [("finished", 2)]
    assert compare(world.project_id) == []


@ON_BOTH
def test_answers_that_somebody_stops_are_asked_for_again(
    world: World, there: str, work_off: WorkOff
) -> None:
    _bring(world, EDITED, TEXT)
    job = answer(world, Answers(rest=Choice.SKIP))
    with writing():
        service.cancel(db.session.get_one(Job, job.id))
    work_off()
    assert states() == [("waiting", 0)]
    assert [one.asked for one in waiting_imports(world.project_id)] == [2]
    answer(world, Answers(rest=Choice.ADD))
    work_off()
    assert states() == [("finished", 3)]


def test_a_job_that_was_called_off_changes_nothing_any_more(
    world: World, there: str, work_off: WorkOff, monkeypatch: pytest.MonkeyPatch
) -> None:
    _bring(world, EDITED)
    job = answer(world, Answers(rest=Choice.SKIP))
    stepping = Run.stepping

    @contextmanager
    def late(run: Run) -> Iterator[None]:
        with db.engines[None].begin() as connection:
            connection.execute(update(Job).where(Job.id == job.id).values(is_cancelling=True))
        with stepping(run):
            yield

    monkeypatch.setattr(Run, "stepping", late)
    work_off()
    assert _end_of(job)[0] is State.CANCELLED
    assert (stored(StagedRepeat), states()) == (1, [("waiting", 0)])


@ON_BOTH
def test_the_answer_for_all_holds_for_what_somebody_brought_meanwhile(
    world: World, there: str, work_off: WorkOff
) -> None:
    _bring(world, TEXT, OTHER)
    answer(world, Answers(rest=Choice.SKIP))
    with writing():
        article(world.project, OTHER)
    work_off()
    assert states() == [("finished", 1)]


def test_what_somebody_brought_meanwhile_is_asked_about_where_each_was_answered(
    world: World, there: str, work_off: WorkOff
) -> None:
    _bring(world, TEXT, OTHER)
    [same] = _ids()
    job = answer(world, Answers({same: Choice.SKIP}))
    with writing():
        article(world.project, OTHER)
    work_off()
    assert states() == [("waiting", 0)]
    assert [one.asked for one in waiting_imports(world.project_id)] == [1]
    told = jobs._settled({"settled": 1, "left": 1, "articles": 0})
    assert str(told) == "Settled: 1. Still to be answered: 1."
    assert _end_of(job) == (State.DONE, 1)


def test_the_command_line_settles_what_no_job_is_settling(
    world: World, there: str, work_off: WorkOff
) -> None:
    _bring(world, EDITED, TEXT)
    near, _same = _ids()
    answer(world, Answers({near: Choice.LINK}))
    settle(world.project_id, Answers(rest=Choice.SKIP), actor=SHELL)
    assert states() == [("waiting", 0)]
    work_off()
    assert states() == [("finished", 2)]
    assert len(linked_articles(there)) == 1


def test_a_file_cannot_be_withdrawn_while_its_answers_are_carried_out(
    world: World, there: str, work_off: WorkOff
) -> None:
    arrival = _bring(world, EDITED, TEXT)
    near, _same = _ids()
    answer(world, Answers({near: Choice.LINK}))
    with pytest.raises(Conflict, match="are being carried out"), writing():
        jobs.withdraw(world.project_id, str(arrival.import_id), actor=SHELL)
    work_off()
    with writing():
        jobs.withdraw(world.project_id, str(arrival.import_id), actor=SHELL)
    work_off()
    assert (states(), stored()) == ([("cleared", 0)], 1)
    assert compare(world.project_id) == []


@ON_BOTH
def test_clearing_goes_on_after_its_worker_was_killed(
    world: World, work_off: WorkOff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.imports.service.CLEARED_AT_ONCE", 2)
    _many(world)
    [waiting] = waiting_imports(world.project_id)
    with writing():
        jobs.withdraw(world.project_id, waiting.id, actor=world.lead.actor)
    with _dying(monkeypatch, 1), pytest.raises(SystemExit):
        work_off()
    assert stored() == 2 * _MANY - 2
    keep(now() + timedelta(minutes=5))
    work_off()
    assert (stored(), states()[1]) == (_MANY, ("cleared", 0))
    assert compare(world.project_id) == []


def test_an_answer_that_cannot_be_is_refused_before_anything_is_kept(
    world: World, there: str
) -> None:
    _annotated(world, Choice.ASK, [SPAN])
    [asked] = _ids()
    with pytest.raises(Invalid, match="marks of its own"):
        answer(world, Answers({asked: Choice.REVISE}))
    assert db.session.scalars(select(Job).where(Job.kind == SETTLING)).all() == []
