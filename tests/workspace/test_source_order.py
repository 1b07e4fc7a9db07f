"""The order of a claim's sources is its author's, kept, audited and exported."""

from __future__ import annotations

from typing import Any

from annotator.audit.replay import compare
from annotator.db import db
from tests.databases import ON_BOTH
from tests.personas import World
from tests.workspace.marks import Hand, rating, source

HOSTS = ["a", "b", "c"]


def claim_with_three(hand: Hand) -> dict[str, Any]:
    sources: dict[str, Any] = {}
    for index, host in enumerate(HOSTS):
        sources |= source(f"https://{host}.example/", index=index)
    return hand.mark("The dam", **sources, **rating("supported", "Three say so."))


def order_of(mark: dict[str, Any]) -> str:
    return "".join(item["host"][0] for item in mark["claim"]["sources"])


def moved(hand: Hand, mark: dict[str, Any], host: str, place: int) -> dict[str, Any]:
    found = next(item for item in mark["claim"]["sources"] if item["host"][0] == host)
    fields = {"sources__0__uuid": found["id"], "sources__0__position": place}
    return hand.revise(mark, **fields)


@ON_BOTH
def test_a_source_takes_another_place_and_the_verdict_stands(hand: Hand, world: World) -> None:
    mark = claim_with_three(hand)
    last_first = moved(hand, mark, "c", 1)
    assert order_of(last_first) == "cab"
    assert last_first["claim"]["verdict"]["stale"] is False
    first_second = moved(hand, last_first, "c", 2)
    assert order_of(first_second) == "acb"
    assert order_of(hand.layer()["annotations"][0]) == "acb"
    db.session.remove()
    assert compare(world.project.id) == []


def test_a_place_beyond_the_end_is_the_end(hand: Hand) -> None:
    assert order_of(moved(hand, claim_with_three(hand), "a", 90)) == "bca"


def test_a_source_that_comes_back_has_its_old_place(hand: Hand) -> None:
    mark = claim_with_three(hand)
    second = mark["claim"]["sources"][1]["id"]
    without = hand.revise(mark, sources__0__uuid=second, sources__0__removed="y")
    turned = moved(hand, without, "c", 1)
    assert order_of(turned) == "ca"
    again = hand.revise(turned, sources__0__uuid=second, sources__0__removed="")
    assert order_of(again) == "cba"


def test_a_removed_source_cannot_be_placed(hand: Hand) -> None:
    mark = claim_with_three(hand)
    first = mark["claim"]["sources"][0]["id"]
    without = hand.revise(mark, sources__0__uuid=first, sources__0__removed="y")
    fields = {"sources-0-uuid": first, "sources-0-position": 2, "version": without["version"]}
    answer = hand.save(mark["id"], fields)
    assert answer.status_code == 422
    error = answer.get_json()["error"]
    assert error["field"] == "sources-0-position"
    assert error["sentence"] == "A source that is removed has no place among the others."


def test_places_begin_at_one(hand: Hand) -> None:
    mark = claim_with_three(hand)
    first = mark["claim"]["sources"][0]["id"]
    fields = {"sources-0-uuid": first, "sources-0-position": 0, "version": mark["version"]}
    assert hand.save(mark["id"], fields).status_code == 422


def test_the_history_says_from_which_place_to_which(hand: Hand) -> None:
    mark = moved(hand, claim_with_three(hand), "c", 2)
    past = hand.visitor.get(f"{hand.base}/annotations/{mark['id']}/history", json=True)
    told = [field for event in past.get_json()["events"][:3] for field in event["fields"]]
    places = {(f["before"], f["after"]) for f in told if f["name"] == "Place among the sources"}
    assert places == {("2", "3"), ("3", "2")}
