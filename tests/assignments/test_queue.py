"""Who gets which article from the queue, and when it has none."""

from __future__ import annotations

from datetime import date

import pytest

from annotator.accounts.service import set_languages
from annotator.articles.models import Article, Priority
from annotator.articles.planning import Plan, plan_articles
from annotator.assignments.handing import assign_all
from annotator.assignments.models import State
from annotator.assignments.queries import assignment_of
from annotator.assignments.queue import Next, Nothing, look_ahead, take_next, what_is_next
from annotator.assignments.service import release, return_work, submit
from annotator.assignments.wanting import is_drawn
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.projects.drafts import WorkflowDraft
from tests.assignments.desk import (
    assert_recorded,
    bring,
    live_work,
    rule,
    state_of,
    take,
    work_of,
)
from tests.databases import ON_BOTH
from tests.personas import World
from tests.statements import statements

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)


def plan(world: World, article_id: str, priority: Priority | None, due: date | None = None) -> None:
    with writing():
        found = db.session.get_one(Article, article_id)
        plan_articles([found], Plan(priority, due), actor=world.lead.actor)


@ON_BOTH
def test_each_article_goes_to_one_person_in_the_order_of_the_queue(world: World) -> None:
    first, second, third = bring(world, 3)
    assert take(world, world.rosa) == first
    assert take(world, world.ravi) == second
    assert take(world, world.rosa) == third
    assert take(world, world.ravi) is Nothing.DONE
    assert state_of(first, world.rosa) is State.STARTED
    assert_recorded(world)


@ON_BOTH
def test_an_article_that_wants_two_goes_to_two_and_twice_to_nobody(world: World) -> None:
    rule(world, wanted=2)
    [only] = bring(world, 1)
    assert take(world, world.rosa) == only
    assert take(world, world.rosa) is Nothing.OWN
    assert take(world, world.ravi) == only
    assert take(world, world.lead) is Nothing.DONE
    assert {work_of(only, who).seat for who in (world.rosa, world.ravi)} == {1, 2}


@ON_BOTH
def test_what_is_drawn_goes_to_more_people(world: World) -> None:
    articles = bring(world, 30)
    rule(world, wanted=1, sample_percent=30, sample_wanted=2)
    drawn = [key for key in articles if is_drawn(key, 30)]
    for person in (world.rosa, world.ravi):
        while isinstance(take(world, person), str):
            pass
    assert live_work(world) == {key: 2 if key in drawn else 1 for key in articles}


def test_the_sample_follows_from_the_ids_and_grows_with_its_share() -> None:
    ids = [f"00000000-0000-4000-8000-{number:012}" for number in range(4000)]
    shares = {share: {key for key in ids if is_drawn(key, share)} for share in (0, 10, 25, 100)}
    assert not shares[0]
    assert shares[10] < shares[25] < shares[100] == set(ids)
    assert 300 < len(shares[10]) < 500
    # Whoever knows the rule finds the same ones: these are drawn wherever it is computed.
    assert [number for number in range(40) if ids[number] in shares[10]] == DRAWN


DRAWN = [3, 23, 27, 30, 34, 35]


@ON_BOTH
def test_what_is_urgent_comes_first_then_what_is_due(world: World) -> None:
    plain, low, due_monday, due_sunday, high = bring(world, 5)
    plan(world, low, Priority.LOW, SUNDAY)
    plan(world, high, Priority.HIGH)
    plan(world, due_monday, None, MONDAY)
    plan(world, due_sunday, None, SUNDAY)
    got = [take(world, world.rosa) for _ in range(5)]
    assert got == [high, due_sunday, due_monday, plain, low]
    assert_recorded(world)


@ON_BOTH
def test_of_what_was_seen_ahead_only_what_nobody_took_meanwhile_is_given(world: World) -> None:
    first, second, third = bring(world, 3)
    plan(world, first, None, SUNDAY)
    plan(world, second, None, MONDAY)
    ahead = look_ahead(world.project_id, world.rosa.id)
    assert isinstance(ahead, Next)
    assert ahead.article_id == first
    assert [take(world, world.ravi) for _ in range(2)] == [first, second]
    assert take_after(world, ahead) == third
    assert take_after(world, ahead) is Nothing.DONE
    assert_recorded(world)


@ON_BOTH
def test_what_waited_before_the_place_seen_ahead_is_given_before_there_is_nothing(
    world: World,
) -> None:
    first, second = bring(world, 2)
    assert take(world, world.ravi) == first
    ahead = look_ahead(world.project_id, world.rosa.id)
    assert take(world, world.ravi) == second
    with writing():
        release(work_of(first, world.ravi), actor=world.lead.actor)
    assert take_after(world, ahead) == first
    assert_recorded(world)


def take_after(world: World, ahead: Next | Nothing) -> str | Nothing:
    """What Rosa gets who looked ahead some time ago."""
    with writing():
        return take_next(world.project_id, world.rosa.id, actor=world.rosa.actor, ahead=ahead)


@ON_BOTH
def test_the_sample_is_found_behind_what_has_all_it_wants(world: World) -> None:
    articles = bring(world, 30)
    rule(world, wanted=1, sample_percent=30, sample_wanted=2)
    got = [take(world, world.rosa) for _ in articles]
    assert got == articles
    drawn = [key for key in articles if is_drawn(key, 30)]
    assert [take(world, world.ravi) for _ in drawn] == drawn
    assert take(world, world.ravi) is Nothing.DONE


@ON_BOTH
def test_a_person_gets_only_what_they_can_read(world: World) -> None:
    [arabic] = bring(world, 1, language="ar")
    [brazilian] = bring(world, 1, language="pt-BR")
    [unknown] = bring(world, 1)
    with writing():
        set_languages(world.rosa.id, ["PT", "en"])
    assert take(world, world.rosa) == brazilian
    assert take(world, world.rosa) == unknown
    assert take(world, world.rosa) is Nothing.LANGUAGES
    assert take(world, world.ravi) == arabic


@ON_BOTH
def test_whoever_has_as_much_as_one_may_have_finishes_first(world: World) -> None:
    rule(world, open_limit=2)
    first, _second, third = bring(world, 3)
    take(world, world.rosa)
    take(world, world.rosa)
    assert take(world, world.rosa) is Nothing.LIMIT
    with writing():
        submit(work_of(first, world.rosa), nothing_to_mark=True, actor=world.rosa.actor)
    assert take(world, world.rosa) == third


@ON_BOTH
def test_what_was_assigned_or_returned_comes_before_the_queue(world: World) -> None:
    rule(world, open_limit=1)
    first, _second, third = bring(world, 3)
    assert take(world, world.rosa) == first
    with writing():
        submit(work_of(first, world.rosa), nothing_to_mark=True, actor=world.rosa.actor)
        return_work(work_of(first, world.rosa), reason="Look again.", actor=world.lead.actor)
        give = {"due_on": SUNDAY, "actor": world.lead.actor}
        assign_all(world.project_id, [third], [world.rosa.id], **give)
    assert take(world, world.rosa) == third
    assert take(world, world.rosa) == first
    assert state_of(third, world.rosa) is State.STARTED
    assert_recorded(world)


def test_a_project_without_articles_says_so(world: World) -> None:
    assert take(world, world.rosa) is Nothing.EMPTY


@ON_BOTH
def test_looking_at_what_is_next_takes_nothing(world: World) -> None:
    [only] = bring(world, 1)
    found = what_is_next(world.project_id, world.rosa.id, WorkflowDraft())
    assert not isinstance(found, Nothing)
    assert (found.article_id, found.assignment_id) == (only, None)
    assert assignment_of(only, world.rosa.id) is None


@ON_BOTH
def test_a_lead_assigns_beyond_what_is_wanted_and_takes_back(world: World) -> None:
    [only] = bring(world, 1)
    give = {"due_on": None, "actor": world.lead.actor}
    with writing():
        for person in (world.rosa, world.ravi, world.lead):
            assert assign_all(world.project_id, [only], [person.id], **give)
        assert not assign_all(world.project_id, [only], [world.rosa.id], **give)
    assert live_work(world) == {only: 3}
    with writing():
        release(work_of(only, world.rosa), actor=world.lead.actor)
        release(work_of(only, world.ravi), actor=world.lead.actor)
    assert work_of(only, world.rosa).seat is None
    with writing():
        assert assign_all(world.project_id, [only], [world.rosa.id], **give)
    assert work_of(only, world.rosa).seat == 1
    assert_recorded(world)


@ON_BOTH
def test_many_articles_are_handed_out_with_no_more_statements_than_few(world: World) -> None:
    articles = bring(world, 30)
    people = [world.rosa.id, world.ravi.id, world.lead.id]
    give = {"due_on": None, "actor": world.lead.actor}
    asked = []
    for some in (articles[:2], articles[2:]):
        with writing(), statements(None) as told:
            assert assign_all(world.project_id, some, people, **give) == len(some) * len(people)
        asked.append(len(told))
    assert asked[0] == asked[1]
    assert live_work(world) == dict.fromkeys(articles, 3)
    assert_recorded(world)


def test_what_is_submitted_is_not_taken_back(world: World) -> None:
    [only] = bring(world, 1)
    take(world, world.rosa)
    with writing():
        submit(work_of(only, world.rosa), nothing_to_mark=True, actor=world.rosa.actor)
    with pytest.raises(Invalid), writing():
        release(work_of(only, world.rosa), actor=world.lead.actor)
