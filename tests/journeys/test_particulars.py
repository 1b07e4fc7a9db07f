"""What a mark has beside its words, filled by keyboard alone, and a claim that is split."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import Complaints, accessibility_faults
from tests.journeys.card import Card
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAID = "She wanted to know when I was moving in"
FIGURE = "It was taken in 2017 at another lighthouse"


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    """An article that nobody marked."""
    return arrive(ROSA).at("Skerry lighthouse")


def _told(card: Card) -> Locator:
    return card.element.locator("[data-particulars]:visible .particulars__told")


def test_a_claim_is_filled_by_key_and_shows_what_is_missing(
    desk: Desk,
) -> None:
    card = desk.mark(FIGURE, "claim")
    keys = desk.page.keyboard
    card.element.focus()
    expect(_told(card)).to_contain_text("missing: short form")

    keys.press("Shift+a")
    expect(card.field("claim-short")).to_be_focused()
    keys.type("Picture of another lighthouse " * 3)
    expect(card.element.locator(".particulars__count--long")).to_contain_text("over 75")
    keys.press("Control+a")
    keys.type("Picture of another lighthouse")
    expect(card.element.locator(".particulars__count")).to_have_text("29 of 75")
    keys.press("Escape")

    keys.press("Shift+t")
    keys.press("8")
    keys.press("2")
    keys.press("2")
    keys.press("Escape")
    keys.press("Shift+s")
    keys.type("Bea Lund")
    keys.press("Escape")
    keys.press("Shift+d")
    keys.press("Tab")
    desk.is_saved()

    claim = desk.kept(card)["claim"]
    assert claim["short"] == "Picture of another lighthouse"
    assert claim["types"] == ["media_publishing"]
    assert (claim["voice"], claim["speaker"]["name"]) == ("speaker", "Bea Lund")
    expect(card.field("claim-voice")).to_have_value("speaker")

    card.element.focus()
    for _ in range(5):
        keys.press("z")
    desk.is_saved()
    assert "short" not in desk.kept(card)["claim"]
    for _ in range(5):
        keys.press("Shift+z")
    desk.is_saved()
    assert desk.kept(card)["claim"]["speaker"]["name"] == "Bea Lund"
    desk.page.reload()
    desk.is_ready()
    again = desk.opens(FIGURE)
    expect(_told(again)).to_contain_text("Picture of another lighthouse")
    expect(_told(again)).to_contain_text("Bea Lund")
    assert accessibility_faults(desk.page) == []


def test_a_speaker_who_was_typed_once_is_chosen_the_next_time(desk: Desk) -> None:
    first = desk.mark(FIGURE, "claim")
    desk.page.keyboard.press("Shift+s")
    desk.page.keyboard.type("Bea Lund")
    desk.page.keyboard.press("Escape")
    quote = desk.mark(SAID, "quote")
    quote.element.focus()
    desk.page.keyboard.press("Shift+a")
    expect(desk.page.locator("#known-speakers option[value='Bea Lund']")).to_have_count(1)
    desk.page.keyboard.type("bea  lund")
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.type("a photographer")
    desk.page.keyboard.press("Escape")
    desk.is_saved()

    said_by = desk.kept(quote)["quote"]["speaker"]
    assert said_by == desk.kept(first)["claim"]["speaker"]
    assert desk.kept(quote)["quote"]["addressee"] == "a photographer"


def test_a_speaker_is_named_without_a_network_too(desk: Desk, complaints: Complaints) -> None:
    complaints.expect("ERR_INTERNET_DISCONNECTED")
    card = desk.mark(FIGURE, "claim")
    desk.is_saved()
    desk.page.context.set_offline(True)
    card.element.focus()
    desk.page.keyboard.press("Shift+s")
    desk.page.keyboard.type("Bea Lund")
    desk.page.keyboard.press("Escape")
    expect(card.element.locator(".particulars__filled")).to_contain_text("Bea Lund")
    desk.page.context.set_offline(False)
    desk.is_saved()
    assert desk.kept(card)["claim"]["speaker"]["name"] == "Bea Lund"


def test_the_outlets_own_voice_has_no_speaker(desk: Desk) -> None:
    card = desk.mark(FIGURE, "claim")
    desk.page.keyboard.press("Shift+s")
    desk.page.keyboard.type("Bea Lund")
    desk.page.keyboard.press("Escape")
    card.field("claim-voice").select_option("outlet")
    desk.is_saved()
    assert "speaker" not in desk.kept(card)["claim"]
    expect(card.field("claim-speaker")).to_have_value("")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("z")
    expect(card.field("claim-speaker")).to_have_value("Bea Lund")


def test_the_checklist_stands_beside_the_wording_at_a_key(desk: Desk) -> None:
    card = desk.mark(FIGURE, "claim")
    card.element.focus()
    desk.page.keyboard.press("Shift+w")
    expect(card.element.locator(".checklist li").first).to_be_visible()
    expect(card.field("wording")).to_be_focused()


def test_a_piece_of_context_is_given_its_role(desk: Desk) -> None:
    card = desk.mark(FIGURE, "context")
    card.element.focus()
    desk.page.keyboard.press("Shift+a")
    desk.page.keyboard.type("Back")
    desk.is_saved()
    assert desk.kept(card)["context"] == {"role": "background"}


def test_a_claim_is_split_by_key_and_undo_takes_it_back(desk: Desk) -> None:
    card = desk.mark(FIGURE, "claim")
    card.element.focus()
    desk.page.keyboard.press("Shift+x")
    desk.page.keyboard.press("Shift+x")
    expect(card.badge).to_have_text("Split into 2: 0 checked")
    expect(card.element.locator(".relations__row")).to_have_count(2)
    desk.is_saved()

    card.element.locator(".relations__go").first.press("Enter")
    part = desk.open_card()
    part.chooses("Uncheckable")
    desk.is_saved()
    expect(card.badge).to_have_text("Split into 2: 1 checked")
    expect(desk.page.locator("#checked")).to_contain_text(re.compile("1 .*3"))

    card.element.locator(".card__words").click()
    card.element.focus()
    desk.page.keyboard.press("z")
    desk.page.keyboard.press("z")
    expect(card.badge).to_have_text("Split into 1: 1 checked")
    expect(desk.page.locator("#checked")).to_contain_text(re.compile("2 .*2"))


def test_a_quote_inside_another_says_who_reports_it(desk: Desk) -> None:
    inner = desk.mark(SAID, "quote")
    inner.element.focus()
    desk.page.keyboard.press("Shift+a")
    desk.page.keyboard.type("Bea Lund")
    desk.page.keyboard.press("Escape")
    outer = desk.mark(FIGURE, "quote")
    outer.element.focus()
    desk.page.keyboard.press("Shift+a")
    desk.page.keyboard.type("The town hall")
    desk.page.keyboard.press("Escape")
    inner.element.locator(".card__words").click()
    inner.element.focus()
    desk.page.keyboard.press("r")
    outer.element.locator(".card__words").click()
    outer.element.focus()
    desk.page.keyboard.press("Enter")
    desk.is_saved()
    line = inner.element.locator(".particulars__filled")
    inner.element.locator(".card__words").click()
    expect(line.last).to_have_text("said by Bea Lund, as reported by The town hall")
