"""What somebody adjudicated is in nobody's own layer, whoever asks."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from annotator.adjudication.drafts import Picks
from annotator.adjudication.models import Adjudication
from annotator.annotations.models import Annotation, Layer
from annotator.annotations.queries import count_of, stamp_of, versions_of
from annotator.annotations.sight import Others, Sight
from annotator.assignments.queries import assignment_of
from annotator.audit.replay import compare
from annotator.claims.listing import ClaimQuery, claims
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.verdicts.tallies import tallies_of
from annotator.workspace.queries import desk
from annotator.workspace.submission import give_back, withdraw
from tests.adjudication.made import Bench
from tests.conftest import Visit
from tests.databases import ON_BOTH

SHORT = "91.4 per cent of departures left within five minutes of schedule"
VERDICT = ("supported", "The logs say so.")


@pytest.fixture
def adjudicated(bench: Bench) -> Adjudication:
    """A claim of three, the lead's among them, which the lead settled."""
    world = bench.world
    people = (world.rosa, world.ravi, world.lead)
    longer = (SHORT, f"{SHORT} in the year", f"{SHORT} in the year to June")
    marks = [
        bench.mark(person, words, verdict=VERDICT, sources=["https://ferries.example/logs"])
        for person, words in zip(people, longer, strict=True)
    ]
    bench.hand_in(*people)
    return bench.settle(bench.draft(*marks, picks=Picks(marks[0], marks[0], marks[0])))


@ON_BOTH
def test_an_adjudicator_who_reviews_too_has_no_gold_mark_among_their_own(
    bench: Bench, adjudicated: Adjudication, visit: Visit
) -> None:
    world, article = bench.world, bench.article_id
    own = world.lead.id
    gold = adjudicated.golds[0].annotation_id
    assert count_of(article, own) == 1
    assert stamp_of(article, own).count == 1
    assert gold not in [key for key, _ in versions_of(article, own)]
    (tally,) = tallies_of([article], Sight(own))[article]
    assert tally.claims == 1
    for others in Others:
        sight = Sight(own, others)
        found = db.session.scalars(select(Annotation).where(sight.marks())).all()
        assert {mark.layer for mark in found} == {Layer.REVIEWER}
    mine = claims(world.project_id, ClaimQuery(Sight(own)))
    assert [claim.id for claim in mine] != [gold]
    assert len(mine) == 1
    by_name = ClaimQuery(Sight(own, Others.EVERYTHING), author_id=own)
    assert len(claims(world.project_id, by_name)) == 1
    layer = visit(world.lead).get(
        f"/projects/{world.slug}/articles/{article}/annotations?reviewer={own}", json=True
    )
    assert gold not in [mark["id"] for mark in layer.get_json()["annotations"]]


@ON_BOTH
def test_a_gold_mark_cannot_be_changed_or_removed_where_marks_are_made(
    bench: Bench, adjudicated: Adjudication, visit: Visit
) -> None:
    world, gold = bench.world, adjudicated.golds[0].annotation_id
    base = f"/projects/{world.slug}/articles/{bench.article_id}/annotations/{gold}"
    lead = visit(world.lead)
    assert lead.post(base, {"version": 1, "note": "Mine?"}, json=True).status_code == 404
    assert lead.post(f"{base}/removal", {"version": 1}, json=True).status_code == 404
    assert lead.get(f"{base}/elsewhere", json=True).status_code == 404
    assert db.session.get_one(Annotation, gold).version == 1


def test_leads_and_observers_find_adjudicated_claims_in_the_list_told_apart(
    bench: Bench, adjudicated: Adjudication, visit: Visit
) -> None:
    world, gold = bench.world, adjudicated.golds[0].annotation_id
    for person in (world.lead, world.observer):
        page = visit(person).page(f"/projects/{world.slug}/claims")
        assert "Adjudicated" in page.text
        visit(person).page(f"/projects/{world.slug}/claims/{gold}")
    assert "Adjudicated" not in visit(world.rosa).page(f"/projects/{world.slug}/claims").text
    answer = visit(world.rosa).get(f"/projects/{world.slug}/claims/{gold}")
    assert answer.status_code == 404


def test_a_submission_is_withdrawn_until_adjudication_begins_and_not_after(bench: Bench) -> None:
    world = bench.world
    one = bench.mark(world.rosa, SHORT)
    two = bench.mark(world.ravi, f"{SHORT} in the year")
    bench.hand_in()
    with writing():
        withdraw(desk(world.project, bench.article_id, world.rosa.id), person=world.rosa)
    bench.hand_in(world.rosa)
    bench.settle(bench.draft(one, two, picks=Picks(one, one)))
    with pytest.raises(Invalid, match="The adjudication of this article has begun"), writing():
        withdraw(desk(world.project, bench.article_id, world.rosa.id), person=world.rosa)


def test_nothing_to_mark_is_withdrawn_until_the_article_is_finished_and_again_when_taken_up(
    bench: Bench, visit: Visit
) -> None:
    world = bench.world
    lead, base = visit(world.lead), f"/projects/{world.slug}/articles/{bench.article_id}"
    bench.hand_in()
    with writing():
        withdraw(desk(world.project, bench.article_id, world.rosa.id), person=world.rosa)
    bench.hand_in(world.rosa)
    lead.post(f"{base}/adjudication/finish", {"version": bench.case.version})
    with pytest.raises(Invalid, match="The adjudication of this article has begun"), writing():
        withdraw(desk(world.project, bench.article_id, world.rosa.id), person=world.rosa)
    assert "Take it up again" in lead.page(f"{base}/adjudication").text
    again = {"version": bench.case.version}
    assert lead.post(f"{base}/adjudication/finish/reopening", again).status_code == 302
    assert not bench.case.is_finished
    with writing():
        withdraw(desk(world.project, bench.article_id, world.rosa.id), person=world.rosa)
    assert bench.case.people == (world.ravi.id,)
    assert compare(world.project_id) == []


def test_a_lead_returns_a_submission_only_while_nothing_is_settled_on_it(
    bench: Bench, adjudicated: Adjudication, visit: Visit
) -> None:
    world = bench.world
    work = assignment_of(bench.article_id, world.rosa.id)
    assert work is not None
    with pytest.raises(Invalid, match="reopen what it has settled"), writing():
        give_back(work, reason="Look again.", actor=world.lead.actor)
    answer = visit(world.lead).post(
        f"/projects/{world.slug}/assignments/{work.id}/return", {"reason": "Again."}, json=True
    )
    assert answer.status_code == 422
    assert "reopen what it has settled" in json.dumps(answer.get_json())
