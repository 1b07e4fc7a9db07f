"""A check that was published and is judged anew as a draft: readers are told it is withdrawn."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from annotator.claimreview.rules import faults_of
from annotator.clock import iso, now
from annotator.export.reviews.told import told_lately
from tests.claimreview.second_reading import is_right
from tests.claims.test_publishing import FEEDS, PAGE, Desk, file_of
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.looking_back import BEGAN, clock
from tests.personas import World
from tests.workspace.marks import rating

__all__ = ["clock"]

WHY = "This check was withdrawn: the claim is being judged anew."
DRAFTED = "The minutes say forty, but nobody has seen them."


class DeskAnew(Desk):
    """Rosa's published check, which she judges anew."""

    def __init__(self, world: World, visit: Visit, clock: time_machine.Traveller) -> None:
        super().__init__(world, visit, clock)
        self._version = self.claim["version"]

    def judge(self, days: int = 1, **said: str) -> None:
        """On a later day the claim gets another verdict, and its article is handed in again."""
        self._clock.shift(timedelta(days=days))
        self._visit(self.world.rosa).post(f"{self.hand.base}/submission/withdrawal", json=True)
        answer = self.hand.save(self.claim["id"], {"version": self._version, **said})
        assert answer.status_code == 200, answer.text
        self._version = answer.get_json()["annotation"]["version"]
        self.hand.submit()

    def redraft(self, days: int = 1) -> None:
        self.judge(days, **rating("supported", DRAFTED))


@pytest.fixture
def desk(clock: time_machine.Traveller, visit: Visit, world: World) -> DeskAnew:
    return DeskAnew(world, visit, clock)


def entry_of(world: World) -> dict[str, Any]:
    [entry] = json.loads(file_of(world))["dataFeedElement"]
    found: dict[str, Any] = entry
    return found


def item_of(visit: Visit, world: World) -> dict[str, Any]:
    [item] = visit(world.observer).get(FEEDS[1]).get_json(force=True)["items"]
    found: dict[str, Any] = item
    return found


@ON_BOTH
def test_the_file_says_that_it_is_withdrawn_since_when_and_why(
    desk: DeskAnew, world: World
) -> None:
    desk.redraft()
    entry = entry_of(world)
    day = (BEGAN + timedelta(days=1)).date().isoformat()
    assert (entry["dateCreated"], entry["dateDeleted"]) == (BEGAN.date().isoformat(), day)
    item = {"@context": "https://schema.org", **entry["item"]}
    assert item["creativeWorkStatus"] == "Withdrawn"
    assert item["correction"]["text"] == WHY
    assert "reviewRating" not in item
    assert [fault for fault in faults_of(item) if fault.refuses] == []
    assert is_right(item)


@ON_BOTH
def test_both_feeds_say_so_and_give_nothing_of_the_draft_away(
    desk: DeskAnew, visit: Visit, world: World
) -> None:
    desk.redraft()
    item = item_of(visit, world)
    assert item["title"] == "Withdrawn: The dam holds 40 million litres"
    assert (item["content_text"], item["tags"]) == (WHY, ["void"])
    assert item["date_modified"] == iso(now())
    atom = visit(world.observer).get(FEEDS[0]).data
    assert DRAFTED.encode() not in atom
    assert b"<title>Withdrawn: The dam holds 40 million litres</title>" in atom


def test_in_the_language_that_the_reader_asks_for(
    desk: DeskAnew, visit: Visit, world: World
) -> None:
    desk.redraft()
    visitor = visit(world.observer)
    said = visitor.get(FEEDS[1], headers={"Accept-Language": "ar"}).get_json(force=True)["items"]
    assert said[0]["content_text"] != WHY
    assert said[0]["_claim_review"]["correction"]["text"] == said[0]["content_text"]


def test_more_drafts_tell_readers_nothing_new(desk: DeskAnew, visit: Visit, world: World) -> None:
    desk.redraft()
    told = item_of(visit, world)
    desk.judge(**rating("not_enough_evidence", "Nobody knows."))
    assert item_of(visit, world) == told


def test_what_readers_were_told_is_withdrawn_stays_as_they_were_told_it(
    desk: DeskAnew, visit: Visit, world: World
) -> None:
    void = {"verdict-public_state": "void", "verdict-correction_note": "Another dam's table."}
    desk.judge(**rating("supported", "So it is."), **void)
    told = item_of(visit, world)
    assert told["content_text"] == "Another dam's table."
    desk.judge(**rating("uncheckable", DRAFTED))
    assert item_of(visit, world) == told


def test_a_new_verdict_that_is_published_ends_the_withdrawal(
    desk: DeskAnew, visit: Visit, world: World
) -> None:
    desk.redraft()
    desk.judge(**rating("supported", DRAFTED), **{"verdict-public_state": "published"})
    assert item_of(visit, world)["title"].startswith("Supported: ")
    assert "dateDeleted" not in entry_of(world)


def test_a_claim_that_was_never_published_stays_out(
    clock: time_machine.Traveller, visit: Visit, world: World
) -> None:
    desk = Desk(world, visit, clock)
    assert len(told_lately(world.project).checks) == 1
    visit(world.rosa).post(f"{desk.hand.base}/submission/withdrawal", json=True)
    desk.hand.mark("The dam", **rating("uncheckable", "Which dam?"))
    desk.hand.submit()
    assert len(told_lately(world.project).checks) == 1


TOLD = "Readers are told that this check is withdrawn, since its newest verdict is a draft"


def test_the_page_of_publishing_and_the_claims_own_page_say_what_readers_are_told(
    desk: DeskAnew, visit: Visit, world: World
) -> None:
    desk.redraft()
    lead = visit(world.lead)
    page = lead.get(PAGE).text
    assert TOLD in page
    assert "Withdrawn" in page
    assert "Left out of file and feeds" not in page
    claim = lead.get(f"/projects/{world.slug}/claims/{desk.claim['id']}").text
    assert TOLD in claim
    assert "Nothing stands in the way." not in claim
    assert "application/ld+json" not in claim
