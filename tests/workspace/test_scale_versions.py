"""What was judged under an earlier version of the scale stays as it was, and says so."""

from __future__ import annotations

import orjson
import pytest

from annotator.audit.replay import compare
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.formats.native import exported
from tests.personas import World
from tests.schemes.scales import called, draft_of, publish, without
from tests.workspace.marks import Hand, rating, source

GROUNDS = source("https://example.org/dam")


@pytest.fixture
def refuted(hand: Hand) -> dict[str, object]:
    """A claim with a verdict under the first version."""
    return hand.mark("The dam", **GROUNDS, **rating("refuted", "It has none."))


def verdict_of(hand: Hand) -> dict[str, object]:
    found: dict[str, object] = hand.layer()["annotations"][0]["claim"]["verdict"]
    return found


@ON_BOTH
def test_a_verdict_keeps_the_label_of_its_version(
    world: World, hand: Hand, refuted: dict[str, object]
) -> None:
    publish(world.project, draft_of(*called("refuted", "Disproved")))
    verdict = verdict_of(hand)
    assert verdict["label"] == "Refuted"
    assert verdict["scale"] == {"version": 1, "icon": "circle-x", "tone": "refuted"}


def test_a_retired_rating_is_shown_with_its_label_and_its_version(
    world: World, hand: Hand, refuted: dict[str, object]
) -> None:
    publish(world.project, draft_of(*without("refuted")))
    assert (verdict_of(hand)["label"], verdict_of(hand)["scale"]) == (
        "Refuted",
        {"version": 1, "icon": "circle-x", "tone": "refuted"},
    )


def test_a_verdict_whose_rating_did_not_change_says_nothing(
    world: World, hand: Hand, refuted: dict[str, object]
) -> None:
    publish(world.project, draft_of())
    assert verdict_of(hand)["scale"] is None


def test_the_same_rating_given_anew_is_a_verdict_of_the_new_version(
    world: World, hand: Hand, refuted: dict[str, object]
) -> None:
    publish(world.project, draft_of(*called("refuted", "Disproved")))
    after = hand.revise(refuted, **rating("refuted", "It has none."))
    labels = [verdict["label"] for verdict in after["claim"]["verdicts"]]
    assert labels == ["Refuted", "Disproved"]
    assert after["claim"]["verdict"]["scale"] is None


def test_an_export_names_each_verdict_by_its_own_version(
    world: World, hand: Hand, refuted: dict[str, object]
) -> None:
    publish(world.project, draft_of(*called("refuted", "Disproved")))
    hand.revise(refuted, **rating("refuted", "It has none."))
    [line] = map(orjson.loads, exported(world.slug).splitlines())
    labels = [verdict["label"] for verdict in line["annotations"][0]["claim"]["verdicts"]]
    assert labels == ["Refuted", "Disproved"]
    assert line["scheme_version"] == 2


@ON_BOTH
def test_a_choice_whose_rating_was_retired_waits_for_another_one(world: World, hand: Hand) -> None:
    mark = hand.mark("The dam", **rating("refuted"))
    publish(world.project, draft_of(*without("refuted"), retires_chosen=True))
    after = hand.revise(
        mark, **GROUNDS, **{"verdict-rationale": "It has none.", "verdict-uuid": ""}
    )
    assert after["claim"]["verdict"] is None
    assert after["claim"]["pending"]["label"] == "Refuted"
    assert after["claim"]["pending"]["missing"] == ["rating"]
    settled = hand.revise(after, **rating("supported"))
    assert settled["claim"]["verdict"]["label"] == "Supported"
    assert compare(world.project_id) == []


def test_a_retired_rating_cannot_be_chosen_any_more(world: World, hand: Hand) -> None:
    mark = hand.mark("The dam")
    publish(world.project, draft_of(*without("refuted")))
    answer = hand.save(str(mark["id"]), {"version": 1, **rating("refuted")})
    assert answer.status_code == 422
    assert "“Refuted” was retired from the scale" in answer.text


def test_the_audit_trail_names_the_version_that_a_verdict_was_given_under(
    world: World, hand: Hand, visit: Visit, refuted: dict[str, object]
) -> None:
    publish(world.project, draft_of(*called("refuted", "Disproved")))
    hand.revise(refuted, **rating("refuted", "It has none."))
    page = visit(world.lead).get(f"/projects/{world.slug}/audit").text
    assert "Refuted (version 1 of the scale)" in page
    assert "Disproved (version" not in page
    assert "Claim types" in page
