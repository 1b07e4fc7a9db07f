"""What is refused of a claim, a quote or a piece of context is told by the name of its field."""

from __future__ import annotations

import pytest

from tests.workspace.linking import refusal
from tests.workspace.marks import Hand, rating, source

SAID = "We built it in two years"
KEY = rating("refuted", "It holds ten.")

CLAIMS = {
    "a rating that the scale has not": (
        {**KEY, "verdict-rating": "nonsense"},
        "verdict-rating",
        "“nonsense” is not a rating of this project's scale: choose one of those that it has.",
    ),
    "a rationale that is too long": (
        {**KEY, "verdict-rationale": "x" * 10_001},
        "verdict-rationale",
        "“Rationale” has more than 10000 characters: shorten it.",
    ),
    "a correction note that is too long": (
        {**KEY, "verdict-correction_note": "x" * 10_001},
        "verdict-correction_note",
        "“Correction note” has more than 10000 characters: shorten it.",
    ),
    "a confidence that there is not": (
        {**KEY, "verdict-confidence": "sure"},
        "verdict-confidence",
        "“Confidence” offers no such choice: choose one of those that it has.",
    ),
    "a public state that there is not": (
        {**KEY, "verdict-public_state": "secret"},
        "verdict-public_state",
        "“Public state” offers no such choice: choose one of those that it has.",
    ),
    "a day that is none": (
        {**KEY, "verdict-effective_on": "2026-02-30"},
        "verdict-effective_on",
        "“Effective from” is no day: give year, month and day, the year in four digits.",
    ),
    "a day whose year was mistyped": (
        {**KEY, "verdict-effective_on": "0226-02-03"},
        "verdict-effective_on",
        "“Effective from” cannot be right: look at its year.",
    ),
    "a type that the project has not": (
        {"claim-types": "causal rumour"},
        "claim-types",
        "“rumour” is no type of claim in this project: choose among its types.",
    ),
    "a type twice": (
        {"claim-types": "causal causal"},
        "claim-types",
        "The type “causal” is there twice.",
    ),
    "a voice that there is not": (
        {"claim-voice": "rumour"},
        "claim-voice",
        "“Who says it” offers no such choice: choose one of those that it has.",
    ),
    "a day made without how it is known": (
        {"claim-made_on": "2026-02-03"},
        "claim-made_on_basis",
        "The day and how it is known are given together: give both, or neither.",
    ),
    "a day made in a year that was mistyped": (
        {"claim-made_on": "0226-02-03", "claim-made_on_basis": "exact"},
        "claim-made_on",
        "“Day it was made” cannot be right: look at its year.",
    ),
    "a speaker whom nobody knows": (
        {"claim-speaker": "0b0b0b0b-0000-4000-8000-000000000001"},
        "claim-speaker",
        "This project knows no such speaker: choose one of its speakers, or type a new name.",
    ),
}


@pytest.mark.parametrize(("fields", "field", "sentence"), CLAIMS.values(), ids=CLAIMS.keys())
def test_a_claim_is_refused_by_the_name_of_the_field(
    hand: Hand, fields: dict[str, str], field: str, sentence: str
) -> None:
    mark = hand.mark("The dam", **source("https://example.org/dam"))
    assert refusal(hand, mark, fields) == (field, sentence)
    # Nothing of what was refused was kept.
    assert hand.layer()["annotations"][0]["version"] == mark["version"]


def test_a_role_of_context_is_refused_by_its_name(hand: Hand) -> None:
    mark = hand.mark("The dam", label="context")
    assert refusal(hand, mark, {"context-role": "gossip"}) == (
        "context-role",
        "“gossip” is no role of context in this project: choose one of its roles.",
    )


def test_a_quote_is_refused_by_the_name_of_the_field(hand: Hand) -> None:
    mark = hand.mark(SAID, label="quote")
    assert refusal(hand, mark, {"quote-kind": "sung"}) == (
        "quote-kind",
        "“How it is quoted” offers no such choice: choose one of those that it has.",
    )
    assert refusal(hand, mark, {"quote-original_words": "x" * 10_001}) == (
        "quote-original_words",
        "“Original words” has more than 10000 characters: shorten it.",
    )


def test_what_no_field_may_hold_is_told_of_the_field_that_it_was_sent_in(hand: Hand) -> None:
    mark = hand.mark("The dam")
    field, sentence = refusal(hand, mark, {"wording": "The dam\0"})
    assert field == "wording"
    assert sentence == (
        "“wording” holds a character that cannot be stored: type it anew without it."
    )
