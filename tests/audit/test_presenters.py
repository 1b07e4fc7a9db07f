"""An event becomes words: what it was about, and what it changed, field by field."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from annotator.audit.chain import canonical_json
from annotator.audit.differences import difference
from annotator.audit.forms import _GROUPS, ACTION_WORDS
from annotator.audit.models import Action, Event
from annotator.audit.presenters import Field, Names, changed_fields, line_of
from annotator.clock import UTC, from_iso, now
from annotator.db import db
from tests.personas import World

# What these are about is told by the article, and by the fields that changed.
NAMELESS = {
    *("revision", "scheme_version", "assignment", "article_link", "workflow"),
    *("adjudication", "gold_layer", "gold_mark", "supervision", "thread"),
    *("spot_check", "spot_item", "spot_decision", "event_sample", "event_finding"),
    *("training_article", "training_attempt", "trainee", "pace_talk"),
}
NAMES = Names({3: "Rosa Ramirez"}, {"refuted": "Refuted"})
MARK: dict[str, Any] = {
    "id": "m",
    "project_id": 1,
    "author_id": 3,
    "label": "claim",
    "note": None,
    "version": 1,
    "removed_at": None,
    "fragments": [
        {"part": "content", "start": 3, "end": 9, "exact": "Rents\nfell", "position": 0},
        {"part": "cue", "start": 12, "end": 16, "exact": "said", "position": 1},
    ],
    "claim": {"wording": "Rents fell by a third.", "pending_rating": None, "stale_reason": None},
}


def event(
    target: str, before: Any, after: Any, action: Action = Action.ANNOTATION_REVISED
) -> Event:
    """An event as it comes from the database."""
    return Event(
        project_id=1,
        seq=7,
        at=now(),
        actor_id=3,
        actor_name="Rosa Ramirez",
        via="page",
        action=action.value,
        target=target,
        target_id="m",
        article_id="a",
        before=None if before is None else canonical_json(before),
        after=None if after is None else canonical_json(after),
    )


def by_name(before: Any, after: Any) -> dict[tuple[str, int | None], Field]:
    """The changed fields by name and number."""
    return {(item.name, item.number): item for item in changed_fields(before, after, NAMES)}


def test_a_new_mark_shows_all_that_was_filled_in_and_no_machinery() -> None:
    fields = by_name(None, MARK)
    assert fields.keys() == {
        ("author_id", None),
        ("label", None),
        ("exact", 1),
        ("place", 1),
        ("exact", 2),
        ("place", 2),
        ("part", 2),
        ("wording", None),
    }
    assert fields[("author_id", None)].after == "Rosa Ramirez"
    assert fields[("place", 1)].after == "3–9"


def test_a_change_shows_only_what_changed_even_inside_the_claim() -> None:
    after = MARK | {
        "version": 2,
        "claim": MARK["claim"] | {"wording": "Rents fell by a half.", "pending_rating": "refuted"},
    }
    fields = by_name(MARK, after)
    assert fields.keys() == {("wording", None), ("pending_rating", None)}
    assert fields[("pending_rating", None)].after == "Refuted"
    assert fields[("wording", None)].pieces == (
        ("same", "Rents fell by a "),
        ("del", "third."),
        ("ins", "half."),
    )


def test_a_link_is_told_by_its_kind_and_without_identifiers() -> None:
    row = {"id": "l", "from_id": "a", "to_id": "b", "kind": "made_in", "removed_at": None}
    line = line_of(event("link", None, row, Action.LINK_ADDED), NAMES)
    assert line.subject == "made in"
    assert [(item.name, item.after) for item in line.fields] == [("kind", "made in")]


def test_a_fragment_that_went_is_shown_as_gone() -> None:
    fields = by_name(MARK, MARK | {"fragments": MARK["fragments"][:1]})
    assert fields[("exact", 2)].after is None
    assert fields[("exact", 2)].before == "said"


def test_times_and_truths_keep_their_kind() -> None:
    removed = "2026-11-21T21:54:20.123Z"
    fields = by_name(
        {"removed_at": None, "decisive": False}, {"removed_at": removed, "decisive": True}
    )
    assert fields[("removed_at", None)].after == from_iso(removed)
    assert (fields[("decisive", None)].before, fields[("decisive", None)].after) == (False, True)


def test_a_scale_is_shown_by_the_names_of_its_ratings() -> None:
    ratings = canonical_json([{"label": "True"}, {"label": "False"}])
    assert by_name(None, {"ratings": ratings})[("ratings", None)].after == "True, False"


def test_the_line_says_in_short_what_it_is_about() -> None:
    assert line_of(event("annotation", None, MARK), NAMES).subject == "Rents fell … said"
    assert line_of(event("membership", None, {"user_id": 9}), NAMES).subject == "#9"
    assert line_of(event("verdict", None, {"rating": "refuted"}), NAMES).subject == "Refuted"
    assert line_of(event("something", None, {"x": 1}), NAMES).subject is None
    long = line_of(event("article", None, {"title": "word " * 100}), NAMES).subject
    assert long is not None
    assert (len(long) <= 90, long[-1]) == (True, "…")


def test_who_acts_is_not_named_a_second_time() -> None:
    own = event("assignment", None, {"reviewer_id": 3})
    assert own.actor_id == 3
    assert line_of(own, NAMES).subject is None


def test_a_row_that_went_is_shown_as_it_was() -> None:
    line = line_of(event("source", {"url": "https://a.example/"}, None), NAMES)
    assert (line.subject, line.after) == ("https://a.example/", None)
    assert line.before == '{\n  "url": "https://a.example/"\n}'


@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_the_pieces_of_a_difference_make_up_both_texts(before: str, after: str) -> None:
    pieces = difference(before, after)
    if pieces is not None:
        assert "".join(text for op, text in pieces if op != "ins") == before
        assert "".join(text for op, text in pieces if op != "del") == after


def test_texts_with_nothing_in_common_are_shown_whole() -> None:
    assert difference("one two three", "four five six") is None
    assert difference("refuted", "supported") is None
    assert difference(1, 2) is None
    assert difference(None, "some words") is None


def test_long_texts_are_told_apart_whole_and_not_word_by_word() -> None:
    assert difference("a " * 20_000 + "b", "b " + "a " * 19_000) is None
    assert difference("x " + "a b " * 20_000, "x " + "b a " * 20_000) == (
        ("same", "x "),
        ("del", "a b " * 20_000),
        ("ins", "b a " * 20_000),
    )


def test_every_action_has_words_and_a_group() -> None:
    assert ACTION_WORDS.keys() == set(Action)
    assert all(any(action.startswith(noun) for noun in _GROUPS) for action in Action)


def test_every_real_event_can_be_told(busy_world: World) -> None:
    events = db.session.query(Event).filter(Event.project_id == busy_world.project_id).all()
    assert len({item.action for item in events}) > 10
    for item in events:
        line = line_of(item, NAMES)
        assert line.at.tzinfo is UTC
        # A mark may hold nothing but a space.
        has_none = item.target in NAMELESS
        assert line.subject is not None or has_none
