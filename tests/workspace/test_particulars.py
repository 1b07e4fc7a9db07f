"""What marks have beside their words, from the request to the row."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.speakers.drafts import MergeDraft
from annotator.speakers.models import Speaker
from annotator.speakers.service import merge_speakers
from annotator.workspace.progress import progress
from tests.databases import ON_BOTH
from tests.personas import World
from tests.workspace.linking import link, refusal
from tests.workspace.marks import Hand, fields_of, rating

DAM = "The dam holds 40 million litres"
SAID = "We built it in two years"


def claim_fields(**values: str) -> dict[str, str]:
    return {f"claim-{name}": value for name, value in values.items()}


def spoken(name: str, speaker_id: str | None = None) -> dict[str, str]:
    """A speaker whom the page has just made."""
    return {"speaker": speaker_id or str(uuid4()), "speaker_name": name}


@ON_BOTH
def test_everything_that_a_claim_may_have_is_kept(hand: Hand, world: World) -> None:
    mayor = spoken("Ana Ruiz")
    said = claim_fields(
        short="40 million litres",
        types="quote_verification numerical",
        voice="speaker",
        place="City hall",
        made_on="2026-11-20",
        made_on_basis="relative",
        checkworthy="no",
        checkworthy_reason="Nobody doubts it.",
        **mayor,
    )
    claim = hand.mark(DAM, **said)["claim"]

    assert {key: claim[key] for key in ("short", "voice", "place", "made_on")} == {
        "short": "40 million litres",
        "voice": "speaker",
        "place": "City hall",
        "made_on": "2026-11-20",
    }
    assert claim["types"] == ["numerical", "quote_verification"]
    assert claim["speaker"] == {"id": mayor["speaker"], "name": "Ana Ruiz", "role": None}
    assert (claim["checkworthy"], claim["checkworthy_reason"]) == (False, "Nobody doubts it.")
    assert hand.layer()["annotations"][0]["claim"] == claim
    assert compare(world.project_id) == []


@ON_BOTH
def test_what_a_save_does_not_name_stays(hand: Hand, world: World) -> None:
    mark = hand.mark(DAM, **claim_fields(short="Litres", types="causal", checkworthy="yes"))
    mark = hand.revise(mark, note="Ask the mayor.", claim__types="")

    assert "types" not in mark["claim"]
    assert (mark["claim"]["short"], mark["claim"]["checkworthy"]) == ("Litres", True)
    again = hand.revise(mark, claim__checkworthy="", claim__short="")
    assert not {"checkworthy", "short"} & again["claim"].keys()
    assert compare(world.project_id) == []


def test_types_keep_the_order_of_the_scheme_whichever_came_first(hand: Hand) -> None:
    mark = hand.mark(DAM, **claim_fields(types="causal"))
    both = hand.revise(mark, claim__types="event_property causal opinion")
    assert both["claim"]["types"] == ["event_property", "causal", "opinion"]


def test_a_day_that_goes_takes_what_it_rests_on_with_it(hand: Hand) -> None:
    mark = hand.mark(DAM, **claim_fields(made_on="2026-11-20", made_on_basis="exact"))
    assert "made_on_basis" not in hand.revise(mark, claim__made_on="")["claim"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"types": "rumour"}, "claim-types"),
        ({"types": "causal causal"}, "claim-types"),
        ({"short": "x" * 301}, "claim-short"),
        ({"voice": "rumour"}, "claim-voice"),
        ({"made_on": "2026-11-20"}, "claim-made_on_basis"),
        ({"made_on": "2026-02-30", "made_on_basis": "exact"}, "claim-made_on"),
        ({"speaker": "nobody"}, "claim-speaker"),
        ({"speaker": str(uuid4())}, "claim-speaker"),
        ({"voice": "outlet", **spoken("Ana Ruiz")}, "claim-speaker"),
    ],
)
def test_what_contradicts_itself_is_refused(hand: Hand, fields: dict[str, str], field: str) -> None:
    mark = hand.mark(DAM)
    assert refusal(hand, mark, claim_fields(**fields))[0] == field


@ON_BOTH
def test_a_refused_save_leaves_no_speaker_behind(hand: Hand, world: World) -> None:
    mark = hand.mark(DAM)
    refusal(hand, mark, claim_fields(types="rumour", **spoken("Ana Ruiz")))
    assert db.session.query(Speaker).count() == 0


@ON_BOTH
def test_the_same_new_speaker_may_come_with_several_marks(hand: Hand, world: World) -> None:
    mayor = spoken("Ana Ruiz")
    hand.mark(DAM, **claim_fields(**mayor))
    quote = hand.mark(
        SAID, label="quote", **{f"quote-{name}": value for name, value in mayor.items()}
    )

    assert quote["quote"]["speaker"]["name"] == "Ana Ruiz"
    assert db.session.query(Speaker).count() == 1
    assert compare(world.project_id) == []


@ON_BOTH
def test_a_merged_speaker_is_read_as_the_one_it_became_at_once(hand: Hand, world: World) -> None:
    one, other = spoken("Mayor Ruiz"), spoken("Ana Ruiz")
    first = hand.mark(DAM, **claim_fields(**one))
    second = hand.mark("Nobody asked for it", **claim_fields(**other))
    before = _speakers(hand)
    with writing():
        speakers = [db.session.get_one(Speaker, row["speaker"]) for row in (one, other)]
        merge_speakers(speakers[0], speakers[1], MergeDraft(1, 1), actor=world.lead.actor)

    assert before == {first["id"]: "Mayor Ruiz", second["id"]: "Ana Ruiz"}
    assert _speakers(hand) == {first["id"]: "Ana Ruiz", second["id"]: "Ana Ruiz"}
    # The mark itself did not change, so nobody's work on it is out of date.
    assert hand.revise(first, note="Still the same mark.")["version"] == 2
    assert compare(world.project_id) == []


@ON_BOTH
def test_a_quote_keeps_whom_it_was_said_to_and_how(hand: Hand, world: World) -> None:
    said = {"addressee": "reporters", "language": "es", "original_words": "En dos años"}
    quote = hand.mark(
        SAID, label="quote", **{f"quote-{name}": value for name, value in said.items()}
    )
    assert quote["quote"] == {"kind": "direct", **said}

    claim = hand.revise(quote, label="claim")
    assert claim["quote"] is None
    assert hand.revise(claim, label="quote")["quote"] == {"kind": "direct", **said}
    assert compare(world.project_id) == []


@pytest.mark.parametrize("tag", ["?", "xx-nonsense", "english", "en-XX"])
def test_a_language_that_is_none_is_refused_in_a_sentence(hand: Hand, tag: str) -> None:
    quote = hand.mark(SAID, label="quote")
    assert refusal(hand, quote, {"quote-language": tag}) == (
        "quote-language",
        f"“{tag}” is no language that is known: give a tag such as en, ar or pt-BR.",
    )


@ON_BOTH
def test_a_piece_of_context_has_a_role_of_the_scheme(hand: Hand, world: World) -> None:
    mark = hand.mark(DAM, label="context", **{"context-role": "background"})
    assert mark["context"] == {"role": "background"}
    assert refusal(hand, mark, {"context-role": "gossip"})[0] == "context-role"

    claim = hand.revise(mark, label="claim")
    assert claim["context"] is None
    back = hand.revise(claim, label="context")
    assert back["context"] == {"role": "background"}
    assert hand.revise(back, context__role="")["context"] == {"role": None}
    assert compare(world.project_id) == []


@pytest.mark.parametrize(
    ("label", "fields"),
    [
        ("quote", {"claim-short": "In short"}),
        ("claim", {"quote-addressee": "reporters"}),
        ("claim", {"context-role": "background"}),
    ],
)
def test_a_mark_of_another_kind_has_none_of_it(
    hand: Hand, label: str, fields: dict[str, Any]
) -> None:
    sent = {**fields_of(hand.text, DAM, label=label), **fields}
    assert hand.save(str(uuid4()), sent).status_code == 422


@ON_BOTH
def test_a_claim_that_was_split_is_checked_when_its_parts_are(hand: Hand, world: World) -> None:
    whole = hand.mark(DAM)
    parts = [hand.mark(words) for words in ("The dam", "40 million litres")]
    for part in parts:
        hand.revise(part, **link(whole, "part_of"))
    assert _progress(hand, world) == (3, 0)

    for part in hand.layer()["annotations"][1:]:
        hand.revise(part, **_under(rating("not_enough_evidence")))

    assert _progress(hand, world) == (3, 3)
    hand.remove(hand.layer()["annotations"][2])
    assert _progress(hand, world) == (2, 2)
    assert compare(world.project_id) == []


def test_a_part_has_one_whole_and_no_ring_is_made(hand: Hand) -> None:
    whole, part, other = (hand.mark(words) for words in (DAM, "The dam", "40 million"))
    part = hand.revise(part, **link(whole, "part_of"))
    other = hand.revise(other, **link(part, "part_of"))

    assert refusal(hand, part, link(other, "part_of"))[0] == "links-0-to"
    assert "inside this one" in refusal(hand, whole, link(other, "part_of"))[1]


def test_a_quote_is_made_in_another_and_never_in_itself_at_last(hand: Hand) -> None:
    outer = hand.mark("We built it in two years,” she told reporters", label="quote")
    inner = hand.revise(hand.mark(SAID, label="quote"), **link(outer, "made_in"))

    assert inner["links"][0]["kind"] == "made_in"
    assert "inside this one" in refusal(hand, outer, link(inner, "made_in"))[1]


def _under(fields: dict[str, Any]) -> dict[str, Any]:
    return {name.replace("-", "__"): value for name, value in fields.items()}


def _speakers(hand: Hand) -> dict[str, str]:
    return {mark["id"]: mark["claim"]["speaker"]["name"] for mark in hand.layer()["annotations"]}


def _progress(hand: Hand, world: World) -> tuple[int, int]:
    found = progress(hand.article_id, world.reviewer.id)
    return found.claims, found.checked
