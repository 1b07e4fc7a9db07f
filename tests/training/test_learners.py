"""The lead's list of who learns: what it costs, and what a blind project keeps out of it."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask

from annotator.articles.models import Article
from annotator.assignments.reach import EVERYWHERE
from annotator.assignments.supervising import supervise
from annotator.db import db, writing
from annotator.projects.workflow import set_workflow, workflow_of
from annotator.training.handing import training_left, with_training_left
from annotator.training.service import ask_again
from annotator.training.shapes import learners
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_member, make_user
from tests.personas import World
from tests.statements import statements
from tests.training.made import answer_rightly, ask_for, hand_in, make_training, next_for

LIST = "/projects/demo-desk"


def asked_for_the_list(world: World) -> int:
    db.session.remove()
    with statements() as asked:
        learners(world.project_id, workflow_of(world.project_id), EVERYWHERE)
    return len(asked)


@ON_BOTH
def test_the_list_is_read_in_as_many_statements_however_many_learn(
    app: Flask, world: World
) -> None:
    make_training(world)
    ask_for(world)
    few = asked_for_the_list(world)
    for number in range(5):
        user = make_user(email=f"learner{number}@desk.example", name=f"Learner {number}")
        make_member(world.project, user)
    assert asked_for_the_list(world) == few


@ON_BOTH
def test_whether_training_is_left_is_the_same_asked_of_one_and_of_all(
    app: Flask, world: World
) -> None:
    bench = make_training(world)
    ask_for(world)
    people = (world.rosa, world.ravi)

    def left() -> list[bool]:
        ids = [one.id for one in people]
        at_once = with_training_left(world.project_id, ids)
        one_by_one = [training_left(world.project_id, key) is not None for key in ids]
        assert one_by_one == [key in at_once for key in ids]
        return one_by_one

    assert left() == [True, True]
    next_for(world, world.rosa)
    assert left() == [True, True]
    hand_in(bench, world.rosa)
    assert left() == [False, True]
    with writing():
        db.session.get_one(Article, bench.article_id).language = "sv"
        world.user(world.ravi).reads = "en fi"
    assert left() == [False, False]
    with writing():
        world.user(world.ravi).reads = "sv"
        ask_again(world.project_id, world.rosa.id, actor=world.lead.actor)
    assert left() == [True, True]
    assert with_training_left(world.project_id, []) == frozenset()


@ON_BOTH
def test_in_a_blind_project_the_count_has_no_attempt_on_an_article_that_is_closed_to_the_lead(
    app: Flask, visit: Visit, world: World
) -> None:
    bench = make_training(world)
    ask_for(world, count=2)
    next_for(world, world.rosa)
    answer_rightly(bench, world.rosa)
    with writing():
        blind = replace(workflow_of(world.project_id), blind=True)
        set_workflow(world.project, blind, actor=SHELL)
    page = f"{LIST}/training"
    # The admin has submitted nothing there; the lead has.
    told = visit(world.admin).page(page).text
    assert "0 of 2" in told
    assert "1 of 2" not in told
    assert "This project is reviewed blind" in told
    assert "1 of 2" in visit(world.lead).page(page).text
    with writing():
        supervise(world.project_id, None, user_id=world.admin.id, actor=world.admin.actor)
    after = visit(world.admin).page(page).text
    assert "1 of 2" in after
    assert "This project is reviewed blind" not in after
