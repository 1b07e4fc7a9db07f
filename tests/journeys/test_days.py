"""The days of a source and of a verdict, typed key by key."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.card import Card
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAVES = "**/annotations/*"
WORDS = "shared more than 48,000 times"
YEAR = "This day cannot be right: look at its year."
HALF = "This day is not whole: fill in its day, month and year, or clear it."


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    return arrive(ROSA).at("Skerry lighthouse")


@pytest.fixture
def card(desk: Desk) -> Card:
    """A claim with one source, whose details are unfolded."""
    card = desk.mark(WORDS, "Claim")
    card.writes("new-source", "https://a.example/one")
    expect(card.sources).to_have_count(1)
    desk.is_saved()
    card.sources.locator("a").focus()
    card.sources.get_by_role("button", name="Details").click()
    return card


def source_of(desk: Desk, card: Card) -> dict[str, object]:
    [source] = desk.kept(card)["claim"]["sources"]
    return dict(source)


@pytest.mark.parametrize("name", ["published_on", "archived_on"])
def test_an_answer_that_comes_while_a_day_is_half_typed_leaves_it_alone(
    desk: Desk, card: Card, name: str
) -> None:
    held: list[Route] = []
    desk.page.route(SAVES, lambda route: held.append(route))
    card.field("location").fill("Page 4")
    card.field(name).focus()
    desk.comes_to(lambda: len(held), 1)
    # Within the month: the digit that follows belongs to it.
    desk.page.keyboard.type("1")
    held[0].continue_()
    desk.page.unroute(SAVES)
    desk.is_saved()
    desk.page.keyboard.type("0212023")
    expect(card.field(name)).to_have_value("2023-10-21")
    desk.press("Escape")
    kept = source_of(desk, card)
    assert (kept[name], kept["location"]) == ("2023-10-21", "Page 4")


def test_a_year_that_cannot_be_right_is_told_at_its_day(desk: Desk, card: Card) -> None:
    day = card.field("published_on")
    day.focus()
    desk.page.keyboard.type("10210023")
    card.field("title").focus()
    expect(day).to_have_attribute("aria-invalid", "true")
    expect(day).to_have_accessible_description(YEAR)
    expect(desk.page.get_by_text(YEAR).last).to_be_visible()
    desk.says("A day is not kept")
    desk.pill.click()
    expect(day).to_be_focused()

    desk.page.keyboard.type("10212023")
    card.field("title").focus()
    expect(day).not_to_have_attribute("aria-invalid", "true")
    assert source_of(desk, card)["published_on"] == "2023-10-21"


def test_half_a_day_is_told_when_it_is_left(desk: Desk, card: Card) -> None:
    day = card.field("published_on")
    day.focus()
    desk.page.keyboard.type("1021")
    card.field("title").focus()
    expect(day).to_have_accessible_description(HALF)
    desk.says("A day is not kept")
    day.focus()
    desk.press("Backspace", "ArrowRight", "Backspace")
    card.field("title").focus()
    expect(day).to_have_accessible_description("")
    desk.is_saved()


def test_the_year_of_a_verdict_is_told_likewise(desk: Desk, card: Card) -> None:
    card.chooses("Refuted")
    card.element.focus()
    desk.press("Shift+V")
    day = card.field("effective_on")
    day.focus()
    desk.page.keyboard.type("10210023")
    card.field("rationale").focus()
    expect(day).to_have_accessible_description(YEAR)
    desk.says("A day is not kept")


def test_the_day_of_a_claim_is_kept_when_its_year_is_whole(desk: Desk, card: Card) -> None:
    sent: list[str] = []
    desk.page.on("request", lambda request: sent.append(request.post_data or ""))
    card.element.focus()
    desk.press("Shift+D")
    desk.page.keyboard.type("1021")
    for digit in "2023":
        desk.page.keyboard.type(digit)
        desk.is_saved()
    assert desk.kept(card)["claim"]["made_on"] == "2023-10-21"
    assert [save for save in sent if "-10-21" in save and "2023-10-21" not in save] == []


def test_the_year_of_a_claim_is_told_likewise(desk: Desk, card: Card) -> None:
    card.element.focus()
    desk.press("Shift+D")
    day = card.field("claim-made_on")
    desk.page.keyboard.type("10210023")
    card.field("claim-place").focus()
    expect(day).to_have_accessible_description(YEAR)
    desk.says("A day is not kept")
    card.element.locator("[data-particulars=claim] > summary").click()
    desk.pill.click()
    expect(day).to_be_focused()
    desk.page.keyboard.type("10212023")
    desk.is_saved()
    expect(day).not_to_have_attribute("aria-invalid", "true")
    assert desk.kept(card)["claim"]["made_on"] == "2023-10-21"
