"""The tallies are what counting all rows anew gives, however the events came."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from threading import Thread

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.dashboards.folding import fold, is_current
from annotator.dashboards.jobs import DASHBOARD
from annotator.dashboards.models import DashboardTally
from annotator.dashboards.service import AT_ONCE, catch_up, rebuild
from annotator.db import db, writing
from annotator.jobs.models import Job
from annotator.projects.models import Project
from annotator.projects.workflow import set_workflow, workflow_of
from annotator.sources.models import Source
from tests.audit.later import LaterWork
from tests.audit.work import Work
from tests.conftest import Run
from tests.dashboards.brute import brute, stored
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_article
from tests.pace.watch import Watch
from tests.personas import World


def fold_all(project_id: int, most: int = 3) -> None:
    for _ in range(10_000):
        with writing():
            if fold(project_id, most):
                return
    raise AssertionError("it never ends")


@ON_BOTH
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32), pieces=st.lists(st.integers(1, 12), min_size=1, max_size=5))
def test_folding_in_pieces_gives_what_counting_everything_gives(
    world: World, seed: int, pieces: list[int]
) -> None:
    dice, project = Random(seed), world.project_id
    work = Work(world, dice)
    later: LaterWork | None = None
    for steps in pieces:
        work.go_on(steps)
        if work.marks and db.session.scalar(db.select(Source.id).limit(1)):
            later = later or LaterWork(world, dice, work.articles, work.marks)
            later.go_on(steps)
        for _ in range(dice.randint(0, 4)):
            with writing():
                fold(project, dice.randint(1, 4))
        if dice.random() < 0.3:
            _change_rules(project, dice)
    fold_all(project)
    assert stored(project) == brute(project)
    rebuild(project, lambda _done: None)
    assert stored(project) == brute(project)
    assert is_current(project)


def _change_rules(project_id: int, dice: Random) -> None:
    with writing():
        project = db.session.get_one(Project, project_id)
        drawn = {"sample_percent": dice.choice([0, 30]), "sample_wanted": 3}
        wanted = replace(workflow_of(project_id), wanted=dice.randint(1, 3), **drawn)
        set_workflow(project, wanted, actor=SHELL)


@ON_BOTH
def test_two_who_fold_at_once_count_nothing_twice(app: Flask, world: World) -> None:
    for number in range(12):
        make_article(world.project, f"The ferry {number} sails.\n", title=f"Ferry {number}")
    fold_all(world.project_id)
    Work(world, Random(3)).go_on(30)

    def fold_in_turn() -> None:
        with app.app_context():
            fold_all(world.project_id, most=1)

    both = [Thread(target=fold_in_turn) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert stored(world.project_id) == brute(world.project_id)


@ON_BOTH
def test_what_is_much_is_left_to_one_job(app: Flask, world: World) -> None:
    for number in range(AT_ONCE + 1):
        make_article(world.project, f"The ferry {number} sails.\n", title=f"Ferry {number}")
    assert not catch_up(world.project_id, actor=SHELL)
    assert not catch_up(world.project_id, actor=SHELL) or is_current(world.project_id)
    jobs = db.session.scalars(db.select(Job).where(Job.kind == DASHBOARD)).all()
    assert len(jobs) == 1


def test_time_is_what_lies_between_what_a_person_did_but_for_long_pauses(watch: Watch) -> None:
    project, rosa = watch.world.project_id, watch.world.rosa
    mark = watch.marks(rosa)
    watch.passes(60)
    watch.judges(rosa, mark)
    watch.passes(3600)
    watch.notes(rosa, mark, "After lunch.")
    watch.passes(120)
    watch.hands_in(rosa)
    fold_all(project)
    counts = {
        key: number for (kind, _, _, key), number in stored(project).items() if kind == "pace"
    }
    # Three minutes for 716 words; the hour is none.
    assert counts == {"4": 1}
    assert stored(project) == brute(project)


def test_work_that_arrived_at_once_has_no_time(watch: Watch) -> None:
    watch.marks(watch.world.rosa)
    watch.hands_in(watch.world.rosa)
    fold_all(watch.world.project_id)
    kinds = {(kind, key) for kind, _, _, key in stored(watch.world.project_id)}
    assert ("unpaced", "together") in kinds


def test_the_command_makes_the_figures_anew(run: Run, world: World) -> None:
    Work(world, Random(5)).go_on(20)
    fold_all(world.project_id)
    with writing():
        db.session.execute(db.update(DashboardTally).values(number=999))
    answer = run("dashboards", "rebuild", world.slug)
    assert answer.exit_code == 0, answer.output
    assert stored(world.project_id) == brute(world.project_id)
    assert run("dashboards", "rebuild", "nowhere").exit_code == 1
