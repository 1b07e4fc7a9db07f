"""Accepting and returning what was drawn: by whom, with what reason, and what came after."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
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
from annotator.projects.workflow import set_workflow, workflow_of
from annotator.spotchecks.models import Outcome, SpotDecision
from annotator.spotchecks.service import tally_of
from annotator.spotchecks.standing import Standing
from annotator.workspace.queries import desk
from annotator.workspace.service import set_removed
from tests.adjudication.made import LONG, SHORT, Bench, layers
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_article
from tests.personas import World
from tests.spotchecks.drawing import accepted, draw_all, position_of, read, returned, say
from tests.workspace.marks import Hand

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
    say(world, accepted())
    assert standing(world) is Standing.ACCEPTED


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


PAGE = "/projects/demo-desk/spot-checks"


@pytest.fixture
def drawn_bench(bench: Bench) -> Bench:
    """Rosa's one mark, handed in and drawn."""
    bench.marks["one"] = bench.mark(bench.world.rosa, SHORT)
    bench.hand_in(bench.world.rosa)
    draw_all(bench.world)
    return bench


@pytest.mark.parametrize(
    ("who", "status"),
    [("lead", 200), ("admin", 200), ("reviewer", 404), ("other_reviewer", 404),
     ("observer", 404), ("stranger", 404)],
)  # fmt: skip
def test_samples_are_for_leads(drawn_bench: Bench, visit: Visit, who: str, status: int) -> None:
    browser = visit(getattr(drawn_bench.world, who))
    for path in (PAGE, f"{PAGE}/1", f"{PAGE}/1/items/1", f"{PAGE}/1?state=waiting"):
        assert browser.get(path).status_code == status, path


def test_a_lead_who_is_not_told_of_others_work_finds_no_sample(
    drawn_bench: Bench, visit: Visit
) -> None:
    world = drawn_bench.world
    with writing():
        blind = replace(workflow_of(world.project_id), blind=True)
        set_workflow(world.project, blind, actor=SHELL)
    lead = visit(world.lead)
    assert lead.get(f"{PAGE}/1").status_code == 404
    assert lead.get(f"{PAGE}/1/items/1").status_code == 404
    assert "Sample 1" not in lead.get(PAGE).text
    assert lead.post(PAGE, {"unit": "mark", "number": 1}).status_code == 409
    assert lead.post("/projects/demo-desk/supervision", {}).status_code == 302
    assert lead.get(f"{PAGE}/1/items/1").status_code == 200


def test_what_was_filled_in_is_still_there_when_it_is_refused(
    drawn_bench: Bench, visit: Visit
) -> None:
    lead, mark = visit(drawn_bench.world.lead), drawn_bench.marks["one"]
    stamp = read(drawn_bench.world).entries[0].stamp
    fields = {"stamp": stamp, "marks-0-mark": mark, "marks-0-outcome": "returned"}
    answer = lead.post(f"{PAGE}/1/items/1", fields)
    assert answer.status_code == 422
    assert "Say why you return it." in answer.text
    answer = lead.post(
        f"{PAGE}/1/items/1", {**fields, "stamp": "old", "marks-0-reason": "Too short."}
    )
    assert answer.status_code == 412
    assert "Too short." in answer.text
    assert "meanwhile" in answer.text


def test_a_reviewer_reads_what_was_decided_on_their_own_work_and_no_other(
    drawn_bench: Bench, visit: Visit
) -> None:
    world, mark = drawn_bench.world, drawn_bench.marks["one"]
    say(world, returned(mark, "Say of which year."))
    rosa, ravi = visit(world.rosa), visit(world.ravi)
    where = f"/projects/demo-desk/articles/{drawn_bench.article_id}/checked-work"
    told = rosa.get(where, json=True).get_json()["decisions"]
    assert [(one["mark"], one["returned"], one["reason"]) for one in told] == [
        (mark, True, "Say of which year.")
    ]
    assert ravi.get(where, json=True).get_json()["decisions"] == []
    page = "/projects/demo-desk/checked-work"
    assert "Say of which year." in rosa.get(page).text
    assert "Say of which year." not in ravi.get(page).text
    hand = Hand(rosa, world.slug, drawn_bench.article_id, "")
    assert "Say of which year." in rosa.get(hand.base).text


def test_the_pages_say_how_far_a_sample_is(drawn_bench: Bench, visit: Visit) -> None:
    lead, mark = visit(drawn_bench.world.lead), drawn_bench.marks["one"]
    page = lead.get(f"{PAGE}/1").text
    assert "Nothing is decided yet." in page
    stamp = read(drawn_bench.world).entries[0].stamp
    fields = {"stamp": stamp, "marks-0-mark": mark, "marks-0-outcome": "accepted"}
    assert lead.post(f"{PAGE}/1/items/1", fields).status_code == 302
    page = lead.get(f"{PAGE}/1?state=first-accepted").text
    assert "Accepted as handed in: 1 of 1." in page
    assert "Ferry fares" in page
    assert "Nothing in this sample is like that." in lead.get(f"{PAGE}/1?state=returned").text
    assert lead.post(f"{PAGE}/1/proof", {}).status_code == 302
    assert "the same comes out" in lead.get(f"{PAGE}/1").text


def test_a_sample_is_drawn_by_its_form(bench: Bench, visit: Visit) -> None:
    world = bench.world
    lead = visit(world.lead)
    answer = lead.post(PAGE, {"unit": "submission", "percent": "50"})
    assert answer.status_code == 422
    assert "Others have submitted nothing that fits." in answer.text
    bench.hand_in(world.rosa)
    answer = lead.post(PAGE, {"unit": "submission", "number": "5", "person": str(world.rosa.id)})
    assert answer.headers["Location"].endswith("/spot-checks/1")
    assert "Sample 1" in lead.get(PAGE).text


def test_of_a_long_paragraph_only_what_lies_near_a_mark_is_shown(
    world: World, app: Flask, visit: Visit
) -> None:
    text = f"{'far ' * 2000}near The dam holds. {'beyond ' * 2000}\n"
    article = make_article(world.project, text, title="Long")
    hand = Hand(visit(world.rosa), world.slug, article.id, text)
    hand.mark("The dam")
    hand.mark("holds")
    assert hand.submit().status_code == 200
    draw_all(world)
    page = visit(world.lead).get(f"{PAGE}/1/items/1").text
    assert "near <mark>The dam</mark> holds. beyond" in page
    assert page.count("far ") < 300
    assert page.count("beyond") < 300
