"""The pages of spot checks: for whom they are, what they take, and what they tell."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import inspect, select

from annotator.db import db, writing
from annotator.projects.workflow import set_workflow, workflow_of
from annotator.spotchecks.models import SpotDecision
from tests.adjudication.made import SHORT, Bench
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_article
from tests.personas import World
from tests.spotchecks.drawing import draw_all, read, returned, say
from tests.workspace.marks import Hand

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


@ON_BOTH
def test_a_reviewer_pages_through_all_that_was_decided_each_once(
    drawn_bench: Bench, visit: Visit
) -> None:
    world, mark = drawn_bench.world, drawn_bench.marks["one"]
    say(world, returned(mark, "The first reason."))
    first = db.session.scalars(select(SpotDecision)).one()
    columns = inspect(SpotDecision).column_attrs
    values = {one.key: getattr(first, one.key) for one in columns}
    with writing():
        for number in range(60):
            # Ten at a time are of one moment, so that a page ends within one.
            at = first.decided_at - timedelta(days=1 + number // 10)
            own = {"id": str(uuid4()), "reason": f"Reason {number}.", "decided_at": at}
            db.session.add(SpotDecision(**{**values, **own}))
    rosa, page = visit(world.rosa), "/projects/demo-desk/checked-work"
    newest = rosa.page(page)
    (older,) = (link for link in newest.links() if "before=" in link)
    last = rosa.page(older)
    said = [re.findall(r"Reason \d+\.|The first reason\.", one.text) for one in (newest, last)]
    assert [len(one) for one in said] == [50, 11]
    assert len(set(said[0] + said[1])) == 61
    assert said[0][0] == "The first reason."
    assert page in last.links()
    assert rosa.page(f"{page}?before=nothing").text == newest.text


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


def test_a_lead_reads_of_a_returned_mark_that_it_was_handed_in_unchanged(
    drawn_bench: Bench, visit: Visit
) -> None:
    one = drawn_bench.marks["one"]
    say(drawn_bench.world, returned(one, "Cut it shorter."))
    drawn_bench.hand_in(drawn_bench.world.rosa)

    page = visit(drawn_bench.world.lead).page(f"{PAGE}/1/items/1").text

    assert "Not changed since" in page
    assert "What changed since" not in page
