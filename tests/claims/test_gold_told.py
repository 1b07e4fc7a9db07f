"""What readers are told while reviewers are compared, and of the gold that comes of it."""

from __future__ import annotations

import pytest

from annotator.adjudication.drafts import NONE, OwnVerdict
from annotator.annotations.models import PublicState
from annotator.errors import Invalid
from tests.claims.newsroom import COST, Newsroom, state_of, why
from tests.conftest import Visit
from tests.databases import ON_BOTH


@ON_BOTH
def test_while_reviewers_are_compared_each_claim_is_told_until_a_decision_names_it(
    room: Newsroom, told: str
) -> None:
    ravi = room.world.ravi
    ravis, cost = room.publish(ravi, state=None), room.publish(ravi, COST)
    room.hand_in(ravi)
    gold = room.settle(ravis, "refuted", PublicState.PUBLISHED)
    found = room.file()
    assert {key: state_of(one) for key, one in found.items()} == {
        told: "withdrawn", gold: "Refuted", cost: "Refuted",
    }  # fmt: skip
    assert found[told]["item"]["correction"]["url"].endswith(gold)


@ON_BOTH
@pytest.mark.parametrize(("rating", "state"), [("refuted", "Refuted"), ("supported", "withdrawn")])
def test_gold_that_is_not_published_leaves_up_only_what_it_agrees_with(
    room: Newsroom, told: str, rating: str, state: str
) -> None:
    ravis = room.publish(room.world.ravi, rating="supported", state=None)
    room.hand_in(room.world.ravi)
    gold = room.settle(ravis, rating)
    assert state_of(room.file()[told]) == state
    assert gold not in room.file()


@ON_BOTH
def test_what_adjudication_drops_is_withdrawn_and_comes_back_when_that_is_reopened(
    room: Newsroom, told: str
) -> None:
    room.publish(room.world.ravi, rating="supported", state=None)
    room.hand_in(room.world.ravi)
    room.drop(told)
    assert why(room, told) == "This check was withdrawn: the claim is being judged anew."
    room.reopen()
    assert state_of(room.file()[told]) == "Refuted"


@ON_BOTH
def test_gold_that_is_reopened_is_withdrawn_and_leads_on_to_what_is_decided_then(
    room: Newsroom, told: str
) -> None:
    room.publish(room.world.ravi, rating="supported", state=None)
    room.hand_in(room.world.ravi)
    first = room.settle(told, "supported", PublicState.PUBLISHED)
    assert state_of(room.file()[first]) == "Supported"
    room.reopen()
    found = room.file()
    assert (state_of(found[told]), state_of(found[first])) == ("Refuted", "withdrawn")
    second = room.settle(told, "refuted", PublicState.PUBLISHED)
    found = room.file()
    assert state_of(found[second]) == "Refuted"
    assert found[first]["item"]["correction"]["url"].endswith(second)
    assert found[told]["item"]["correction"]["url"].endswith(second)


@ON_BOTH
def test_each_that_is_kept_goes_on_as_its_own_gold(room: Newsroom, told: str) -> None:
    other = room.publish(room.world.ravi, rating="supported")
    room.hand_in(room.world.ravi)
    room.keep_each(told)
    found = room.file()
    for key, rating in ((told, "Refuted"), (other, "Supported")):
        goes_on = found[key]["item"]["correction"]["url"].rsplit("/", 1)[1]
        assert state_of(found[goes_on]) == rating


@ON_BOTH
def test_its_page_and_the_page_of_publishing_say_the_same(
    room: Newsroom, told: str, visit: Visit
) -> None:
    room.publish(room.world.ravi, rating="supported", state=None)
    room.hand_in(room.world.ravi)
    gold = room.settle(told, "supported", PublicState.PUBLISHED)
    lead, slug = visit(room.world.lead), room.world.slug
    for address in (f"/projects/{slug}/claims/{told}", f"/projects/{slug}/publishing"):
        page = lead.page(address)
        assert "which adjudicated check stands in its place" in page.text
        assert f"/projects/{slug}/claims/{gold}" in page.links()
    assert "application/ld+json" not in lead.get(f"/projects/{slug}/claims/{told}").text
    assert "application/ld+json" in lead.get(f"/projects/{slug}/claims/{gold}").text


@ON_BOTH
def test_an_adjudicator_says_what_readers_are_told_of_a_reviewer_s_verdict(
    room: Newsroom, told: str
) -> None:
    ravis = room.publish(room.world.ravi, rating="supported", state=None)
    room.hand_in(room.world.ravi)
    said = OwnVerdict("", "", PublicState.CORRECTED, "The table was another dam's.")
    gold = room.choose(ravis, said)
    entry = room.file()[gold]
    assert state_of(entry) == "Supported"
    assert entry["item"]["correction"]["text"] == "The table was another dam's."


def test_an_adjudicator_withdraws_a_check_by_deciding_anew(room: Newsroom, told: str) -> None:
    room.publish(room.world.ravi, rating="supported", state=None)
    room.hand_in(room.world.ravi)
    gold = room.settle(told, "supported", PublicState.PUBLISHED)
    void = room.settle(told, "supported", PublicState.VOID)
    found = room.file()
    assert [state_of(found[key]) for key in (told, gold, void)] == 3 * ["withdrawn"]
    assert found[void]["item"]["correction"]["text"] == "It was wrong."


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (OwnVerdict("", "", PublicState.VOID), "correction_note"),
        (OwnVerdict("", "", PublicState.PUBLISHED), "public_state"),
    ],
)
def test_what_readers_are_told_needs_a_verdict_and_a_reason(
    room: Newsroom, told: str, said: OwnVerdict, field: str
) -> None:
    room.publish(room.world.ravi, rating="supported", state=None)
    room.hand_in(room.world.ravi)
    with pytest.raises(Invalid) as refusal:
        room.choose(told, said, verdict=NONE if field == "public_state" else told)
    assert refusal.value.field == field


def test_nobody_is_told_of_what_is_dropped(room: Newsroom, told: str) -> None:
    room.publish(room.world.ravi, rating="supported", state=None)
    room.hand_in(room.world.ravi)
    with pytest.raises(Invalid) as refusal:
        room.drop(told, OwnVerdict("", "", PublicState.PUBLISHED))
    assert refusal.value.field == "public_state"
