"""Training goes first: what the queue gives, who passes, and what counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from annotator.annotations.models import Label
from annotator.annotations.queries import count_of
from annotator.assignments.handing import assign_all
from annotator.assignments.models import State
from annotator.assignments.queue import Nothing
from annotator.clock import now
from annotator.db import db, writing
from annotator.errors import Conflict, Invalid, NotFound
from annotator.projects.workflow import workflow_of
from annotator.training.attempts import try_again
from annotator.training.handing import what_is_next
from annotator.training.models import Offer
from annotator.training.queries import (
    answers_of,
    attempts_on,
    progress_of,
    score_of,
)
from annotator.training.service import ask_again, let_pass
from annotator.workspace.queries import desk
from annotator.workspace.submission import own_assignment
from tests.adjudication.made import LOGS, SHORT, SUPPORTED, make_bench
from tests.assignments.desk import bring, state_of
from tests.databases import ON_BOTH
from tests.personas import World
from tests.training.made import (
    PRICE,
    QUOTED,
    answer_rightly,
    ask_for,
    assert_recorded,
    freeze,
    hand_in,
    lead_marks,
    make_training,
    next_for,
    row_of,
)


@ON_BOTH
def test_the_queue_gives_training_first_and_then_what_is_real(app: Flask, world: World) -> None:
    (real,) = bring(world, 1)
    bench = make_training(world)
    assert next_for(world, world.ravi) == real
    ask_for(world, wanted=2)
    assert next_for(world, world.rosa) == bench.article_id
    assert next_for(world, world.rosa) == bench.article_id
    answer_rightly(bench, world.rosa)
    progress = progress_of(world.project_id, world.rosa.id, workflow_of(world.project_id))
    assert progress.has_passed
    assert next_for(world, world.rosa) == real
    assert_recorded(world)


@ON_BOTH
def test_who_stays_below_the_mark_waits_for_a_lead_who_lets_them_pass(
    app: Flask, world: World
) -> None:
    (real,) = bring(world, 1)
    bench = make_training(world)
    ask_for(world)
    assert next_for(world, world.rosa) == bench.article_id
    hand_in(bench, world.rosa)
    assert next_for(world, world.rosa) is Nothing.TRAINING
    with pytest.raises(Invalid, match="Say why"), writing():
        let_pass(world.project_id, world.rosa.id, "  ", actor=world.lead.actor)
    with writing():
        let_pass(world.project_id, world.rosa.id, "We talked it over.", actor=world.lead.actor)
    with pytest.raises(Conflict, match="passed already"), writing():
        let_pass(world.project_id, world.rosa.id, "Again.", actor=world.lead.actor)
    assert next_for(world, world.rosa) == real
    assert_recorded(world)


@ON_BOTH
def test_what_a_lead_hands_over_is_given_when_no_training_is_left(app: Flask, world: World) -> None:
    (real,) = bring(world, 1)
    ask_for(world)
    assert next_for(world, world.rosa) is Nothing.TRAINING
    with writing():
        lead = world.lead.actor
        assign_all(world.project_id, [real], [world.rosa.id], due_on=None, actor=lead)
    assert next_for(world, world.rosa) == real


@ON_BOTH
def test_whoever_is_asked_again_begins_anew_and_earlier_attempts_stay(
    app: Flask, world: World
) -> None:
    bench = make_training(world)
    ask_for(world)
    with pytest.raises(Conflict, match="nothing to do again"), writing():
        ask_again(world.project_id, world.rosa.id, actor=world.lead.actor)
    next_for(world, world.rosa)
    answer_rightly(bench, world.rosa)
    with writing():
        ask_again(world.project_id, world.rosa.id, actor=world.lead.actor)
    assert next_for(world, world.rosa) == bench.article_id
    assert count_of(bench.article_id, world.rosa.id) == 0
    hand_in(bench, world.rosa)
    progress = progress_of(world.project_id, world.rosa.id, workflow_of(world.project_id))
    assert [one.number for one in progress.attempts] == [1, 2]
    assert [one.number for one in progress.counting] == [2]
    assert not progress.has_passed
    assert_recorded(world)


@ON_BOTH
def test_a_further_attempt_is_kept_and_does_not_count(app: Flask, world: World) -> None:
    bench = make_training(world)
    ask_for(world)
    next_for(world, world.rosa)
    bench.mark(world.rosa, PRICE)
    hand_in(bench, world.rosa)
    with writing():
        try_again(world.project_id, bench.article_id, user_id=world.rosa.id, actor=world.rosa.actor)
    assert state_of(bench.article_id, world.rosa) is State.STARTED
    assert count_of(bench.article_id, world.rosa.id) == 0
    assert score_of(answer_rightly(bench, world.rosa)).whole == 1
    progress = progress_of(world.project_id, world.rosa.id, workflow_of(world.project_id))
    assert [score_of(one).whole for one in progress.attempts] == [0, 1]
    assert not progress.has_passed
    assert_recorded(world)


@ON_BOTH
def test_a_new_pass_mark_counts_what_was_done_before(app: Flask, world: World) -> None:
    bench = make_training(world)
    ask_for(world, pass_mark=100)
    next_for(world, world.rosa)
    bench.mark(world.rosa, SHORT, verdict=SUPPORTED, sources=[LOGS])
    bench.mark(world.rosa, QUOTED, Label.QUOTE)
    assert score_of(hand_in(bench, world.rosa)).reaches(80)
    rules = workflow_of(world.project_id)
    assert not progress_of(world.project_id, world.rosa.id, rules).has_passed
    assert progress_of(world.project_id, world.rosa.id, replace(rules, pass_mark=80)).has_passed
    assert not score_of(attempts_on(bench.article_id, world.rosa.id)[0]).reaches(81)


def test_leads_are_not_asked_for_training(app: Flask, world: World) -> None:
    (real,) = bring(world, 1)
    make_training(world)
    ask_for(world)
    assert next_for(world, world.lead) == real
    with pytest.raises(NotFound), writing():
        let_pass(world.project_id, world.lead.id, "Why not.", actor=world.admin.actor)


@ON_BOTH
def test_nobody_begins_another_article_by_hand_before_the_training(
    app: Flask, world: World
) -> None:
    (real,) = bring(world, 1)
    bench = make_training(world)
    ask_for(world)
    with pytest.raises(Invalid, match="training comes first"), writing():
        own_assignment(desk(world.project, real, world.rosa.id), person=world.rosa)
    with writing():
        here = desk(world.project, bench.article_id, world.rosa.id)
        own_assignment(here, person=world.rosa)
    answer_rightly(bench, world.rosa)
    with writing():
        own_assignment(desk(world.project, real, world.rosa.id), person=world.rosa)


def test_who_submitted_it_before_it_was_for_training_does_not_get_it(
    app: Flask, world: World
) -> None:
    bench = make_bench(world)
    bench.hand_in(world.rosa)
    lead_marks(bench)
    freeze(bench)
    ask_for(world)
    assert next_for(world, world.rosa) is Nothing.TRAINING
    assert next_for(world, world.ravi) == bench.article_id
    assert attempts_on(bench.article_id, world.rosa.id) == []
    with pytest.raises(Conflict, match="no scored attempt"), writing():
        try_again(world.project_id, bench.article_id, user_id=world.rosa.id, actor=world.rosa.actor)


def test_what_the_page_says_is_next_is_what_comes(app: Flask, world: World) -> None:
    bench = make_training(world)
    ask_for(world)
    rules = workflow_of(world.project_id)
    found = what_is_next(world.project_id, world.rosa.id, rules)
    assert not isinstance(found, Nothing)
    assert (found.article_id, found.assignment_id) == (bench.article_id, None)
    assert answers_of(bench.article_id)[0].made_at <= now()
    assert db.session.get_one(type(row_of(bench)), bench.article_id).state is Offer.OFFERED
