"""What a quote has beside its words: its kind, its cue and its speaker."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from annotator.audit.replay import compare
from tests.databases import ON_BOTH
from tests.personas import World
from tests.workspace.marks import Hand, fields_of

SAID = "We built it in two years"


def part(text: str, name: str, words: str, index: int) -> dict[str, Any]:
    """The fields of one more piece of a quote."""
    fields = fields_of(text, words)
    return {
        f"fragments-{index}-part": name,
        **{f"fragments-{index}-{key}": fields[f"fragments-0-{key}"] for key in PLACES},
    }


PLACES = ("start", "end", "exact")


@ON_BOTH
def test_the_punctuation_says_how_a_new_quote_gives_the_words(hand: Hand, world: World) -> None:
    direct = hand.mark(SAID, label="quote")
    indirect = hand.mark("The dam holds 40 million litres", label="quote")

    assert direct["quote"] == {"kind": "direct"}
    assert indirect["quote"] == {"kind": "indirect"}
    assert compare(world.project_id) == []


@ON_BOTH
def test_a_reviewer_knows_better_than_the_punctuation(hand: Hand, world: World) -> None:
    quote = hand.mark(SAID, label="quote", **{"quote-kind": "mixed"})
    assert quote["quote"] == {"kind": "mixed"}

    again = hand.revise(quote, quote__kind="indirect")

    assert again["quote"] == {"kind": "indirect"}
    assert hand.revise(again, quote__kind="")["quote"] == {"kind": None}
    assert compare(world.project_id) == []


def test_what_was_chosen_stays_when_the_words_change(hand: Hand) -> None:
    quote = hand.mark(SAID, label="quote", **{"quote-kind": "mixed"})
    fields = fields_of(hand.text, "The dam")

    moved = hand.revise(
        quote, **{name: value for name, value in fields.items() if name.startswith("fragments")}
    )

    assert moved["quote"] == {"kind": "mixed"}


@ON_BOTH
def test_a_quote_relabelled_and_back_has_kept_its_kind(hand: Hand, world: World) -> None:
    quote = hand.mark(SAID, label="quote", **{"quote-kind": "mixed"})
    claim = hand.revise(quote, label="claim")
    assert claim["quote"] is None

    assert hand.revise(claim, label="quote")["quote"] == {"kind": "mixed"}
    assert compare(world.project_id) == []


@pytest.mark.parametrize("label", ["claim", "context"])
def test_nothing_but_a_quote_has_a_kind(hand: Hand, label: str) -> None:
    fields = {**fields_of(hand.text, SAID, label=label), "quote-kind": "direct"}

    answer = hand.save(str(uuid4()), fields)

    assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, "quote-kind")


def test_a_kind_that_there_is_not_is_refused(hand: Hand) -> None:
    fields = {**fields_of(hand.text, SAID, label="quote"), "quote-kind": "long"}

    answer = hand.save(str(uuid4()), fields)

    assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, "quote-kind")


def test_a_quote_has_its_cue_and_its_speaker(hand: Hand) -> None:
    quote = hand.mark(
        SAID,
        label="quote",
        **part(hand.text, "cue", "told", 1),
        **part(hand.text, "speaker", "she", 2),
    )

    assert [(piece["part"], piece["exact"]) for piece in quote["fragments"]] == [
        ("content", SAID),
        ("cue", "told"),
        ("speaker", "she"),
    ]
    assert quote["quote"] == {"kind": "direct"}


@pytest.mark.parametrize("name", ["cue", "speaker"])
def test_a_cue_and_a_speaker_come_in_pieces_that_lie_apart(hand: Hand, name: str) -> None:
    fields = {**fields_of(hand.text, SAID, label="quote"), **part(hand.text, name, "told", 1)}

    apart = hand.save(str(uuid4()), {**fields, **part(hand.text, name, "reporters", 2)})
    over = hand.save(str(uuid4()), {**fields, **part(hand.text, name, "told", 2)})

    assert apart.status_code == 201
    assert (over.status_code, over.get_json()["error"]["field"]) == (422, "fragments")


def test_a_quote_with_a_speaker_does_not_become_a_claim_unless_the_speaker_goes(
    hand: Hand,
) -> None:
    quote = hand.mark(SAID, label="quote", **part(hand.text, "speaker", "she", 1))

    assert hand.save(quote["id"], {"version": 1, "label": "claim"}).status_code == 422
    fields = fields_of(hand.text, SAID)
    assert hand.save(quote["id"], {**fields, "version": 1}).status_code == 200
