"""The pages of adjudication: who gets them, what they say, and what a decision answers."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from annotator.adjudication.drafts import Picks
from annotator.adjudication.service import finish, reopen
from annotator.annotations.models import Label
from annotator.audit.replay import compare
from annotator.audit.wanted import Wanted, events
from annotator.db import db, writing
from annotator.links.models import LinkKind
from annotator.notifications.models import Notification
from annotator.verdicts.queries import verdicts_of
from tests.adjudication.made import LONG, REFUTED, SHORT, SUPPORTED, Bench, golds, make_bench, words
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.statements import statements


def base(bench: Bench) -> str:
    """The address of the screen."""
    return f"/projects/{bench.world.slug}/articles/{bench.article_id}/adjudication"


def fields(bench: Bench, marks: tuple[str, ...], **more: Any) -> dict[str, Any]:
    """What the form of an item sends, with everything from the first."""
    case = bench.case
    item = case.item_of(marks)
    assert item
    one = marks[0]
    chosen = {"words": one, "label": one, "verdict": one, "sources": "union"}
    sent = {"outcome": "settle", "category": "boundary", "reason": "The logs end there."}
    version = case.version_of(item)
    return {"version": version, "marks": ",".join(sorted(marks)), **chosen, **sent, **more}


def test_leads_find_articles_of_two_submissions_and_nobody_else_does(
    bench: Bench, disputed: tuple[str, str], visit: Visit
) -> None:
    world = bench.world
    page = visit(world.lead).page(f"/projects/{world.slug}/adjudication")
    assert "Ferry fares" in page.text
    assert "Waiting" in page.text
    for person in (world.rosa, world.observer):
        answer = visit(person).get(f"/projects/{world.slug}/adjudication")
        assert answer.status_code == 404
        assert visit(person).get(base(bench)).status_code == 404


@ON_BOTH
def test_the_list_asks_the_database_as_often_for_many_articles_as_for_one(
    bench: Bench, disputed: tuple[str, str], visit: Visit
) -> None:
    lead, address = visit(bench.world.lead), f"/projects/{bench.world.slug}/adjudication"
    lead.get(address)
    with statements() as few:
        lead.get(address)
    others = [make_bench(bench.world) for _ in range(4)]
    for other in others:
        one = other.mark(bench.world.rosa, SHORT, Label.CONTEXT)
        two = other.mark(bench.world.ravi, LONG, Label.CONTEXT)
        other.hand_in()
    others[-1].settle(others[-1].draft(one, two, picks=Picks(one, one)))
    with statements() as many:
        page = lead.page(address)
    assert len(many) <= len(few) + 1
    assert page.text.count("Waiting") == 4
    assert "1 of 1 settled" in page.text


@ON_BOTH
def test_the_screen_names_reviewers_by_letters_unless_the_project_shows_names(
    bench: Bench, disputed: tuple[str, str], visit: Visit
) -> None:
    page = visit(bench.world.lead).page(base(bench))
    assert "1 · Edges differ · Verdict differs" in page.text
    assert "0 of 1 differences settled" in page.text
    assert "Reviewer A" in page.text
    assert "Rosa" not in page.text
    assert "Rosa" not in visit(bench.world.lead).page(f"{base(bench)}?names=yes").text
    lead, settings = visit(bench.world.lead), f"/projects/{bench.world.slug}/settings"
    said = {"version": 0, "wanted": 1, "sample_wanted": 2, "names_shown": "y"}
    assert lead.post(settings, said).status_code == 302
    assert "Rosa Ramirez" in lead.page(base(bench)).text
    (event,) = events(bench.world.project_id, Wanted(action="workflow.changed"), limit=2).events
    assert event.after
    assert '"names_shown":true' in event.after
    assert lead.post(settings, {**said, "version": 1, "names_shown": ""}).status_code == 302
    assert "Rosa" not in lead.page(base(bench)).text
    assert compare(bench.world.project_id) == []


def test_what_became_of_links_is_said_on_the_card_and_when_the_article_is_finished(
    bench: Bench, visit: Visit
) -> None:
    world = bench.world
    lead, marks = visit(world.lead), {}
    for person in (world.rosa, world.ravi):
        quote = bench.mark(person, "leave on time", Label.QUOTE)
        link = [(LinkKind.EXPLAINS, quote)]
        extent = SHORT if person is world.rosa else LONG
        marks[person.name] = (bench.mark(person, extent, Label.CONTEXT, links=link), quote)
    bench.hand_in()
    (one, quote), (two, other) = marks.values()
    assert "explains “leave on time”" in lead.page(base(bench)).text
    sent = {**fields(bench, (one, two)), "links": one}
    state = lead.post(f"{base(bench)}/decisions/{uuid4()}", sent, json=True).get_json()
    key = bench.case.item_of((one, two))
    assert key
    said = "explains “leave on time” · waits until that is settled"
    assert state["links"][key.key] == [said]
    assert said in lead.page(base(bench)).text
    drop = fields(bench, (quote, other), outcome="drop")
    dropped = lead.post(f"{base(bench)}/decisions/{uuid4()}", drop, json=True).get_json()
    left = "explains “leave on time” · left out: that is not in the gold layer"
    assert dropped["links"][key.key] == [left]
    lead.post(f"{base(bench)}/finish", {"version": bench.case.version})
    told = lead.page(f"/projects/{world.slug}/adjudication").text
    assert "1 link was left out of the gold layer" in told


@pytest.mark.parametrize(
    "proposal",
    ["majority", "union", "overlap", "person1", "person2", "person3", "person" + "9" * 5000, "x"],
    ids=lambda said: said[:10],
)
def test_each_rule_of_a_first_proposal_makes_a_page(
    bench: Bench, disputed: tuple[str, str], visit: Visit, proposal: str
) -> None:
    page = visit(bench.world.lead).page(f"{base(bench)}?proposal={proposal}")
    form = next(one for one in page.tree.iter("form") if one.get("class") == "decision")
    chosen = {
        field.get("name"): field.get("value")
        for field in form.iter("input")
        if field.get("checked") is not None
    }
    one, two = disputed
    expected = {"union": "union", "overlap": "overlap", "person2": two}.get(proposal, one)
    assert chosen["words"] == expected


@ON_BOTH
def test_a_decision_answers_how_the_item_and_the_article_stand(
    bench: Bench, disputed: tuple[str, str], visit: Visit
) -> None:
    lead, key = visit(bench.world.lead), str(uuid4())
    sent = fields(bench, disputed)
    answer = lead.post(f"{base(bench)}/decisions/{key}", sent, json=True)
    assert answer.status_code == 200, answer.text
    state = answer.get_json()
    assert (state["settled"], state["total"], state["finished"]) == (1, 1, False)
    assert state["decision"]["like"] == "A"
    assert state["decision"]["words"] == [SHORT]
    again = lead.post(f"{base(bench)}/decisions/{key}", sent, json=True)
    assert again.get_json() == state
    reopened = lead.post(
        f"{base(bench)}/decisions/{key}/reopening", {"version": state["version"]}, json=True
    )
    assert reopened.get_json()["decision"] is None
    assert golds(bench) == []
    assert compare(bench.world.project_id) == []


@ON_BOTH
def test_of_two_who_settle_the_same_the_second_gets_412_with_what_the_first_said(
    bench: Bench, disputed: tuple[str, str], visit: Visit
) -> None:
    one, two = disputed
    sent, late = fields(bench, (one, two)), fields(bench, (two, one))
    first, second = visit(bench.world.lead), visit(bench.world.admin)
    assert first.post(f"{base(bench)}/decisions/{uuid4()}", sent, json=True).status_code == 200
    answer = second.post(f"{base(bench)}/decisions/{uuid4()}", late, json=True)
    assert answer.status_code == 412
    current = answer.get_json()["annotation"]
    assert current["decision"]["words"] == [SHORT]
    assert current["decision"]["by"] == "Lea Lindqvist"
    assert [words(gold) for gold in golds(bench)] == [SHORT]


def test_what_is_wrong_is_told_in_a_sentence(
    bench: Bench, disputed: tuple[str, str], visit: Visit
) -> None:
    lead, address = visit(bench.world.lead), f"{base(bench)}/decisions/{uuid4()}"
    for wrong, status, sentence in (
        ({"reason": ""}, 422, "say what settles it"),
        ({"words": "x"}, 422, "This is not a choice."),
        ({"outcome": "burn"}, 422, "This is not a choice."),
        ({"category": "mood"}, 422, "This is not among the choices"),
        ({"version": ""}, 428, "version"),
        ({"evidence": "javascript:alert(1)"}, 422, ""),
        ({"reason": "x" * 2001}, 422, "2000"),
    ):
        answer = lead.post(address, fields(bench, disputed, **wrong), json=True)
        assert answer.status_code == status, (wrong, answer.text)
        assert sentence in answer.get_json()["error"]["sentence"]
    assert golds(bench) == []


def test_without_scripts_a_rating_is_ones_own_where_nobodys_verdict_is_ticked(
    bench: Bench, disputed: tuple[str, str], visit: Visit
) -> None:
    lead, address = visit(bench.world.lead), f"{base(bench)}/decisions/{uuid4()}"
    own = {"verdict": "", "rating": "not_enough_evidence", "rationale": "Two logs, two answers."}
    ticked = {**own, "verdict": "none"}
    refused = lead.post(address, fields(bench, disputed, **ticked))
    assert refused.status_code == 422
    assert "tick “My own rating”, or take the rating away" in refused.text
    assert lead.post(address, fields(bench, disputed, **own)).status_code == 302
    (verdict,) = verdicts_of(golds(bench)[0].id)
    assert (verdict.rating, verdict.rationale) == (own["rating"], own["rationale"])


def test_without_scripts_a_decision_leads_back_to_its_card(
    bench: Bench, disputed: tuple[str, str], visit: Visit
) -> None:
    lead = visit(bench.world.lead)
    answer = lead.post(f"{base(bench)}/decisions/{uuid4()}", fields(bench, disputed))
    assert answer.status_code == 302
    assert "#item-" in answer.headers["Location"]
    assert "took A" in lead.page(base(bench)).text


def test_an_article_is_finished_by_a_button_and_not_before_all_is_settled(
    bench: Bench, disputed: tuple[str, str], visit: Visit
) -> None:
    lead = visit(bench.world.lead)
    early = lead.post(f"{base(bench)}/finish", {"version": bench.case.version}, json=True)
    assert early.status_code == 422
    assert "nobody has settled yet: 1" in early.get_json()["error"]["sentence"]
    lead.post(f"{base(bench)}/decisions/{uuid4()}", fields(bench, disputed))
    stale = lead.post(f"{base(bench)}/finish", {"version": 1}, json=True)
    assert stale.status_code == 412
    done = lead.post(f"{base(bench)}/finish", {"version": bench.case.version})
    assert done.status_code == 302
    assert "Finished" in lead.page(f"/projects/{bench.world.slug}/adjudication").text


def test_who_is_told_of_a_finished_adjudication_is_led_to_what_it_changed(
    bench: Bench, disputed: tuple[str, str], visit: Visit
) -> None:
    one, two = disputed
    made = bench.settle(bench.draft(one, two, picks=Picks(one, one, one)))
    with writing():
        finish(bench.case, bench.case.version, person=bench.world.lead)
    ravi = visit(bench.world.ravi)
    told = select(Notification.id).where(Notification.person_id == bench.world.ravi.id)
    address = f"/notifications/{db.session.scalars(told).one()}/reading"
    place = ravi.post(address).headers["Location"]
    assert place.endswith(f"/articles/{bench.article_id}/outcome")
    assert "What adjudication changed" in ravi.page(place).text
    version = bench.case.version_of(bench.case.items[0])
    with writing():
        reopen(bench.case, made.id, version, person=bench.world.lead)
    later = ravi.post(address).headers["Location"]
    assert later.endswith(f"/articles/{bench.article_id}")
    assert ravi.get(later).status_code == 200


def test_a_reviewer_sees_what_changed_in_their_work_and_why_and_no_name(
    bench: Bench, visit: Visit
) -> None:
    world = bench.world
    one = bench.mark(world.rosa, SHORT, verdict=SUPPORTED, sources=["https://a.example/"])
    two = bench.mark(world.ravi, LONG, verdict=REFUTED, sources=["https://b.example/"])
    only = bench.mark(world.ravi, "Ferry fares", Label.CONTEXT)
    address = f"/projects/{world.slug}/articles/{bench.article_id}/outcome"
    bench.hand_in()
    lead, ravi = visit(world.lead), visit(world.ravi)
    lead.post(f"{base(bench)}/decisions/{uuid4()}", fields(bench, (one, two)))
    dropped = fields(bench, (only,), outcome="drop", category="slip", reason="A title.")
    lead.post(f"{base(bench)}/decisions/{uuid4()}", dropped)
    assert ravi.get(address).status_code == 404
    with writing():
        finish(bench.case, bench.case.version, person=world.lead)
    page = ravi.page(address)
    for said in ("Edges differ", "Verdict differs", "The logs end there.", "A title."):
        assert said in page.text
    assert "Not in the gold layer" in page.text
    assert "Rosa" not in page.text
    assert "Lea" not in page.text
    mine = visit(world.rosa).page(address)
    assert "As you have it" in mine.text
    for person in (world.lead, world.observer, world.stranger):
        assert visit(person).get(address).status_code == 404
