"""Accepting and returning what was drawn: by whom, with what reason, and what came after."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from annotator.annotations.models import Annotation
from annotator.assignments.models import Assignment, State
from annotator.assignments.queries import assignment_of
from annotator.assignments.service import withdraw
from annotator.audit.models import Action, Event
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.errors import Invalid, NotFound, Stale
from annotator.notifications.models import Kind, Notification
from annotator.projects.models import Role
from annotator.projects.service import change_role
from annotator.spotchecks.models import Outcome, SpotDecision
from annotator.spotchecks.service import tally_of
from annotator.spotchecks.standing import Standing
from annotator.workspace.queries import desk
from annotator.workspace.service import set_removed
from tests.adjudication.made import LONG, SHORT, Bench, layers
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.personas import World
from tests.spotchecks.drawing import accepted, draw_all, position_of, read, returned, say

FARES = "A single ticket cost 2.60 in 2017"


def standing(world: World) -> Standing:
    return read(world).entries[0].standing


def work_of(bench: Bench) -> Assignment:
    found = assignment_of(bench.article_id, bench.world.rosa.id)
    assert found is not None
    return found


def remove(bench: Bench, mark: str) -> None:
    world = bench.world
    with writing():
        here = desk(world.project, bench.article_id, world.rosa.id)
        version = db.session.get_one(Annotation, mark).version
        set_removed(here, mark, version, removed=True, person=world.rosa)


@ON_BOTH
def test_what_is_returned_goes_to_its_reviewer_with_the_reasons(bench: Bench) -> None:
    world = bench.world
    one, two = bench.mark(world.rosa, SHORT), bench.mark(world.rosa, FARES)
    bench.hand_in(world.rosa)
    draw_all(world)
    before = layers(bench)
    say(world, accepted(one), returned(two, "The year is missing."))
    assert standing(world) is Standing.RETURNED
    work = work_of(bench)
    assert (work.state, work.return_reason) == (
        State.RETURNED,
        f"“{FARES}”: The year is missing.",
    )
    told = db.session.scalars(select(Notification).where(Notification.kind == Kind.RETURNED)).all()
    assert [(row.person_id, row.actor_id) for row in told] == [(world.rosa.id, world.lead.id)]
    decided = select(Event).where(Event.action == Action.SPOT_CHECK_DECIDED)
    assert len(db.session.scalars(decided).all()) == 2
    assert compare(world.project_id) == []
    # Nothing of what she said is touched: only her assignment is hers again.
    assert layers(bench).count(b'"annotation_id"') == before.count(b'"annotation_id"')


@ON_BOTH
def test_after_handing_in_again_the_lead_decides_on_what_changed(bench: Bench) -> None:
    world = bench.world
    one, two = bench.mark(world.rosa, SHORT), bench.mark(world.rosa, FARES)
    bench.hand_in(world.rosa)
    draw_all(world)
    say(world, accepted(one), returned(two, "Not needed."))
    with pytest.raises(Invalid, match="with its reviewer"):
        say(world, accepted(two))
    remove(bench, two)
    three = bench.mark(world.rosa, "nine in ten boats leave on time")
    bench.hand_in(world.rosa)
    work = read(world).entries[0].work
    assert work.standing is Standing.AGAIN
    assert work.gone == [two]
    assert [work.of_mark(key) for key in (one, two, three)] == [
        Standing.ACCEPTED,
        Standing.AGAIN,
        Standing.WAITING,
    ]
    say(world, accepted(two), accepted(three))
    assert standing(world) is Standing.ACCEPTED
    tally = tally_of(read(world))
    # Returned once is what the first reading found, whatever became of it.
    assert (tally.accepted, tally.returned) == (0, 1)
    assert compare(world.project_id) == []


@ON_BOTH
def test_accepted_stays_accepted_until_a_mark_changes(bench: Bench) -> None:
    world = bench.world
    mark = bench.mark(world.rosa, SHORT)
    bench.hand_in(world.rosa)
    draw_all(world)
    say(world, accepted())
    assert standing(world) is Standing.ACCEPTED
    tally = tally_of(read(world))
    assert (tally.accepted, tally.settled) == (1, 1)
    with writing():
        withdraw(work_of(bench), actor=world.rosa.actor)
    remove(bench, mark)
    bench.hand_in(world.rosa)
    assert standing(world) is Standing.CHANGED
    say(world, accepted())
    assert standing(world) is Standing.ACCEPTED


def test_a_whole_article_is_returned_and_accepted_as_one(bench: Bench) -> None:
    world = bench.world
    bench.mark(world.rosa, SHORT)
    bench.hand_in(world.rosa)
    draw_all(world)
    say(world, returned(None, "Read the second half, too."))
    assert work_of(bench).return_reason == "Read the second half, too."
    bench.hand_in(world.rosa)
    assert standing(world) is Standing.AGAIN
    assert read(world).entries[0].work.is_as_it_was
    say(world, accepted())
    assert standing(world) is Standing.ACCEPTED


def test_the_list_says_of_what_is_handed_in_again_whether_anything_changed(
    bench: Bench, visit: Visit
) -> None:
    world = bench.world
    one, two = bench.mark(world.rosa, SHORT), bench.mark(world.rosa, FARES)
    bench.hand_in(world.rosa)
    draw_all(world)
    lead, page = visit(world.lead), f"/projects/{world.slug}/spot-checks/1"
    assert "changed since" not in lead.page(page).text.lower()
    say(world, accepted(one), returned(two, "Not needed."))
    bench.hand_in(world.rosa)
    for place in (page, f"{page}/items/1"):
        assert "Not changed since" in lead.page(place).text
    say(world, returned(two, "Not needed, as I said."))
    remove(bench, two)
    bench.hand_in(world.rosa)
    told = lead.page(page).text
    assert "Changed since" in told
    assert "Not changed since" not in told


def test_an_article_where_nothing_is_marked_is_decided_on_as_a_whole(bench: Bench) -> None:
    world = bench.world
    bench.hand_in(world.rosa)
    draw_all(world)
    assert standing(world) is Standing.WAITING
    say(world, accepted())
    assert standing(world) is Standing.ACCEPTED


@ON_BOTH
def test_a_decision_on_what_is_not_there_any_more_is_stale(bench: Bench) -> None:
    world = bench.world
    mark = bench.mark(world.rosa, SHORT)
    bench.hand_in(world.rosa)
    draw_all(world)
    stamp = read(world).entries[0].stamp
    say(world, accepted(mark))
    with pytest.raises(Stale):
        say(world, returned(mark, "No."), stamp=stamp)
    decided = db.session.scalars(select(SpotDecision)).all()
    assert [one.outcome for one in decided] == [Outcome.ACCEPTED]


def test_what_cannot_be_decided_is_refused(bench: Bench) -> None:
    world = bench.world
    mark, foreign = bench.mark(world.rosa, SHORT), bench.mark(world.ravi, LONG)
    bench.hand_in()
    draw_all(world)
    position = position_of(read(world), world.rosa)
    for judged, words in (
        ((), "something first"),
        ((returned(mark, ""),), "Say why"),
        ((returned(mark, "x" * 2001),), "Say why"),
        ((accepted(foreign),), "there no more"),
    ):
        with pytest.raises(Invalid, match=words):
            say(world, *judged, position=position)


def test_nobody_decides_on_their_own_work(bench: Bench) -> None:
    world = bench.world
    mark = bench.mark(world.rosa, SHORT)
    bench.hand_in(world.rosa)
    draw_all(world)
    with writing():
        change_role(world.project, world.rosa.id, Role.LEAD, actor=SHELL, by_admin=True)
    with pytest.raises(NotFound):
        say(world, accepted(mark), person=world.rosa)


def test_adjudicated_work_is_not_returned(bench: Bench) -> None:
    world = bench.world
    one, two = bench.mark(world.rosa, SHORT), bench.mark(world.ravi, LONG)
    bench.hand_in()
    draw_all(world)
    bench.settle(bench.draft(one, two))
    with pytest.raises(Invalid, match="adjudication of this article has begun"):
        say(world, returned(one, "No."), position=position_of(read(world), world.rosa))
    db.session.rollback()
    say(world, accepted(one), position=position_of(read(world), world.rosa))
