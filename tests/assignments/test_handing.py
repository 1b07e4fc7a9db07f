"""Handing out much: in steps between which others save, and whole however often it is begun."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from annotator.assignments import views
from annotator.assignments.handing import assign_all, assign_in_steps
from annotator.assignments.models import Assignment
from annotator.assignments.supervising import supervise
from annotator.audit.verify import verify
from annotator.db import begin_writing, db, writing
from annotator.errors import Conflict
from annotator.notifications.models import Notification
from annotator.notifications.service import mark_read
from annotator.people.service import deactivate
from annotator.projects.models import Role
from annotator.projects.service import change_role, remove_member
from annotator.web.guards import begin_change
from tests.assignments.desk import assert_recorded, bring, live_work, rule
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.personas import World

MANY = 120


class Interrupted(Exception):
    """As a server that is stopped."""


def hand_out(world: World, articles: list[str], begin: Callable[[], object]) -> int:
    """Rosa and Ravi get all of them from the lead."""
    people, lead = [world.rosa.id, world.ravi.id], world.lead.actor
    given = {"due_on": None, "actor": lead, "begin": begin}
    try:
        count = 0
        for handed in assign_in_steps(world.project_id, articles, people, **given):
            db.session.commit()
            count += handed
        return count
    finally:
        with writing():
            pass  # What the test reads from here on is no part of a change.


def count_of(world: World) -> int:
    query = select(func.count()).select_from(Assignment)
    return db.session.scalar(query.where(Assignment.project_id == world.project_id)) or 0


def told(world: World) -> list[tuple[int, int]]:
    rows = db.session.execute(select(Notification.person_id, Notification.count))
    return sorted((person, count) for person, count in rows)


@ON_BOTH
def test_much_is_handed_out_in_steps_between_which_others_save(world: World) -> None:
    articles = bring(world, MANY)
    seen = []

    def save_and_begin() -> None:
        # Whoever saves here would wait for ever, were anything of the hands still held.
        bring(world, 1)
        seen.append(count_of(world))
        begin_writing()

    assert hand_out(world, articles, save_and_begin) == 2 * MANY
    steps = [later - before for before, later in zip(seen, [*seen[1:], 2 * MANY], strict=True)]
    assert len(steps) > 1
    assert max(steps) <= 200
    assert live_work(world) == dict.fromkeys(articles, 2)
    assert told(world) == sorted([(world.rosa.id, MANY), (world.ravi.id, MANY)])
    assert verify(world.project_id).ok
    assert_recorded(world)


@ON_BOTH
def test_what_was_interrupted_is_whole_when_it_is_done_again(world: World) -> None:
    articles, begun = bring(world, MANY), []

    def begin_once() -> None:
        if begun:
            raise Interrupted
        begun.append(True)
        begin_writing()

    with pytest.raises(Interrupted):
        hand_out(world, articles, begin_once)
    kept = count_of(world)
    assert 0 < kept < 2 * MANY
    assert told(world) == sorted([(world.rosa.id, kept // 2), (world.ravi.id, kept // 2)])
    assert hand_out(world, articles, begin_writing) == 2 * MANY - kept
    assert live_work(world) == dict.fromkeys(articles, 2)
    assert sum(count for _, count in told(world)) == 2 * MANY
    assert hand_out(world, articles, begin_writing) == 0
    assert_recorded(world)


def test_whoever_read_of_the_first_articles_is_told_of_the_others(world: World) -> None:
    articles, begun = bring(world, MANY), []

    def read_and_begin() -> None:
        if len(begun) == 1:
            with writing():
                mark_read(world.rosa.id)
        begun.append(True)
        begin_writing()

    assert hand_out(world, articles, read_and_begin) == 2 * MANY
    counts = [count for person, count in told(world) if person == world.rosa.id]
    assert len(counts) == 2
    assert sum(counts) == MANY


@ON_BOTH
def test_of_what_is_refused_nothing_is_handed_out(world: World) -> None:
    rule(world, blind=True)
    articles = bring(world, MANY)
    with writing():
        supervise(world.project_id, articles[-1], user_id=world.ravi.id, actor=world.ravi.actor)
    with pytest.raises(Conflict):
        hand_out(world, articles, begin_writing)
    assert count_of(world) == 0


@ON_BOTH
@pytest.mark.parametrize("way", ["deactivated", "removed", "made an observer"])
def test_whoever_may_take_no_work_any_more_is_given_none(world: World, way: str) -> None:
    """The page that the lead has open may still name them."""
    articles = bring(world, 2)
    with writing():
        leave(world, way)
    with pytest.raises(Conflict, match="in place of: Ravi Rao"):
        hand_out(world, articles, begin_writing)
    assert count_of(world) == 0
    given = [world.rosa.id, world.ravi.id]
    with pytest.raises(Conflict), writing():
        assign_all(world.project_id, articles, given, due_on=None, actor=world.lead.actor)
    assert count_of(world) == 0


def leave(world: World, way: str) -> None:
    """Ravi takes no work any more, in one of the ways there are."""
    if way == "deactivated":
        deactivate(world.ravi.id, reason="Left.", gives_back=False, actor=world.admin.actor)
    elif way == "removed":
        remove_member(world.project, world.ravi.id, actor=world.lead.actor)
    else:
        change_role(world.project, world.ravi.id, Role.OBSERVER, actor=world.lead.actor)


def test_a_page_that_is_refused_midway_says_what_was_handed_out(
    world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule(world, blind=True)
    articles, begun = bring(world, MANY), []

    def begin() -> None:
        # Between the first step and the second, Ravi says that he only supervises.
        if len(begun) == 1:
            with writing():
                supervise(
                    world.project_id, articles[-1], user_id=world.ravi.id, actor=world.ravi.actor
                )
        begun.append(True)
        begin_change()

    monkeypatch.setattr(views, "begin_change", begin)
    answer = visit(world.lead).submit(
        "/projects/demo-desk/handing-out/people",
        {"article": articles, "people": [world.rosa.id, world.ravi.id]},
        status=409,
    )
    made = count_of(world)
    assert 0 < made < 2 * MANY
    assert f"{made} assignments were made before this was refused, and stand" in answer.text
    assert "in place of: Ravi Rao." in answer.text
    labels = [one.get("aria-label") for one in answer.tree.iter("button")]
    assert labels.count("Take back from Rosa Ramirez") == made // 2
    # The page names each article a few times, not once more for every work on every article.
    named = [one for one in answer.tree.iter("input") if one.get("name") == "article"]
    assert len(named) <= 4 * MANY
