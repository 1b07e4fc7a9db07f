"""What a reviewer did on a text that was corrected meanwhile: nothing of it is lost."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from annotator.audit.replay import compare
from annotator.db import db
from annotator.revisions.models import Carry
from annotator.revisions.queries import open_count
from annotator.revisions.settling import pieces_before
from annotator.text.places import Outcome
from tests.databases import ON_BOTH
from tests.revisions.desk import TEXT, Desk
from tests.workspace.marks import fields_of

AHEAD = "A line that was left out.\n" + TEXT


def on_text(made: int, shown: int) -> dict[str, Any]:
    """The fields that say on which text a change was made, and which one the page shows."""
    return {"revision": made, "shown": shown}


@ON_BOTH
def test_a_page_that_shows_the_earlier_text_is_told_and_nothing_is_stored(desk: Desk) -> None:
    hand = desk.hand()
    desk.correct(AHEAD)
    fields = fields_of(TEXT, "the fare rose")
    answer = hand.save(str(uuid4()), {**fields, **on_text(1, 1)})
    assert (answer.status_code, answer.get_json()["corrected"]) == (412, 2)
    assert "corrected meanwhile" in answer.get_json()["error"]["sentence"]


@ON_BOTH
def test_a_mark_made_on_the_earlier_text_is_carried_when_the_page_shows_the_newest(
    desk: Desk,
) -> None:
    hand, mark = desk.hand(), str(uuid4())
    desk.correct(AHEAD)
    fields = {**fields_of(TEXT, "the fare rose"), **on_text(1, 2)}
    made = hand.save(mark, fields)
    assert made.status_code == 201
    piece = made.get_json()["annotation"]["fragments"][0]
    assert AHEAD[piece["start"] : piece["end"]] == "the fare rose"
    again = hand.save(mark, fields)
    assert (again.status_code, again.get_json()["annotation"]["version"]) == (200, 2)
    assert desk.mark(mark).revision.number == 2
    assert compare(desk.world.project_id) == []


def test_a_mark_on_words_that_went_is_kept_and_waits_for_its_author(desk: Desk) -> None:
    hand, mark = desk.hand(), str(uuid4())
    desk.correct(TEXT.replace("called the figures wrong", "disagreed"))
    fields = {**fields_of(TEXT, "called the figures wrong"), **on_text(1, 2)}
    told = hand.save(mark, fields).get_json()["annotation"]
    assert (told["waiting"], told["removed"]) == (True, True)
    assert db.session.query(Carry).one().outcome is Outcome.LOST
    assert open_count(desk.article_id, desk.world.reviewer.id) == 1
    noted = hand.save(mark, {"version": 1, "note": "typed before", **on_text(1, 2)})
    assert noted.status_code == 200
    assert desk.mark(mark).note == "typed before"


@ON_BOTH
def test_other_words_of_a_mark_that_waits_are_looked_for_anew(desk: Desk) -> None:
    hand = desk.hand()
    waits = hand.mark("called the figures wrong")
    made = desk.correct(TEXT.replace("called the figures wrong", "disagreed"))
    carry = desk.carry(waits["id"], made)
    still = fields_of(TEXT, "called the figures") | {"version": 1, **on_text(1, 2)}
    assert hand.save(waits["id"], still).get_json()["annotation"]["waiting"] is True
    db.session.refresh(carry)
    assert pieces_before(carry)[0].exact == "called the figures"
    assert (carry.outcome, carry.is_open, carry.version) == (Outcome.LOST, True, 2)
    found = fields_of(TEXT, "asked for a new count") | {"version": 2, **on_text(1, 2)}
    told = hand.save(waits["id"], found).get_json()["annotation"]
    assert "waiting" not in told or not told["waiting"]
    assert desk.exact(waits["id"]) == ["asked for a new count"]
    assert desk.mark(waits["id"]).revision.number == 2
    db.session.refresh(carry)
    assert (carry.outcome, carry.is_open) == (Outcome.UNCHANGED, False)
    assert open_count(desk.article_id) == 0
    assert compare(desk.world.project_id) == []


@ON_BOTH
def test_a_change_to_a_mark_that_was_only_carried_since_goes_on_top(desk: Desk) -> None:
    hand = desk.hand()
    mark = hand.mark("the fare rose")
    other = hand.mark("asked for a new count")
    desk.correct(AHEAD)
    change = {"version": 1, "note": "typed before", **on_text(1, 2)}
    wider = fields_of(TEXT, "the fare rose by 54 per cent") | change
    assert hand.save(mark["id"], wider).status_code == 200
    assert desk.exact(mark["id"]) == ["the fare rose by 54 per cent"]
    assert desk.mark(mark["id"]).note == "typed before"
    removal = f"{hand.base}/annotations/{other['id']}/removal"
    answer = hand.visitor.post(removal, {"version": 1, **on_text(1, 2)}, json=True)
    assert answer.get_json()["annotation"]["removed"] is True


def test_a_change_that_meets_another_one_is_a_conflict_as_ever(desk: Desk) -> None:
    hand = desk.hand()
    mark = hand.mark("the fare rose")
    desk.correct(AHEAD)
    hand.save(mark["id"], {"version": 2, "note": "from another browser"})
    answer = hand.save(mark["id"], {"version": 1, "note": "typed before", **on_text(1, 2)})
    assert answer.status_code == 412
    assert answer.get_json()["annotation"]["note"] == "from another browser"


def test_new_words_of_a_mark_that_have_no_place_are_refused_and_kept_by_the_page(
    desk: Desk,
) -> None:
    hand = desk.hand()
    mark = hand.mark("asked for a new count")
    desk.correct(TEXT.replace("called the figures wrong", "disagreed"))
    fields = fields_of(TEXT, "called the figures wrong") | {"version": 1, **on_text(1, 2)}
    answer = hand.save(mark["id"], fields)
    assert answer.status_code == 422
    assert "mark them again" in answer.get_json()["error"]["sentence"]
    assert hand.save(mark["id"], {"version": 2, "note": "x", **on_text(9, 2)}).status_code == 422
