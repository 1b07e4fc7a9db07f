"""Two versions of one mark: both are shown, and each part is taken from the one or the other."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import Complaints
from tests.journeys.card import Card
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"


@pytest.fixture
def desk(arrive: Arrive, complaints: Complaints) -> Desk:
    complaints.expect(r"Failed to load resource")
    rosa = arrive(ROSA)
    rosa.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return rosa.at("Skerry lighthouse")


@pytest.fixture
def card(desk: Desk, arrive: Arrive) -> Card:
    """Note, wording and verdict written here offline, and others elsewhere meanwhile."""
    card = desk.mark(WORDS, "Claim")
    desk.is_saved()
    desk.page.context.set_offline(True)
    card.writes("wording", "My wording.")
    card.writes("note", "My note.")
    card.pastes("https://mine.example/")
    card.chooses("Refuted")
    card.writes("rationale", "My reason.")
    _elsewhere(arrive, desk.address)
    desk.page.context.set_offline(False)
    desk.says("Changed elsewhere")
    return card


def _elsewhere(arrive: Arrive, address: str) -> None:
    away = arrive(ROSA)
    away.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    away.page.goto(address)
    other = Desk(away.page)
    theirs = other.opens(WORDS)
    theirs.writes("wording", "Their wording.")
    theirs.writes("note", "Their note.")
    theirs.pastes("https://theirs.example/")
    other.is_saved()
    away.page.context.close()


def part(card: Card, name: str) -> Locator:
    return card.trouble.get_by_role("radiogroup", name=name)


def test_each_part_is_taken_from_mine_or_theirs(desk: Desk, card: Card) -> None:
    expect(part(card, "Wording")).to_contain_text("Their wording.")
    expect(part(card, "Note")).to_contain_text("My note.")
    expect(part(card, "Sources")).to_contain_text("theirs.example")
    part(card, "Wording").get_by_role("radio", name="Theirs").check()
    card.acts("Keep what is chosen")
    expect(card.trouble).to_have_count(0)
    kept = desk.kept(card)
    assert kept["note"] == "My note."
    claim = kept["claim"]
    assert claim["wording"] == "Their wording."
    assert {item["host"] for item in claim["sources"]} == {"mine.example", "theirs.example"}
    assert claim["verdict"]["rationale"] == "My reason."
    expect(card.field("wording")).to_have_value("Their wording.")


def test_the_sources_of_the_others_may_be_taken_too(desk: Desk, card: Card) -> None:
    for name in ("Sources", "Note"):
        part(card, name).get_by_role("radio", name="Theirs").check()
    card.acts("Keep what is chosen")
    expect(card.trouble).to_have_count(0)
    kept = desk.kept(card)
    assert kept["note"] == "Their note."
    assert [item["host"] for item in kept["claim"]["sources"]] == ["theirs.example"]
    assert kept["claim"]["wording"] == "My wording."


def test_all_of_mine_is_kept_by_one_key(desk: Desk, card: Card) -> None:
    card.element.focus()
    desk.press("a")
    expect(card.trouble).to_have_count(0)
    kept = desk.kept(card)
    assert (kept["note"], kept["claim"]["wording"]) == ("My note.", "My wording.")


def test_all_of_theirs_is_taken_by_one_key_and_said_when_undone(desk: Desk, card: Card) -> None:
    card.element.focus()
    desk.press("b")
    expect(card.trouble).to_have_count(0)
    kept = desk.kept(card)
    assert (kept["note"], kept["claim"]["wording"]) == ("Their note.", "Their wording.")
    desk.press("z")
    expect(desk.page.locator("#toast")).to_contain_text("changed elsewhere")


def test_the_choice_outlives_a_reload(desk: Desk, card: Card) -> None:
    desk.reload()
    again = desk.opens(WORDS)
    part(again, "Note").get_by_role("radio", name="Theirs").check()
    again.acts("Keep what is chosen")
    kept = desk.kept(again)
    assert (kept["note"], kept["claim"]["wording"]) == ("Their note.", "My wording.")
