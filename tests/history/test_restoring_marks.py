"""A mark, a source and a verdict are made as they were, as new events and by the usual rules."""

from __future__ import annotations

from typing import Any

from annotator.audit.replay import compare
from annotator.audit.verify import verify
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.history.ways import Ways, address, events_of
from tests.personas import World
from tests.visitor import Seen
from tests.workspace.marks import TEXT, Hand, fields_of, keys, rating, source

PAPER = "https://example.org/paper"


def mark_of(hand: Hand, mark_id: str) -> dict[str, Any]:
    """The mark as the workspace has it now."""
    found: list[dict[str, Any]] = hand.layer()["annotations"]
    return next(one for one in found if one["id"] == mark_id)


def said_of(mark: dict[str, Any]) -> dict[str, Any]:
    """What a person filled in."""
    return {name: value for name, value in mark.items() if name not in {"version", "updated_at"}}


def words_of(page: Seen, tag: str) -> list[str]:
    """What a page shows as put in (`ins`) or taken out (`del`)."""
    return ["".join(one.itertext()) for one in page.tree.iter(tag)]


def judged(hand: Hand) -> dict[str, Any]:
    """A claim that was supported first and refuted then, on one source."""
    mark = hand.revise(hand.mark("The dam"), wording="The dam holds.")
    mark = hand.revise(mark, **keys(source(PAPER, title="A paper")))
    mark = hand.revise(mark, **keys(rating("supported", "It says so at the end.")))
    return hand.revise(mark, **keys(rating("refuted", "It says so at the beginning.")))


@ON_BOTH
def test_a_mark_has_its_label_words_and_particulars_again(
    hand: Hand, rosa: Ways, world: World
) -> None:
    first = hand.mark("The dam", note="Look twice.", **{"claim-place": "Halvik"})
    pieces = {name: value for name, value in fields_of(TEXT, "two years").items() if "-" in name}
    hand.revise(first, label="quote", note="", **keys(pieces))
    then = events_of("annotation", first["id"])[0]
    page = rosa.page(then)
    assert "Look twice." in page.text
    rosa.make(then)
    assert said_of(mark_of(hand, first["id"])) == said_of(first)
    assert mark_of(hand, first["id"])["version"] == 3
    assert verify(world.project_id).ok
    assert compare(world.project_id) == []


@ON_BOTH
def test_a_removed_mark_is_back_with_what_it_said_before_it_was_changed(
    hand: Hand, rosa: Ways, world: World
) -> None:
    first = hand.revise(hand.mark("The dam"), wording="The dam holds.")
    hand.remove(hand.revise(first, wording="Nothing."))
    then = events_of("annotation", first["id"])[1]
    rosa.make(then)
    assert said_of(mark_of(hand, first["id"])) == said_of(first)
    told = [event.action for event in events_of("annotation", first["id"])][-2:]
    assert told == ["annotation.restored", "annotation.revised"]
    assert compare(world.project_id) == []


def test_a_removal_is_brought_back_from_its_own_line(hand: Hand, rosa: Ways) -> None:
    first = hand.mark("The dam")
    hand.remove(first)
    removal = events_of("annotation", first["id"])[-1]
    story = hand.visitor.page(f"/projects/demo-desk/history/annotation/{first['id']}")
    assert [link for link in story.links() if "restoration" in link][0] == address(removal)
    rosa.make(removal)
    assert [one["id"] for one in hand.layer()["annotations"]] == [first["id"]]
    assert events_of("annotation", first["id"])[-1].action == "annotation.restored"


@ON_BOTH
def test_a_source_says_again_what_it_said(hand: Hand, rosa: Ways, world: World) -> None:
    mark = hand.revise(hand.mark("The dam"), wording="The dam holds.")
    mark = hand.revise(mark, **keys(source(PAPER, title="A paper", publisher="The press")))
    before = mark["claim"]["sources"][0]
    again = {"sources-0-uuid": before["id"], "sources-0-title": "Another"}
    mark = hand.revise(mark, **keys({**again, "sources-0-url": "https://example.org/other"}))
    hand.revise(mark, **keys({"sources-0-uuid": before["id"], "sources-0-removed": "y"}))
    assert mark_of(hand, mark["id"])["claim"]["sources"] == []
    rosa.make(events_of("source", before["id"])[0])
    assert mark_of(hand, mark["id"])["claim"]["sources"] == [before]
    assert compare(world.project_id) == []


@ON_BOTH
def test_a_verdict_is_given_again_and_the_one_between_stays(
    hand: Hand, rosa: Ways, world: World
) -> None:
    mark = judged(hand)
    first, second = events_of("verdict")
    page = rosa.page(first)
    assert [one.split()[-1] for one in words_of(page, "ins")] == ["Supported", "end."]
    assert [one.split()[-1] for one in words_of(page, "del")] == ["Refuted", "beginning."]
    rosa.make(first)
    newest = mark_of(hand, mark["id"])["claim"]["verdicts"][-1]
    assert newest["rating"] == "supported"
    assert newest["rationale"] == "It says so at the end."
    assert newest["id"] not in {first.target_id, second.target_id}
    assert len(events_of("verdict")) == 3
    assert compare(world.project_id) == []


def test_a_verdict_whose_source_is_gone_asks_for_it(hand: Hand, rosa: Ways) -> None:
    mark = judged(hand)
    gone = {"sources-0-uuid": mark["claim"]["sources"][0]["id"], "sources-0-removed": "y"}
    hand.revise(mark, **keys(gone))
    first, _second = events_of("verdict")
    assert "bring its source back first" in rosa.make(first, "refused")
    assert len(events_of("verdict")) == 2
    assert mark_of(hand, mark["id"])["claim"]["pending"] is None


def test_a_choice_that_waits_is_not_written_over(hand: Hand, rosa: Ways) -> None:
    mark = judged(hand)
    first, _second = events_of("verdict")
    hand.revise(mark, **keys(rating("conflicting", "")))
    assert "waits to become a verdict" in rosa.make(first, "refused")
    assert len(events_of("verdict")) == 2


def test_what_is_so_already_is_said_to_be(hand: Hand, rosa: Ways) -> None:
    mark = hand.mark("The dam")
    now = events_of("annotation", mark["id"])[-1]
    assert "there is nothing to change" in rosa.page(now).text
    assert "there is nothing to change" in rosa.make(now, "refused", seen=now.hash)
    assert events_of("annotation", mark["id"])[-1].seq == now.seq


def test_what_somebody_changed_meanwhile_is_looked_at_again(hand: Hand, rosa: Ways) -> None:
    mark = hand.mark("The dam", note="First.")
    mark = hand.revise(mark, note="Second.")
    then, seen = events_of("annotation", mark["id"])
    hand.revise(mark, note="Third.")
    answer = rosa.make(then, "stale", seen=seen.hash)
    assert "It was changed meanwhile" in answer
    assert "what is marked below" not in answer
    assert "Third." in answer
    assert mark_of(hand, mark["id"])["note"] == "Third."


def test_work_that_is_submitted_is_left_alone(hand: Hand, rosa: Ways) -> None:
    mark = hand.mark("The dam", note="First.")
    hand.revise(mark, note="Second.")
    assert hand.submit().status_code == 200
    rosa.make(events_of("annotation", mark["id"])[0], "refused")
    assert mark_of(hand, mark["id"])["note"] == "Second."


def test_only_who_made_a_mark_makes_it_as_it_was(
    hand: Hand, world: World, visit: Visit, lead: Ways
) -> None:
    mark = hand.mark("The dam", note="First.")
    hand.revise(mark, note="Second.")
    then = events_of("annotation", mark["id"])[0]
    for person in (world.lead, world.observer, world.admin, world.stranger, world.ravi):
        visitor = visit(person)
        assert visitor.get(address(then)).status_code == 404
        Ways(visitor).make(then, "absent", seen=then.hash)
    story = lead.visitor.page(f"/projects/demo-desk/history/annotation/{mark['id']}")
    assert not [link for link in story.links() if "restoration" in link]
    assert mark_of(hand, mark["id"])["note"] == "Second."


def test_an_event_of_another_thing_is_not_taken_for_this_one(hand: Hand, rosa: Ways) -> None:
    one, other = hand.mark("The dam"), hand.mark("two years")
    event = events_of("annotation", one["id"])[0]
    path = address(event).replace(one["id"], other["id"])
    assert rosa.visitor.get(path).status_code == 404
