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
    newest = card.element.locator("details.history li").first
    expect(newest.locator(".history__beside")).to_have_text("confirmed")
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
    expect(past.get_by_role("listitem").nth(-2)).to_contain_text("Rosa Ramirez marked a passage")
    expect(past.get_by_role("listitem").last.get_by_role("link")).to_have_text("Whole history")
    expect(past.get_by_role("listitem").first).to_contain_text("Kind of mark Claim → Quote")
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


def test_a_card_that_changes_its_place_keeps_the_focus(desk: Desk) -> None:
    desk.mark(WORDS, "Claim")
    inner = desk.mark("48,000 times", "Claim")
    expect(inner.element).to_be_focused()
    for _ in range(4):
        desk.press("[")
    expect(inner.words).to_have_text(f"been {WORDS}")
    expect(desk.page.locator(".card").first).to_have_attribute("data-id", inner.id)
    expect(inner.element).to_be_focused()


def test_after_a_deletion_the_next_of_the_marks_that_are_shown_is_open(desk: Desk) -> None:
    desk.mark(WORDS, "Context")
    desk.mark("There is no such offer", "Claim")
    last = desk.mark("does not show Skerry Point", "Context")
    desk.press("x", "x", "x", "k")
    expect(desk.page.locator('[data-filter="context"]')).to_have_attribute("aria-pressed", "true")
    desk.press("Backspace")
    expect(last.element).to_be_focused()
    desk.press("Backspace")
    expect(desk.page.locator(".card--open")).to_have_count(0)
    desk.is_saved()
    assert [mark["label"] for mark in desk.marks()] == ["claim"]


def test_words_that_are_being_typed_do_not_turn_the_toast_s_undo_on_themselves(desk: Desk) -> None:
    kept = desk.mark(WORDS, "Claim")
    desk.mark("There is no such offer", "Claim")
    desk.press("Backspace")
    expect(kept.element).to_be_focused()
    desk.press("n")
    desk.page.keyboard.type("Half a")
    desk.page.locator("#toast button").click()
    desk.is_saved()
    notes = {mark["note"] for mark in desk.marks()}
    assert notes == {"Half a", None}
