"""An article is finished when nothing is open, and taken up again when something is reopened."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from annotator.adjudication.drafts import OWN, OwnVerdict, Picks
from annotator.adjudication.models import Adjudication, Decision
from annotator.adjudication.service import finish, reopen
from annotator.annotations.models import Label
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.verdicts.queries import verdicts_of
from tests.adjudication.made import LOGS, SHORT, SUPPORTED, Bench, golds, words
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.schemes.scales import draft_of, publish, without


def test_an_article_is_finished_when_nothing_is_open_and_agreement_goes_into_gold(
    bench: Bench, disputed: tuple[str, str]
) -> None:
    del disputed
    world = bench.world
    with pytest.raises(Invalid, match="nobody has settled yet: 1"), writing():
        finish(bench.case, bench.case.version, person=world.lead)
    (item,) = bench.case.open_items
    one, two = (mark.id for mark in item.marks)
    bench.settle(bench.draft(one, two, picks=Picks(one, one, one)))
    with writing():
        finish(bench.case, bench.case.version, person=world.lead)
    assert bench.case.is_finished


@ON_BOTH
def test_what_everybody_says_needs_nobody_and_is_gold_when_it_is_finished(bench: Bench) -> None:
    world = bench.world
    for person in (world.rosa, world.ravi):
        bench.mark(person, SHORT, verdict=SUPPORTED, sources=[LOGS])
        bench.mark(person, "a rise of 58 per cent", Label.CONTEXT)
    bench.hand_in()
    with writing():
        finish(bench.case, bench.case.version, person=world.lead)
    assert [words(gold) for gold in golds(bench)] == [SHORT, "a rise of 58 per cent"]
    (verdict,) = verdicts_of(golds(bench)[0].id)
    assert verdict.rating == "supported"
    decisions = db.session.scalars(select(Adjudication)).all()
    assert {one.decision for one in decisions} == {Decision.AGREED}
    assert compare(world.project_id) == []


def test_an_agreed_claim_with_a_rating_that_was_retired_is_named_and_led_to(
    bench: Bench, visit: Visit
) -> None:
    world, base = bench.world, f"/projects/demo-desk/articles/{bench.article_id}/adjudication"
    one, two = (
        bench.mark(person, SHORT, verdict=SUPPORTED, sources=[LOGS])
        for person in (world.rosa, world.ravi)
    )
    bench.hand_in()
    publish(world.project, draft_of(*without("supported")))
    lead, version = visit(world.lead), bench.case.version
    answer = lead.post(f"{base}/finish", {"version": version})
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"#item-{bench.case.items[0].key}")
    told = lead.page(base).text
    assert f"Everybody agrees on “{SHORT}”, but it cannot be gold as it is" in told
    assert "this rating was retired from the scale" in told
    assert golds(bench) == []
    own = OwnVerdict("refuted", "The logs leave much out.")
    bench.settle(bench.draft(one, two, picks=Picks(one, one, OWN), verdict=own))
    with writing():
        finish(bench.case, bench.case.version, person=world.lead)
    assert [words(gold) for gold in golds(bench)] == [SHORT]


def test_who_finishes_too_early_is_led_to_the_first_difference_that_is_open(
    bench: Bench, disputed: tuple[str, str], visit: Visit
) -> None:
    del disputed
    base = f"/projects/demo-desk/articles/{bench.article_id}/adjudication"
    lead = visit(bench.world.lead)
    answer = lead.post(f"{base}/finish", {"version": bench.case.version})
    assert answer.headers["Location"].endswith(f"#item-{bench.case.items[0].key}")
    assert "nobody has settled yet: 1" in lead.page(base).text


@pytest.mark.parametrize("submitted", [0, 1])
def test_an_article_that_fewer_than_two_have_submitted_is_not_finished(
    bench: Bench, submitted: int
) -> None:
    world = bench.world
    bench.mark(world.rosa, SHORT)
    if submitted:
        bench.hand_in(world.rosa)
    with pytest.raises(Invalid, match="fewer have submitted"), writing():
        finish(bench.case, bench.case.version, person=world.lead)
    assert not bench.case.is_finished
    assert golds(bench) == []


def test_reopening_takes_a_finished_article_up_again(
    bench: Bench, disputed: tuple[str, str]
) -> None:
    one, two = disputed
    made = bench.settle(bench.draft(one, two, picks=Picks(one, one, one)))
    with writing():
        finish(bench.case, bench.case.version, person=bench.world.lead)
    case = bench.case
    with writing():
        reopen(bench.case, made.id, case.version_of(case.items[0]), person=bench.world.lead)
    assert not bench.case.is_finished
    assert compare(bench.world.project_id) == []
