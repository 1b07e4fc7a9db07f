"""What happened to a mark, as its card tells it, and to whom."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.databases import ON_BOTH
from tests.personas import World
from tests.workspace.conftest import HandOf
from tests.workspace.marks import Hand, rating, source


def past_of(hand: Hand, mark_id: str) -> list[dict[str, Any]]:
    answer = hand.visitor.get(f"{hand.base}/annotations/{mark_id}/history", json=True)
    assert answer.status_code == 200, answer.text
    events: list[dict[str, Any]] = answer.get_json()["events"]
    return events


@ON_BOTH
def test_all_that_was_done_to_a_mark_is_told_newest_first(hand: Hand) -> None:
    mark = hand.mark("The dam")
    noted = hand.revise(mark, note="Look again.")
    sourced = hand.revise(noted, **_named(source("https://example.org/dam")))
    judged = hand.revise(sourced, **_named(rating("supported", "It says so.")))
    hand.remove(hand.revise(judged, label="context"))

    events = past_of(hand, mark["id"])

    assert [event["did"] for event in events] == [
        "removed a mark",
        "changed a mark",
        "gave a verdict",
        "changed a mark",
        "added a source",
        "changed a mark",
        "changed a mark",
        "marked a passage",
    ]
    assert {event["actor"] for event in events} == {"Rosa Ramirez"}
    assert {"name": "Kind of mark", "before": "Claim", "after": "Context"} in events[1]["fields"]
    rated = {field["name"]: field["after"] for field in events[2]["fields"]}
    assert rated["Rating"] == "Supported"
    assert rated["Rationale"] == "It says so."
    assert {"name": "Note", "before": "", "after": "Look again."} in events[6]["fields"]


def test_its_links_are_part_of_what_was_done_to_a_mark(hand: Hand) -> None:
    claim, quote = hand.mark("The dam"), hand.mark("two years", label="quote")
    made = {"links-0-uuid": str(uuid4()), "links-0-to": quote["id"], "links-0-kind": "made_in"}
    linked = hand.revise(claim, **made)
    gone = {"links-0-uuid": made["links-0-uuid"], "links-0-removed": "y"}
    hand.revise(linked, **gone)

    events = past_of(hand, claim["id"])

    assert [event["did"] for event in events if "link" in event["did"]] == [
        "removed a link between marks",
        "linked two marks",
    ]
    assert {"name": "Kind", "before": "", "after": "made in"} in events[2]["fields"]
    told = hand.visitor.get(
        f"{hand.base}/annotations/{claim['id']}/history", headers={"Accept-Language": "ar"}
    )
    assert "ورد في" in {one["after"] for one in told.get_json()["events"][2]["fields"]}


def test_a_mark_s_history_is_for_those_who_may_read_the_mark(
    hand: Hand, other_hand: Hand, lead_hand: Hand, hand_of: HandOf, world: World
) -> None:
    mark = hand.mark("The dam")
    observer = hand_of(world.observer)
    path = f"{hand.base}/annotations/{mark['id']}/history"

    assert [one.visitor.get(path, json=True).status_code for one in (other_hand, observer)] == [
        404,
        404,
    ]
    assert len(past_of(lead_hand, mark["id"])) == 1

    hand.submit()
    assert len(past_of(observer, mark["id"])) == 1
    assert other_hand.visitor.get(path, json=True).status_code == 404


def test_no_mark_has_no_history(hand: Hand) -> None:
    path = f"{hand.base}/annotations/{uuid4()}/history"
    assert hand.visitor.get(path, json=True).status_code == 404


def test_the_page_knows_its_author_s_removed_marks_and_nobody_else_s(
    hand: Hand, lead_hand: Hand, world: World
) -> None:
    mark = hand.mark("The dam")
    hand.mark("two years")
    hand.remove(mark)

    mine = hand.visitor.get(hand.base).text
    theirs = lead_hand.visitor.get(f"{hand.base}?reviewer={world.reviewer.id}").text

    assert mark["id"] in mine
    assert mark["id"] not in theirs


def _named(fields: dict[str, Any]) -> dict[str, Any]:
    return {name.replace("-", "__"): value for name, value in fields.items()}
