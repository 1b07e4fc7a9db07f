"""An article is finished when nothing is open, and taken up again when something is reopened."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from annotator.adjudication.drafts import Picks
from annotator.adjudication.models import Adjudication, Decision
from annotator.adjudication.service import finish, reopen
from annotator.annotations.models import Label
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.verdicts.queries import verdicts_of
from tests.adjudication.made import LOGS, SHORT, SUPPORTED, Bench, golds, words
from tests.databases import ON_BOTH


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
