"""Verdicts with confidence, effective date, correction and public state; confirmed and reopened."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from annotator.audit.replay import compare
from annotator.db import db
from annotator.verdicts.models import Verdict
from tests.databases import ON_BOTH
from tests.personas import World
from tests.workspace.marks import Hand, fields_of, keys, rating, source

DETAILS = {"confidence": "medium", "effective_on": "2025-02-01", "public_state": "published"}


def said(**fields: Any) -> dict[str, Any]:
    """The fields that say something beside a rating, with an identifier of their own."""
    return keys({"verdict-uuid": str(uuid4()), **{f"verdict-{k}": v for k, v in fields.items()}})


def judged(hand: Hand, **fields: Any) -> dict[str, Any]:
    """A claim with a verdict."""
    more = {f"verdict-{name}": value for name, value in fields.items()}
    link = source("https://example.org/a", stance="refutes")
    return hand.mark("The dam", **link, **rating("refuted", "It leaks."), **more)


def verdicts(mark: dict[str, Any]) -> list[dict[str, Any]]:
    """The history, oldest first."""
    found: list[dict[str, Any]] = mark["claim"]["verdicts"]
    return found


@ON_BOTH
def test_a_verdict_says_how_sure_it_is_from_when_and_what_readers_know(
    hand: Hand, world: World
) -> None:
    mark = judged(hand, **DETAILS)

    assert {key: mark["claim"]["verdict"][key] for key in DETAILS} == DETAILS
    assert compare(world.project_id) == []


@ON_BOTH
@pytest.mark.parametrize(("name", "value"), DETAILS.items())
def test_what_is_said_beside_a_verdict_later_makes_a_new_one(
    hand: Hand, name: str, value: str
) -> None:
    mark = judged(hand)

    again = hand.revise(mark, **said(**{name: value}))

    first, second = verdicts(again)
    assert first.get(name) is None
    assert second[name] == value
    assert (second["rating"], second["rationale"]) == ("refuted", "It leaks.")
    assert again["claim"]["pending"] is None


def test_the_same_word_again_makes_no_new_verdict(hand: Hand) -> None:
    mark = judged(hand, confidence="high")

    again = hand.revise(mark, **said(confidence="high"))

    assert len(verdicts(again)) == 1
    assert again["claim"]["pending"] is None


@pytest.mark.parametrize("state", ["corrected", "void"])
def test_readers_are_told_of_a_correction_only_with_a_note(hand: Hand, state: str) -> None:
    mark = judged(hand, public_state="published")

    waiting = hand.revise(mark, **said(public_state=state))
    assert len(verdicts(waiting)) == 1
    assert waiting["claim"]["pending"]["missing"] == ["correction_note"]

    noted = hand.revise(waiting, **said(correction_note="The register was misread."))
    assert noted["claim"]["verdict"]["public_state"] == state
    assert noted["claim"]["verdict"]["correction_note"] == "The register was misread."
    assert noted["claim"]["pending"] is None


def test_another_rating_does_not_take_over_what_readers_were_told_of_the_one_before(
    hand: Hand,
) -> None:
    mark = judged(hand, **DETAILS)

    again = hand.revise(mark, **keys(rating("conflicting", "Sources differ.")))

    assert not DETAILS.keys() & again["claim"]["verdict"].keys()


def test_the_same_rating_with_another_reason_keeps_what_was_said_beside_it(hand: Hand) -> None:
    mark = judged(hand, **DETAILS)

    again = hand.revise(mark, **keys(rating("refuted", "It leaks a lot.")))

    assert {key: again["claim"]["verdict"][key] for key in DETAILS} == DETAILS


def test_confidence_before_any_rating_waits_for_it(hand: Hand) -> None:
    mark = hand.mark("The dam", **source("https://example.org/a"))
    waiting = hand.revise(mark, **said(confidence="low"))
    assert waiting["claim"]["pending"]["confidence"] == "low"

    given = hand.revise(waiting, **keys(rating("refuted", "It leaks.")))

    assert given["claim"]["verdict"]["confidence"] == "low"
    assert given["claim"]["pending"] is None


@ON_BOTH
def test_a_stale_verdict_is_confirmed_in_one_request_by_a_new_one_that_says_the_same(
    hand: Hand,
) -> None:
    stale = hand.revise(judged(hand, **DETAILS), wording="Another wording.")

    confirmed = hand.revise(stale, **said(answer="confirm"))

    first, second = verdicts(confirmed)
    assert second["stale"] is False
    for key in ("rating", "rationale", *DETAILS):
        assert first[key] == second[key]


@ON_BOTH
def test_a_verdict_is_reopened_in_one_request_and_says_so(hand: Hand) -> None:
    mark = judged(hand)

    opened = hand.revise(mark, **said(answer="reopen"))

    assert len(verdicts(opened)) == 1
    assert opened["claim"]["verdict"]["stale_reason"] == "reopened"


def test_reopening_a_stale_verdict_leaves_the_first_reason(hand: Hand) -> None:
    stale = hand.revise(judged(hand), wording="Another wording.")

    assert hand.revise(stale, **said(answer="reopen"))["claim"]["verdict"]["stale_reason"] == (
        "wording"
    )


def test_confirming_what_is_not_stale_adds_nothing(hand: Hand) -> None:
    mark = judged(hand)

    again = hand.revise(mark, **said(answer="confirm"))

    assert len(verdicts(again)) == 1
    assert again["claim"]["pending"] is None


def test_a_decisive_verdict_whose_evidence_is_gone_is_not_confirmed_and_says_what_is_missing(
    hand: Hand,
) -> None:
    mark = judged(hand)
    removal = {"sources-0-uuid": mark["claim"]["sources"][0]["id"], "sources-0-removed": "y"}
    bare = hand.revise(mark, **keys(removal))

    again = hand.revise(bare, **said(answer="confirm"))

    assert len(verdicts(again)) == 1
    assert again["claim"]["verdict"]["stale"] is True
    assert again["claim"]["pending"]["missing"] == ["source"]


def refused(hand: Hand, mark: dict[str, Any], **fields: Any) -> str:
    named = {name.replace("__", "-"): value for name, value in fields.items()}
    answer = hand.save(mark["id"], {"version": mark["version"], **named})
    assert answer.status_code == 422, answer.text
    field: str = answer.get_json()["error"]["field"]
    return field


def test_nothing_is_confirmed_where_there_is_no_verdict_or_another_rating_waits(
    hand: Hand,
) -> None:
    bare = hand.mark("the mayor")
    assert refused(hand, bare, **said(answer="confirm")) == "verdict-answer"
    assert refused(hand, bare, **said(answer="reopen")) == "verdict-answer"

    waiting = hand.revise(judged(hand), **keys(rating("supported")))
    assert refused(hand, waiting, **said(answer="confirm")) == "verdict-answer"


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict-answer": "confirm"},
        {"verdict-confidence": "high"},
        {"verdict-confidence": ""},
        {"verdict-effective_on": "2025-01-01"},
        {"verdict-public_state": "draft"},
        {"verdict-correction_note": "n"},
    ],
)
def test_what_may_make_a_verdict_needs_an_identifier(hand: Hand, fields: dict[str, str]) -> None:
    mark = judged(hand)

    assert refused(hand, mark, **fields) in fields


@ON_BOTH
def test_a_lost_answer_to_a_confirmation_is_repeated_without_a_second_verdict(hand: Hand) -> None:
    stale = hand.revise(judged(hand), wording="Another wording.")
    request = {"version": stale["version"], "verdict-uuid": str(uuid4())}

    for _ in range(2):
        answer = hand.save(stale["id"], {**request, "verdict-answer": "confirm"})
        assert answer.status_code == 200

    assert db.session.query(Verdict).count() == 2


def test_what_a_mark_has_while_it_is_called_a_quote_leaves_its_verdict_alone(hand: Hand) -> None:
    mark = hand.mark("The dam", **rating("not_enough_evidence"))
    words = fields_of(hand.text, "The dam")
    cue = fields_of(hand.text, "said", label="quote")
    cue = {key.replace("-0-", "-1-"): value for key, value in cue.items()}
    quote = hand.revise(mark, **keys({**words, **cue, "fragments-1-part": "cue", "version": 1}))

    claim = hand.revise(quote, **keys({**words, "version": quote["version"]}))

    assert claim["claim"]["verdict"]["stale"] is False
