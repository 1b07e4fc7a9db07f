"""After a reload the page is where it was; a second tab shows what the first one saved."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.pages import Person
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"


@pytest.fixture
def rosa(arrive: Arrive) -> Person:
    return arrive(ROSA)


@pytest.fixture
def desk(rosa: Person) -> Desk:
    return rosa.at("Skerry lighthouse")


def test_the_open_card_and_the_place_on_screen_are_there_after_a_reload(desk: Desk) -> None:
    card = desk.mark(WORDS, "Claim")
    desk.is_saved()
    desk.page.evaluate("scrollTo({ top: 300, behavior: 'instant' })")
    seen = desk.page.evaluate("scrollY")
    assert seen > 100
    desk.reload()
    expect(desk.open_card().element).to_have_attribute("data-id", card.id)
    desk.comes_to(lambda: abs(desk.page.evaluate("scrollY") - seen) < 3, True)


def test_a_second_tab_shows_what_the_first_one_saved(rosa: Person, desk: Desk) -> None:
    other = rosa.second_tab(desk)
    card = desk.mark(WORDS, "Claim")
    card.writes("note", "Seen in both.")
    desk.is_saved()
    there = other.card(card.id)
    there.element.locator(".card__words").click()
    expect(there.field("note")).to_have_value("Seen in both.")
    there.writes("wording", "And back again.")
    other.is_saved()
    expect(card.field("wording")).to_have_value("And back again.")
    card.element.focus()
    desk.press("Backspace")
    desk.is_saved()
    expect(other.page.locator(".card")).to_have_count(0)
    expect(other.page.locator("#article mark")).to_have_count(0)
