"""Work that is left alone goes back to the queue, with its marks, and may be taken up again."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from annotator.assignments.jobs import release_what_was_left
from annotator.assignments.models import State
from annotator.assignments.queue import FULL, GIVEN_ON, Nothing, begin, come_back
from annotator.audit.models import BACKGROUND, Action, Event
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.shelving.service import archive
from tests.assignments.desk import assert_recorded, bring, rule, state_of, take, work_of
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.looking_back import clock
from tests.personas import World
from tests.workspace.marks import Hand

__all__ = ["clock"]

HOURS = 24
TEXT = "Article 0.\n"


@pytest.fixture
def article(clock: time_machine.Traveller, world: World) -> str:
    """The one article of a project where work is given up after a day."""
    rule(world, abandoned_hours=HOURS)
    return bring(world, 1)[0]


@pytest.fixture
def marked(world: World, article: str, visit: Visit) -> str:
    """The same article, which Rosa took and marked something in."""
    take(world, world.rosa)
    Hand(visit(world.rosa), world.slug, article, TEXT).mark("Article 0")
    return article


def pass_hours(clock: time_machine.Traveller, hours: int) -> None:
    clock.shift(timedelta(hours=hours))


@ON_BOTH
def test_work_that_is_left_alone_goes_to_somebody_else(
    clock: time_machine.Traveller, world: World, article: str
) -> None:
    assert take(world, world.rosa) == article
    pass_hours(clock, HOURS - 1)
    assert take(world, world.ravi) is Nothing.DONE
    pass_hours(clock, 2)
    assert take(world, world.ravi) == article
    assert state_of(article, world.rosa) is State.RELEASED
    query = select(Event.actor_name, Event.via).where(Event.action == Action.ASSIGNMENT_RELEASED)
    assert db.session.execute(query).one() == (world.rosa.name, BACKGROUND)
    assert_recorded(world)


@ON_BOTH
def test_work_that_is_left_alone_goes_back_though_nobody_asks_for_any(
    clock: time_machine.Traveller, world: World, article: str
) -> None:
    take(world, world.rosa)
    pass_hours(clock, HOURS - 1)
    release_what_was_left()
    assert state_of(article, world.rosa) is State.STARTED
    pass_hours(clock, 2)
    release_what_was_left()
    release_what_was_left()
    assert state_of(article, world.rosa) is State.RELEASED
    query = select(Event.actor_name, Event.via).where(Event.action == Action.ASSIGNMENT_RELEASED)
    assert db.session.execute(query).one() == (world.rosa.name, BACKGROUND)
    assert_recorded(world)


@ON_BOTH
def test_work_in_a_project_that_is_put_away_waits_as_it_is(
    clock: time_machine.Traveller, world: World, article: str
) -> None:
    take(world, world.rosa)
    with writing():
        archive(world.project_id, "Done.", actor=world.lead.actor)
    pass_hours(clock, HOURS + 1)
    release_what_was_left()
    assert state_of(article, world.rosa) is State.STARTED
    assert_recorded(world)


@ON_BOTH
def test_what_was_left_alone_is_offered_before_anybody_has_taken_it_back(
    clock: time_machine.Traveller, world: World, article: str, visit: Visit
) -> None:
    take(world, world.rosa)
    page = f"/projects/{world.slug}/articles"
    assert "Every article has the reviewers it wants." in visit(world.ravi).page(page).text
    pass_hours(clock, HOURS + 1)
    offered = visit(world.ravi).page(page)
    assert "Every article has the reviewers it wants." not in offered.text
    assert [form for form in offered.tree.iter("form") if form.get("id") == "next-article"]
    assert take(world, world.ravi) == article


@ON_BOTH
def test_whoever_marks_something_has_not_left_it(
    clock: time_machine.Traveller, world: World, article: str, visit: Visit
) -> None:
    take(world, world.rosa)
    pass_hours(clock, HOURS - 1)
    Hand(visit(world.rosa), world.slug, article, TEXT).mark("Article 0")
    pass_hours(clock, HOURS - 1)
    assert take(world, world.ravi) is Nothing.DONE
    pass_hours(clock, 2)
    assert take(world, world.ravi) == article


@ON_BOTH
def test_its_marks_stay_and_whoever_comes_back_goes_on_with_them(
    clock: time_machine.Traveller, world: World, marked: str, visit: Visit
) -> None:
    rule(world, abandoned_hours=HOURS, wanted=2)
    pass_hours(clock, HOURS + 1)
    assert take(world, world.ravi) == marked
    assert state_of(marked, world.rosa) is State.RELEASED
    hand = Hand(visit(world.rosa), world.slug, marked, TEXT)
    assert [mark["label"] for mark in hand.layer()["annotations"]] == ["claim"]
    hand.mark("Article")
    assert state_of(marked, world.rosa) is State.STARTED
    assert len(hand.layer()["annotations"]) == 2
    assert_recorded(world)


@ON_BOTH
def test_whoever_comes_back_too_late_is_told_and_keeps_their_marks(
    clock: time_machine.Traveller, world: World, marked: str, visit: Visit
) -> None:
    pass_hours(clock, HOURS + 1)
    assert take(world, world.ravi) == marked
    with pytest.raises(Invalid, match="went back to the queue"), writing():
        come_back(work_of(marked, world.rosa), actor=world.rosa.actor)
    browser = visit(world.rosa)
    page = browser.page(f"/projects/{world.slug}/articles/{marked}")
    assert str(GIVEN_ON) in page.text
    layer = Hand(browser, world.slug, marked, TEXT).layer()
    assert not layer["layer"]["editable"]
    assert len(layer["annotations"]) == 1


@ON_BOTH
def test_assigned_work_that_nobody_began_goes_back_too_and_submitted_work_never(
    clock: time_machine.Traveller, world: World, article: str, visit: Visit
) -> None:
    take(world, world.rosa)
    assert Hand(visit(world.rosa), world.slug, article, TEXT).submit().status_code == 200
    pass_hours(clock, 10 * HOURS)
    assert take(world, world.ravi) is Nothing.DONE
    assert state_of(article, world.rosa) is State.SUBMITTED


@ON_BOTH
def test_where_only_the_wanted_begin_others_read(world: World, visit: Visit) -> None:
    rule(world, only_wanted=True)
    [only] = bring(world, 1)
    take(world, world.rosa)
    with pytest.raises(Invalid, match="all the reviewers it wants"), writing():
        begin(world.project_id, only, reviewer_id=world.ravi.id, actor=world.ravi.actor)
    browser = visit(world.ravi)
    page = browser.page(f"/projects/{world.slug}/articles/{only}")
    assert str(FULL) in page.text
    hand = Hand(browser, world.slug, only, TEXT)
    assert not hand.layer()["layer"]["editable"]
    answer = browser.post(f"{hand.base}/opening", json=True)
    assert answer.status_code == 422
    assert answer.get_json()["error"]["sentence"] == FULL


@ON_BOTH
def test_where_nobody_said_so_anybody_begins_any_article(world: World) -> None:
    [only] = bring(world, 1)
    take(world, world.rosa)
    with writing():
        begin(world.project_id, only, reviewer_id=world.ravi.id, actor=world.ravi.actor)
    assert work_of(only, world.ravi).seat == 2


def test_whoever_left_work_alone_reads_that_it_went_back_and_finds_it(
    clock: time_machine.Traveller, world: World, article: str, marked: str, visit: Visit
) -> None:
    (other,) = bring(world, 1)
    page = f"/projects/{world.slug}/articles"
    assert "went back to the queue" not in visit(world.rosa).page(page).text
    pass_hours(clock, HOURS + 1)
    take(world, world.ravi)
    hers = visit(world.rosa).page(page).text
    assert "1 article of yours went back to the queue" in hers
    assert "What you marked is kept." in hers
    found = visit(world.rosa).get(f"{page}?state=released").text
    assert f"{page}/{article}" in found
    assert f"{page}/{other}" not in found
    assert "went back to the queue" not in visit(world.ravi).page(page).text
