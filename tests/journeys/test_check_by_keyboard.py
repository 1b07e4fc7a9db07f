"""One claim from its words to a published and corrected verdict: by keyboard, nothing else."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.card import Card
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.keyboard import Keyboard
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "is not being sold"
WORDING = "Skerry lighthouse is not for sale."
REGISTER = "https://register.example.org/2026/17"
REPRINT = "https://lighthouses.example.org/skerry"
QUESTION = "Who owns the lighthouse?"
WHY = "The register names the state as its owner."
NOTE = "It was the state, not the council."


def test_a_claim_is_checked_published_and_corrected_by_keyboard_alone(arrive: Arrive) -> None:
    rosa = arrive(ROSA)
    keys = Keyboard(rosa.page)
    desk = rosa.at("Skerry lighthouse")
    card = _marks(desk, keys)
    _says_what_the_claim_is(desk, card, keys)
    _gives_sources(card, keys)
    _says_what_the_sources_are(desk, card, keys)
    _is_warned(card)
    _judges(desk, card, keys)
    _answers_for_it(desk, card, keys)
    _publishes_and_corrects(desk, card, keys)
    _reads_its_page(rosa.page, card, keys)


def _marks(desk: Desk, keys: Keyboard) -> Card:
    """The words are in the heading, after "No, the Skerry lighthouse"."""
    keys.press("m", "Control+Home")
    keys.times(5, "Control+ArrowRight")
    keys.times(4, "Control+Shift+ArrowRight")
    expect(desk.label_bar).to_be_visible()
    keys.press("1")
    card = desk.open_card()
    expect(card.words).to_have_text(WORDS)
    keys.is_on(card.element)
    return card


def _says_what_the_claim_is(desk: Desk, card: Card, keys: Keyboard) -> None:
    keys.press("w")
    keys.types(WORDING)
    keys.press("Escape", "Shift+T", "1", "7", "Escape", "Shift+S")
    keys.types("Harbour council")
    keys.press("Tab")
    keys.is_on(card.field("claim-made_on"))
    keys.types("06022026")
    keys.press("Escape")
    keys.is_on(card.element)
    claim = desk.kept(card)["claim"]
    assert claim["wording"] == WORDING
    assert claim["types"] == ["event_property", "opinion"]
    assert claim["speaker"]["name"] == "Harbour council"
    assert (claim["made_on"], claim["made_on_basis"]) == ("2026-06-02", "exact")


def _gives_sources(card: Card, keys: Keyboard) -> None:
    """Cut out of the field and pasted again, so that no script has to fill the clipboard."""
    keys.press("s")
    keys.types(f"{REGISTER} {REPRINT}")
    keys.press("Control+a", "Control+x", "Control+v")
    expect(card.sources).to_have_count(2)
    keys.is_on(card.field("new-source"))
    keys.press("Escape")


def _says_what_the_sources_are(desk: Desk, card: Card, keys: Keyboard) -> None:
    """The last one first: a reprint of the other, which is flagged; then the one before it."""
    keys.press("Shift+Y")
    keys.types("r")
    keys.press("Escape", "Shift+F")
    keys.types("r")
    keys.press("Tab", "Tab", "Tab", "Tab", "Space", "Escape")
    keys.press("Shift+I")
    keys.types(QUESTION)
    keys.press("Tab")
    keys.types("The state.")
    keys.press("Tab")
    keys.types("i")
    keys.press("Escape", "Shift+Y")
    keys.types("s")
    keys.press("Escape")
    keys.is_on(card.element)
    first, last = desk.kept(card)["claim"]["sources"]
    assert (first["url"], last["url"]) == (REGISTER, REPRINT)
    assert (first["stance"], last["stance"]) == ("supports", "refutes")
    assert (first["question"], first["answer"]) == (QUESTION, "The state.")
    assert first["answer_type"] == "extractive"
    assert (last["same_origin_as"], last["flags"]) == (first["id"], ["biased"])


def _is_warned(card: Card) -> None:
    for place in (0, 1):
        expect(card.sources.nth(place).locator(".source__doubts")).to_contain_text(
            "No archived copy."
        )
    expect(card.element.locator(".verdict__advice")).to_contain_text("sources take both sides")


def _judges(desk: Desk, card: Card, keys: Keyboard) -> None:
    keys.press("v", "1")
    expect(card.lacks).to_contain_text("give a reason")
    keys.tabs_to(card.field("rationale"))
    keys.types(WHY)
    keys.press("Escape", "Shift+V")
    keys.is_on(card.field("confidence"))
    keys.types("h")
    keys.press("Tab", "Tab", "Tab")
    keys.is_on(card.field("effective_on"))
    keys.types("06032026")
    keys.press("Escape")
    keys.is_on(card.element)
    expect(card.badge).to_have_text("Supported")
    expect(card.element.locator(".doubts")).to_contain_text("Independent sources: 1 of 2.")
    verdict = desk.kept(card)["claim"]["verdict"]
    assert (verdict["rationale"], verdict["confidence"]) == (WHY, "high")
    assert verdict["effective_on"] == "2026-06-03"


def _answers_for_it(desk: Desk, card: Card, keys: Keyboard) -> None:
    """Another wording makes it stale; it is confirmed by a key, reopened by one, and confirmed."""
    before = desk.kept(card)["claim"]["verdicts"]
    keys.press("w", "End")
    keys.types(" It never was.")
    keys.press("Escape")
    expect(card.badge).to_have_text("Supported, to be confirmed")
    expect(card.stale).to_contain_text("wording")
    keys.press("y")
    expect(card.badge).to_have_text("Supported")
    desk.is_saved()
    keys.press("u")
    expect(card.stale).to_contain_text("Somebody reopened this verdict.")
    desk.is_saved()
    keys.press("y")
    expect(card.stale).to_be_hidden()
    keys.is_on(card.element)
    assert len(desk.kept(card)["claim"]["verdicts"]) == len(before) + 2


def _publishes_and_corrects(desk: Desk, card: Card, keys: Keyboard) -> None:
    keys.press("Shift+V", "Tab")
    keys.is_on(card.field("public_state"))
    keys.types("p")
    keys.press("Escape")
    assert desk.kept(card)["claim"]["verdict"]["public_state"] == "published"
    keys.press("Shift+V", "Tab")
    keys.is_on(card.field("public_state"))
    keys.types("c")
    expect(card.lacks).to_contain_text("say in the correction note what was wrong")
    keys.press("Tab")
    keys.is_on(card.field("correction_note"))
    keys.types(NOTE[0])
    expect(card.lacks).to_contain_text("Nothing is missing")
    keys.types(NOTE[1:])
    keys.press("Control+Enter")
    expect(card.lacks).to_be_hidden()
    keys.is_on(card.element)
    verdict = desk.kept(card)["claim"]["verdict"]
    assert (verdict["public_state"], verdict["correction_note"]) == ("corrected", NOTE)
    assert (verdict["confidence"], verdict["effective_on"]) == ("high", "2026-06-03")


def _reads_its_page(page: Page, card: Card, keys: Keyboard) -> None:
    keys.press("Shift+O")
    expect(page).to_have_url(re.compile(f"/claims/{card.id}$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(WORDING)
    expect(page.locator(".passage mark")).to_have_text(WORDS)
    expect(page.locator(".stamp")).to_contain_text("Supported")
    expect(page.locator(".claim__notice--correction")).to_contain_text(NOTE)
    whole = page.get_by_role("main")
    for words in (WHY, QUESTION, "The state.", "Harbour council", "Independent sources: 1 of 2."):
        expect(whole).to_contain_text(words)
