"""The card holds all of a mark: what is missing is said while working, and what was done before."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.card import Card
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    rosa = arrive(ROSA)
    rosa.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return rosa.at("Skerry lighthouse")


@pytest.fixture
def card(desk: Desk) -> Card:
    return desk.mark(WORDS, "Claim")


def test_what_is_missing_is_said_while_it_is_typed(desk: Desk, card: Card) -> None:
    card.pastes("https://a.example/one")
    expect(card.lacks).to_contain_text("choose one")
    card.chooses("Refuted")
    expect(card.lacks).to_contain_text("give a reason.")
    card.field("rationale").press_sequentially("B")
    expect(card.lacks).to_contain_text("Nothing is missing")
    desk.press("Backspace")
    expect(card.lacks).to_contain_text("give a reason.")
    desk.page.keyboard.type("Because.")
    desk.press("Control+Enter")
    expect(card.lacks).to_be_hidden()
    expect(card.badge).to_have_text("Refuted")


def test_a_stale_verdict_is_confirmed_by_y(desk: Desk, card: Card) -> None:
    card.pastes("https://a.example/one")
    card.chooses("Refuted")
    card.writes("rationale", "Because.")
    expect(card.badge).to_have_text("Refuted")
    card.writes("wording", "It was shared 48,000 times.")
    expect(card.stale).to_be_visible()
    card.element.focus()
    desk.press("y")
    expect(card.stale).to_be_hidden()
    expect(card.element).to_be_focused()
    assert len(desk.kept(card)["claim"]["verdicts"]) == 2
    desk.press("y")
    expect(desk.live_words).to_contain_text("no verdict to confirm")


def test_the_history_of_a_mark_is_one_key_away(desk: Desk, card: Card) -> None:
    card.writes("note", "First.")
    card.writes("note", "Second.")
    card.element.focus()
    desk.press("2")
    desk.is_saved()
    card.element.focus()
    desk.press("l")
    past = card.element.locator("details.past")
    expect(past.get_by_role("listitem")).not_to_have_count(0)
    expect(past.get_by_role("listitem").last).to_contain_text("Rosa Ramirez marked a passage")
    expect(past.get_by_role("listitem").first).to_contain_text("Kind of mark claim → quote")
    expect(past).to_contain_text("Second.")
    desk.press("Escape")
    expect(card.element).to_be_focused()
    desk.press("l")
    expect(past.get_by_role("listitem").first).to_be_hidden()


def test_all_words_of_a_long_mark_can_be_read_in_its_card(desk: Desk) -> None:
    start = desk.extent("There is no such offer")[0]
    desk.select(start, start + 600)
    expect(desk.label_bar).to_be_visible()
    desk.label_bar.locator("[data-label=quote]").click()
    card = desk.open_card()
    whole = card.words.inner_text()
    more = card.element.get_by_role("button", name="All words")
    cut = card.words.evaluate("(words) => words.clientHeight")
    more.click()
    card.element.get_by_role("button", name="Fewer words").wait_for()
    assert card.words.evaluate("(words) => words.clientHeight === words.scrollHeight")
    assert card.words.evaluate("(words) => words.clientHeight") > cut
    assert len(whole) > 500
