"""Links between marks: which there may be, who makes them, and that none is lost."""

from __future__ import annotations

from uuid import uuid4

import pytest

from annotator.audit.models import Event
from annotator.audit.replay import compare
from annotator.db import db
from tests.databases import ON_BOTH
from tests.personas import World
from tests.workspace.linking import link, links_of, refusal, removal
from tests.workspace.marks import Hand


def actions() -> list[str]:
    """What was done to links, oldest first."""
    events = db.session.query(Event).order_by(Event.seq)
    return [event.action for event in events if event.target == "link"]


@ON_BOTH
def test_a_context_explains_a_claim(hand: Hand, world: World) -> None:
    claim, context = hand.mark("The dam"), hand.mark("the mayor", label="context")

    linked = hand.revise(context, **link(claim, "explains"))

    assert linked["version"] == 2
    assert [(item["to"], item["kind"]) for item in linked["links"]] == [(claim["id"], "explains")]
    assert links_of(hand, context) == linked["links"]
    assert actions() == ["link.added"]
    assert compare(world.project_id) == []


def test_a_new_mark_comes_with_its_links(hand: Hand) -> None:
    claim = hand.mark("The dam")
    fields = {name.replace("__", "-"): value for name, value in link(claim, "explains").items()}

    context = hand.mark("the mayor", label="context", **fields)

    assert [item["to"] for item in context["links"]] == [claim["id"]]


@pytest.mark.parametrize(
    ("first", "kind", "second"),
    [
        ("context", "explains", "claim"),
        ("context", "explains", "quote"),
        ("claim", "made_in", "quote"),
        ("claim", "repeats", "claim"),
        ("claim", "contradicts", "claim"),
    ],
)
def test_these_marks_are_linked_in_these_ways(
    hand: Hand, first: str, kind: str, second: str
) -> None:
    start, end = hand.mark("The dam", label=first), hand.mark("the mayor", label=second)

    assert hand.revise(start, **link(end, kind))["links"][0]["kind"] == kind


@pytest.mark.parametrize(
    ("first", "kind", "second"),
    [
        ("claim", "explains", "claim"),
        ("context", "explains", "context"),
        ("context", "made_in", "quote"),
        ("claim", "made_in", "claim"),
        ("quote", "repeats", "quote"),
        ("claim", "contradicts", "quote"),
        ("quote", "made_in", "claim"),
    ],
)
def test_no_others_are(hand: Hand, first: str, kind: str, second: str) -> None:
    start, end = hand.mark("The dam", label=first), hand.mark("the mayor", label=second)

    field, sentence = refusal(hand, start, link(end, kind))

    assert field == "links-0-kind"
    assert sentence == "Marks of these two kinds are not linked in this way."


def test_a_mark_is_not_linked_to_itself_nor_twice_in_one_way(hand: Hand) -> None:
    claim, other = hand.mark("The dam"), hand.mark("the mayor")
    linked = hand.revise(claim, **link(other, "repeats"))

    assert refusal(hand, linked, link(linked, "repeats"))[1] == ("A mark is not linked to itself.")
    assert refusal(hand, linked, link(other, "repeats"))[1] == (
        "These two marks are linked in this way already."
    )
    assert len(hand.revise(linked, **link(other, "contradicts"))["links"]) == 2


@ON_BOTH
def test_the_same_request_again_makes_no_second_link(hand: Hand) -> None:
    claim, other = hand.mark("The dam"), hand.mark("the mayor")
    fields = {
        name.replace("__", "-"): value
        for name, value in {"version": 1, **link(other, "repeats")}.items()
    }

    first, again = hand.save(claim["id"], fields), hand.save(claim["id"], fields)

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.get_json() == again.get_json()
    assert actions() == ["link.added"]


def test_a_stale_save_is_answered_with_the_links_that_are_there(hand: Hand) -> None:
    claim, other = hand.mark("The dam"), hand.mark("the mayor")
    linked = hand.revise(claim, **link(other, "repeats"))

    answer = hand.save(claim["id"], {"version": 1, "note": "late"})

    assert answer.status_code == 412
    assert answer.get_json()["annotation"]["links"] == linked["links"]


def test_a_link_with_an_identifier_that_is_taken_is_refused(hand: Hand) -> None:
    claim, other, third = (hand.mark(words) for words in ("The dam", "the mayor", "Nobody"))
    taken = hand.revise(claim, **link(other, "repeats"))["links"][0]["id"]
    fields = {
        name.replace("__", "-"): value
        for name, value in link(other, "repeats", link_id=taken).items()
    }

    answer = hand.save(third["id"], {"version": 1, **fields})

    assert answer.status_code == 409
    assert links_of(hand, third) == []


@ON_BOTH
def test_a_removed_link_is_gone_and_comes_back(hand: Hand, world: World) -> None:
    claim, other = hand.mark("The dam"), hand.mark("the mayor")
    linked = hand.revise(claim, **link(other, "repeats"))

    removed = hand.revise(linked, **removal(linked))
    assert removed["links"] == []

    restored = hand.revise(removed, **removal(linked, removed=""))
    assert restored["links"] == linked["links"]
    assert actions() == ["link.added", "link.removed", "link.restored"]
    assert compare(world.project_id) == []


def test_a_removed_link_makes_room_for_the_same_again_and_stays_away_then(hand: Hand) -> None:
    claim, other = hand.mark("The dam"), hand.mark("the mayor")
    linked = hand.revise(claim, **link(other, "repeats"))
    removed = hand.revise(linked, **removal(linked))
    again = hand.revise(removed, **link(other, "repeats"))

    assert refusal(hand, again, removal(linked, removed=""))[0] == "links-0-to"


def test_a_link_made_and_taken_back_before_it_was_sent_leaves_nothing(hand: Hand) -> None:
    claim, other = hand.mark("The dam"), hand.mark("the mayor")

    kept = hand.revise(claim, **link(other, "repeats"), links__0__removed="y")

    assert kept["links"] == []
    assert actions() == []


def test_neither_the_ends_nor_the_kind_of_a_link_change(hand: Hand) -> None:
    claim, other = hand.mark("The dam"), hand.mark("the mayor")
    linked = hand.revise(claim, **link(other, "repeats"))
    same = linked["links"][0]["id"]

    field, sentence = refusal(hand, linked, link(other, "contradicts", link_id=same))

    assert field == "links-0-kind"
    assert sentence == "A link is not changed: remove it, and make another."


def test_a_link_needs_its_kind_and_its_other_end(hand: Hand) -> None:
    claim = hand.mark("The dam")

    field, _ = refusal(hand, claim, {"links__0__uuid": str(uuid4())})

    assert field == "links-0-to"


def test_only_so_many_links_start_at_one_mark(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.links.service.MAX_LINKS", 1)
    claim, other, third = (hand.mark(words) for words in ("The dam", "the mayor", "Nobody"))
    linked = hand.revise(claim, **link(other, "repeats"))

    assert refusal(hand, linked, link(third, "repeats"))[1] == "At most 1 links start at one mark."


def test_a_removed_mark_is_no_other_end(hand: Hand) -> None:
    claim, other = hand.mark("The dam"), hand.mark("the mayor")
    hand.remove(other)

    assert refusal(hand, claim, link(other, "repeats"))[1] == (
        "The mark at the other end of the link is not there."
    )


@ON_BOTH
def test_a_link_outlives_relabelling_and_removing_its_marks(hand: Hand, world: World) -> None:
    claim, quote = hand.mark("The dam"), hand.mark("the mayor", label="quote")
    linked = hand.revise(claim, **link(quote, "made_in"))

    context = hand.revise(linked, label="context")
    back = hand.revise(context, label="claim")
    gone = hand.remove(quote).get_json()["annotation"]
    hand.restore(gone)

    assert back["links"] == linked["links"] == links_of(hand, claim)
    assert actions() == ["link.added"]
    assert compare(world.project_id) == []


def test_a_link_may_be_made_with_the_label_that_it_needs(hand: Hand) -> None:
    quote, context = hand.mark("The dam", label="quote"), hand.mark("the mayor", label="context")

    claim = hand.revise(context, label="claim", **link(quote, "made_in"))

    assert claim["links"][0]["kind"] == "made_in"


@pytest.mark.parametrize(("name", "value"), [("uuid", "7"), ("to", "the dam"), ("kind", "likes")])
def test_a_malformed_link_is_refused_with_its_field(hand: Hand, name: str, value: str) -> None:
    claim, other = hand.mark("The dam"), hand.mark("the mayor")

    field, _ = refusal(hand, claim, {**link(other, "repeats"), f"links__0__{name}": value})

    assert field == f"links-0-{name}"
