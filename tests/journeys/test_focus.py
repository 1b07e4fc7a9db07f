"""The focus is never lost, and a key that follows at once finds what the last one brought."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser import Complaints
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.pages import Person
from tests.journeys.site import LEAD, ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"


@pytest.fixture
def rosa(arrive: Arrive) -> Person:
    return arrive(ROSA, permissions=["clipboard-read", "clipboard-write"])


@pytest.fixture
def desk(rosa: Person) -> Desk:
    return rosa.at("Skerry lighthouse")


def test_a_mark_that_becomes_a_claim_takes_a_source_at_once(desk: Desk) -> None:
    card = desk.mark(WORDS, "Quote")
    expect(card.element).to_be_focused()
    desk.press_at_once("1", "s")
    expect(card.field("new-source")).to_be_focused()


def test_a_rating_asks_for_its_reason_at_once(desk: Desk) -> None:
    card = desk.mark(WORDS, "Claim")
    expect(card.element).to_be_focused()
    shown = desk.press_at_once("v", "2", then=".card--open [data-field=rationale]")
    assert shown, "the next Tab would pass the rationale by"
    desk.press("Tab")
    expect(card.field("rationale")).to_be_focused()
    desk.press("Escape", "v", "Enter")
    expect(card.field("rationale")).to_be_focused()


def test_enter_on_a_rating_asks_for_its_reason_and_without_one_stays_there(desk: Desk) -> None:
    card = desk.mark(WORDS, "Claim")
    expect(card.element).to_be_focused()
    desk.press("v", "Enter")
    expect(card.field("rating").first).to_be_focused()
    expect(desk.live_words).to_have_text("Choose a rating first, by its number or an arrow key")
    assert not card.field("rationale").is_visible()
    assert desk.press_at_once("2", "Enter", then=".card--open [data-field=rationale]:focus")
    desk.page.keyboard.type("Town hall counts 400.")
    expect(card.field("rationale")).to_have_value("Town hall counts 400.")
    expect(desk.page.locator("dialog[open]")).to_have_count(0)


def test_a_rating_that_needs_a_reason_says_how_to_come_to_it_and_another_one_does_not(
    desk: Desk,
) -> None:
    card = desk.mark(WORDS, "Claim")
    desk.press("v", "2")
    expect(desk.live_words).to_have_text("A reason is missing: press Enter to write it")
    desk.press("5")
    expect(card.badge).to_have_text("Uncheckable")
    desk.press("ArrowUp")
    expect(desk.live_words).to_have_text("A reason is missing: press Enter to write it")
    desk.press("Enter")
    desk.page.keyboard.type("Letters are words here.")
    desk.press("Control+Enter", "v", "ArrowDown")
    expect(card.badge).to_have_text("Uncheckable")
    expect(desk.page.locator(".card--open")).to_have_count(1)


def test_the_card_has_the_focus_of_what_goes_because_of_another_tab(
    rosa: Person, desk: Desk
) -> None:
    card = desk.mark(WORDS, "Claim")
    card.pastes("https://a.example/one")
    expect(card.sources).to_have_count(1)
    desk.is_saved()
    other = rosa.second_tab(desk)
    there = other.opens(WORDS)
    card.sources.get_by_role("button", name="Remove the source").focus()
    there.sources.get_by_role("button", name="Remove the source").focus()
    other.press("Enter")
    expect(card.sources).to_have_count(0)
    expect(card.element).to_be_focused()


def test_a_reader_keeps_the_focus_when_the_page_is_laid_out_anew(arrive: Arrive) -> None:
    desk = arrive(LEAD).at("Ferry fares")
    desk.press("j")
    history = desk.open_card().element.locator(".past summary")
    history.focus()
    desk.page.set_viewport_size({"width": 1100, "height": 700})
    desk.page.wait_for_function("() => innerWidth === 1100")
    desk.frame_passes()
    expect(history).to_be_focused()


def test_who_types_already_is_not_taken_out_of_the_field_by_a_message_that_comes_late(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("status of 422")
    lea = arrive(LEAD)
    held: list[Route] = []
    lea.page.route("**/pages/focus-first.js", lambda route: held.append(route))
    lea.goes_to("/projects/demo/publishing")
    lea.page.get_by_label("Organisation").fill("Harbour Desk")
    policy = lea.page.get_by_label("How errors are corrected")
    policy.fill("no address")
    with lea.page.expect_request("**/pages/focus-first.js"):
        policy.press("Enter")
    expect(lea.page.locator("#corrections_url-error")).to_be_visible()
    # Nothing of this waits for the scripts, which the message does.
    policy.evaluate("(field) => field.focus()")
    held[0].continue_()
    expect(lea.page.locator("html[data-started]")).to_be_attached()
    expect(policy).to_be_focused()


def test_a_message_that_came_with_the_page_has_the_focus(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("status of 422")
    lea = arrive(LEAD)
    lea.goes_to("/projects/demo/publishing")
    policy = lea.page.get_by_label("How errors are corrected")
    policy.fill("no address")
    policy.press("Enter")
    expect(lea.page.get_by_text("Please correct what is marked")).to_be_visible()
    expect(lea.page.get_by_role("alert")).to_be_focused()
