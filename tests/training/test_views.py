"""The pages of training: who sees which, before and after submitting."""

from __future__ import annotations

import pytest
from flask import Flask

from annotator.db import writing
from annotator.training.service import explain
from tests.adjudication.made import LOGS, SHORT, SUPPORTED, make_bench
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.personas import World
from tests.training.made import (
    answer_rightly,
    ask_for,
    hand_in,
    lead_marks,
    make_training,
    next_for,
    row_of,
)
from tests.training.test_out_of_the_data import LIST

WHY = "xwhyx: the logs can be looked up."


def test_before_submitting_no_page_tells_an_answer(app: Flask, visit: Visit, world: World) -> None:
    bench = make_training(world)
    with writing():
        explain(row_of(bench), bench.marks["claim"], WHY, 0, actor=world.lead.actor)
    ask_for(world)
    next_for(world, world.rosa)
    browser, article = visit(world.rosa), f"{LIST}/articles/{bench.article_id}"
    assert "This is a training article" in browser.page(article).text
    for path in (article, f"{article}/annotations", f"{LIST}/training", f"{LIST}/claims"):
        text = browser.get(path).get_data(as_text=True)
        assert "xwhyx" not in text
        assert bench.marks["claim"] not in text
    for path in (
        f"{article}/training",
        f"{article}?reviewer={world.lead.id}",
        f"{article}/outcome",
    ):
        assert browser.get(path).status_code == 404, path


def test_after_submitting_they_see_score_differences_and_why(visit: Visit, world: World) -> None:
    bench = make_training(world)
    with writing():
        explain(row_of(bench), bench.marks["quote"], WHY, 0, actor=world.lead.actor)
    bench.mark(world.rosa, SHORT, verdict=SUPPORTED, sources=[LOGS])
    attempt = hand_in(bench, world.rosa)
    path = f"{LIST}/training/attempts/{attempt.id}"
    mine = visit(world.rosa).page(path).text
    assert "2 × 1 ÷ (3 + 1)" in mine
    assert "50%" in mine
    assert WHY in mine
    assert "Missed" in mine
    assert "Yours" in visit(world.rosa).page(path).text
    assert "Rosa Ramirez" in visit(world.lead).page(path).text
    assert visit(world.admin).get(path).status_code == 200
    for other in (world.ravi, world.observer, world.stranger):
        assert visit(other).get(path).status_code == 404


def test_nobody_but_leads_sees_how_others_do(visit: Visit, world: World) -> None:
    bench = make_training(world)
    ask_for(world)
    next_for(world, world.rosa)
    answer_rightly(bench, world.rosa)
    lead = visit(world.lead).page(f"{LIST}/training").text
    assert lead.index("Ravi Rao") < lead.index("Rosa Ramirez")
    assert "100%" in lead
    own = visit(world.rosa).page(f"{LIST}/training").text
    assert "You have passed the training" in own
    other = visit(world.ravi).page(f"{LIST}/training").text
    assert "Rosa Ramirez" not in other
    assert "No training article done yet" in other
    assert visit(world.observer).get(f"{LIST}/training").status_code == 404


def test_a_lead_makes_a_training_article_and_retires_it(visit: Visit, world: World) -> None:
    bench = make_bench(world)
    claim = lead_marks(bench)["claim"]
    browser, page = visit(world.lead), f"{LIST}/articles/{bench.article_id}/training"
    assert "Ferry fares" in browser.page(f"{LIST}/training/possible-articles").text
    refused = browser.post(page, {"origin": "gold"})
    assert refused.status_code == 422
    made = browser.post(page, {"origin": str(world.lead.id), "verdicts": "y"})
    assert made.status_code == 302
    assert "Known answers, version 1" in browser.page(page).text
    said = {"text": WHY, "version": "0"}
    saved = browser.post(f"{page}/explanations/{claim}", said)
    assert saved.status_code == 302
    assert WHY in browser.page(page).text
    assert browser.post(f"{page}/state", {"state": "retired"}).status_code == 302
    assert "Retired" in browser.page(f"{LIST}/training").text
    assert browser.post(f"{page}/state", {"state": "thrown away"}).status_code == 422


@ON_BOTH
@pytest.mark.parametrize("after", ["9999999999", "99999999999999999999", "-1", "soon"])
def test_what_is_no_place_in_the_list_starts_it_from_the_beginning(
    visit: Visit, world: World, after: str
) -> None:
    make_bench(world)
    answer = visit(world.lead).get(f"{LIST}/training/possible-articles?after={after}")
    assert answer.status_code == 200


def test_a_lead_lets_somebody_pass_and_asks_again(visit: Visit, world: World) -> None:
    bench = make_training(world)
    ask_for(world)
    next_for(world, world.rosa)
    hand_in(bench, world.rosa)
    lead, people = visit(world.lead), f"{LIST}/training/people/{world.rosa.id}"
    assert "Waits for you" in lead.page(f"{LIST}/training").text
    assert lead.post(f"{people}/pass", {"reason": ""}).status_code == 422
    assert lead.post(f"{people}/pass", {"reason": "We talked."}).status_code == 302
    assert "We talked." in visit(world.rosa).page(f"{LIST}/training").text
    assert lead.post(f"{people}/repetition").status_code == 302
    answer = visit(world.rosa).post(f"{LIST}/next-article")
    assert answer.location == f"{LIST}/articles/{bench.article_id}"


def test_a_reviewer_tries_again_from_the_page_with_the_score(visit: Visit, world: World) -> None:
    bench = make_training(world)
    hand_in(bench, world.rosa)
    browser, article = visit(world.rosa), f"{LIST}/articles/{bench.article_id}"
    assert "See your score" in browser.page(article).text
    answer = browser.post(f"{article}/training/further-attempts")
    assert answer.location == article
    assert "This is a training article" in browser.page(article).text
