"""A mark from the request to the row: made once, changed by version, never lost."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from annotator.audit.models import Event
from annotator.db import db
from tests.databases import ON_BOTH
from tests.personas import World
from tests.workspace.marks import Hand, fields_of, rating, source


def events() -> list[str]:
    """The actions of the project's chain, oldest first, without the set-up's."""
    actions = [event.action for event in db.session.query(Event).order_by(Event.seq)]
    return [action for action in actions if action.split(".")[0] in WORK]


WORK = {"assignment", "annotation", "source", "verdict"}


@ON_BOTH
def test_a_mark_is_made_at_version_one_and_read_back_as_it_was_sent(hand: Hand) -> None:
    mark = hand.mark("40 million litres", note="a figure")

    assert mark["version"] == 1
    assert mark["fragments"] == [
        {"part": "content", "start": 14, "end": 31, "exact": "40 million litres"}
    ]
    assert hand.layer()["annotations"] == [mark]
    assert events() == ["assignment.opened", "annotation.created"]


def test_words_after_an_emoji_are_counted_in_code_points(hand: Hand) -> None:
    mark = hand.mark("Nobody asked for it", label="context")

    start = mark["fragments"][0]["start"]
    assert hand.text[start : mark["fragments"][0]["end"]] == "Nobody asked for it"


@ON_BOTH
def test_the_same_request_again_makes_no_second_mark_and_gets_the_same_answer(hand: Hand) -> None:
    mark_id, fields = str(uuid4()), fields_of(hand.text, "The dam")

    first, second = hand.save(mark_id, fields), hand.save(mark_id, fields)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.get_json()["annotation"] == second.get_json()["annotation"]
    assert events().count("annotation.created") == 1


def test_a_retry_that_arrives_after_a_later_change_is_still_known(hand: Hand) -> None:
    mark_id, fields = str(uuid4()), fields_of(hand.text, "The dam")
    created = hand.save(mark_id, fields).get_json()["annotation"]
    hand.revise(created, note="later")

    answer = hand.save(mark_id, fields)

    assert answer.status_code == 200
    assert answer.get_json()["annotation"]["note"] == "later"


def test_the_same_identifier_with_other_content_is_refused_and_shows_what_is_there(
    hand: Hand,
) -> None:
    mark = hand.mark("The dam")

    answer = hand.save(mark["id"], fields_of(hand.text, "the mayor"))

    assert answer.status_code == 409
    assert answer.get_json()["annotation"] == mark


def test_a_save_without_its_version_is_refused(hand: Hand) -> None:
    fields = fields_of(hand.text, "The dam")
    del fields["version"]

    assert hand.save(str(uuid4()), fields).status_code == 428


@ON_BOTH
def test_a_stale_save_changes_nothing_and_is_answered_with_the_present_state(hand: Hand) -> None:
    mark = hand.mark("The dam")
    newer = hand.revise(mark, note="from one tab")

    answer = hand.save(mark["id"], {"version": 1, "note": "from another tab"})

    assert answer.status_code == 412
    assert answer.get_json()["annotation"] == newer
    assert hand.layer()["annotations"] == [newer]


def test_a_lost_answer_to_a_change_is_repeated_without_a_second_change(hand: Hand) -> None:
    mark = hand.mark("The dam")
    change = {"version": 1, "note": "once"}

    first, again = hand.save(mark["id"], change), hand.save(mark["id"], change)

    assert first.get_json() == again.get_json()
    assert again.get_json()["annotation"]["version"] == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"fragments-0-exact": "The dan"}, "fragments-0-exact"),
        ({"fragments-0-end": 5000}, "fragments-0-end"),
        ({"fragments-0-start": 7}, "fragments-0-end"),
        ({"fragments-0-start": -1}, "fragments-0-start"),
        ({"fragments-0-start": "x"}, "fragments-0-start"),
        ({"label": "lie"}, "label"),
        ({"label": ""}, "label"),
        ({"fragments-0-part": "cue"}, "fragments"),
        ({"note": "n" * 10_001}, "note"),
        ({"wording": "w\x00"}, "wording"),
        ({"sources-0-uuid": "1", "sources-0-url": "https://example.org"}, "sources-0-uuid"),
        ({"verdict-rating": "supported"}, "verdict-rating"),
    ],
)
def test_bad_input_is_refused_with_the_field_and_a_sentence(
    hand: Hand, change: dict[str, Any], field: str
) -> None:
    answer = hand.save(str(uuid4()), {**fields_of(hand.text, "The dam"), **change})

    error = answer.get_json()["error"]
    assert answer.status_code == 422, answer.text
    assert error["field"] == field
    assert error["sentence"].endswith((".", "once more.", "characters long."))
    assert hand.layer()["annotations"] == []


def test_more_pieces_than_a_mark_may_have_are_refused_not_dropped(hand: Hand) -> None:
    fields = fields_of(hand.text, "The dam")
    for number in range(60):
        fields |= {
            f"fragments-{number}-part": "content",
            f"fragments-{number}-start": number,
            f"fragments-{number}-end": number + 1,
            f"fragments-{number}-exact": hand.text[number],
        }

    answer = hand.save(str(uuid4()), fields)

    assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, "fragments")


def test_pieces_that_overlap_are_refused_and_pieces_that_touch_stand(hand: Hand) -> None:
    def pieces(*extents: tuple[int, int]) -> dict[str, Any]:
        fields: dict[str, Any] = fields_of(hand.text, "The dam", label="quote")
        for number, (start, end) in enumerate(extents):
            fields |= {
                f"fragments-{number}-part": "content",
                f"fragments-{number}-start": start,
                f"fragments-{number}-end": end,
                f"fragments-{number}-exact": hand.text[start:end],
            }
        return fields

    refused = hand.save(str(uuid4()), pieces((8, 14), (0, 9)))
    assert (refused.status_code, refused.get_json()["error"]["field"]) == (422, "fragments")
    assert refused.get_json()["error"]["sentence"] == (
        "Two pieces of this mark overlap at 8: join them into one."
    )
    assert hand.layer()["annotations"] == []

    assert hand.save(str(uuid4()), pieces((0, 8), (8, 14))).status_code == 201
    # What the words are said with may stand among them.
    nested = {**pieces((0, 14), (4, 7)), "fragments-1-part": "cue"}
    assert hand.save(str(uuid4()), nested).status_code == 201


def test_more_sources_than_a_claim_may_have_are_refused_not_dropped(hand: Hand) -> None:
    fields = fields_of(hand.text, "The dam")
    for number in range(110):
        fields |= source(f"https://example.org/{number}", index=number)

    answer = hand.save(str(uuid4()), fields)

    assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, "sources")


def test_a_quote_needs_words_of_its_own_beside_its_speaker(hand: Hand) -> None:
    fields = {**fields_of(hand.text, "the mayor", label="quote"), "fragments-0-part": "speaker"}

    assert hand.save(str(uuid4()), fields).status_code == 422


def test_a_refused_save_leaves_no_assignment_and_no_event(hand: Hand) -> None:
    hand.save(str(uuid4()), {**fields_of(hand.text, "The dam"), "fragments-0-exact": "x"})

    assert events() == []
    assert hand.layer()["layer"]["state"] is None


def test_overlapping_nested_touching_and_identical_marks_all_stand(hand: Hand) -> None:
    words = ["The dam holds 40", "holds 40 million", "40", "40", " million"]

    marks = [hand.mark(piece) for piece in words]

    assert [mark["id"] for mark in hand.layer()["annotations"]] == [mark["id"] for mark in marks]


def test_the_borders_move_and_the_identity_stays(hand: Hand) -> None:
    mark = hand.mark("The dam")

    moved = hand.revise(
        mark,
        **{"fragments__0__start": 0, "fragments__0__end": 13, "fragments__0__exact": TEXT_13},
    )

    assert moved["id"] == mark["id"]
    assert moved["fragments"][0]["exact"] == TEXT_13


TEXT_13 = "The dam holds"


def test_a_claim_relabelled_and_back_has_kept_its_verdict_and_sources(hand: Hand) -> None:
    claim = hand.mark(
        "The dam",
        wording="The dam exists.",
        **source("https://example.org/a"),
        **rating("supported", "Seen."),
    )
    quote = hand.revise(claim, label="quote")
    assert quote["claim"] is None

    again = hand.revise(quote, label="claim")

    assert again["claim"]["wording"] == "The dam exists."
    assert again["claim"]["verdict"]["rating"] == "supported"
    assert [item["url"] for item in again["claim"]["sources"]] == ["https://example.org/a"]


@ON_BOTH
def test_a_removed_mark_is_out_of_sight_and_comes_back_whole(hand: Hand) -> None:
    mark = hand.mark("The dam", note="keep me")

    removed = hand.remove(mark).get_json()["annotation"]
    assert removed["removed"] is True
    assert hand.layer()["annotations"] == []

    restored = hand.restore(removed).get_json()["annotation"]
    assert (restored["note"], restored["version"]) == ("keep me", 3)
    assert hand.layer()["annotations"] == [restored]


def test_removing_twice_with_the_same_version_is_one_removal(hand: Hand) -> None:
    mark = hand.mark("The dam")

    first, again = hand.remove(mark), hand.remove(mark)

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.get_json() == again.get_json()
    assert events().count("annotation.removed") == 1


def test_a_removed_mark_is_not_changed_until_it_is_back(hand: Hand) -> None:
    removed = hand.remove(hand.mark("The dam")).get_json()["annotation"]

    answer = hand.save(removed["id"], {"version": removed["version"], "note": "x"})

    assert answer.status_code == 422


def test_nobody_touches_another_persons_mark(
    hand: Hand, other_hand: Hand, lead_hand: Hand, world: World
) -> None:
    mark = hand.mark("The dam")

    for foreign in (other_hand, lead_hand):
        assert foreign.save(mark["id"], {"version": 1, "note": "mine"}).status_code == 404
        assert foreign.remove(mark).status_code == 404
        taken = foreign.save(mark["id"], fields_of(hand.text, "The dam"))
        assert taken.status_code == 409
        assert "annotation" not in taken.get_json()
    assert hand.layer()["annotations"] == [mark]
