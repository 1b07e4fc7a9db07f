"""Finding words in the article: counted, stepped through, and marked where they are found."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.pages import until
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FERRY = "Ferry fares"
HOSPITAL = "Is the Lindmark hospital"


def test_words_are_found_counted_stepped_through_and_marked(arrive: Arrive) -> None:
    desk = arrive(ROSA).at(FERRY)
    page = desk.page
    bar, count = page.get_by_role("search"), page.locator(".find-bar__count")
    desk.press("/")
    box = bar.get_by_role("searchbox")
    expect(box).to_be_focused()
    box.fill('"NOBODY HERE')
    expect(count).to_have_text("1 of 1")
    box.fill("the board")
    total = desk.text.lower().count("the board")
    expect(count).to_have_text(f"1 of {total}")
    desk.press("Enter")
    expect(count).to_have_text(f"2 of {total}")
    desk.press("Shift+Enter", "Shift+F3")
    expect(count).to_have_text(f"{total} of {total}")
    desk.comes_to(lambda: page.evaluate("CSS.highlights.get('found').size"), 1)
    box.fill("summer timetable")
    expect(count).to_have_text("1 of 1")
    desk.press("Escape")
    expect(bar).to_be_hidden()
    expect(desk.label_bar).to_be_visible()
    desk.press("3")
    card = desk.open_card()
    assert desk.kept(card)["fragments"][0]["exact"] == "summer timetable"
    assert desk.kept(card)["label"] == "context"


def test_a_hit_is_marked_without_leaving_the_find(arrive: Arrive) -> None:
    desk = arrive(ROSA).at(HOSPITAL)
    desk.press("/")
    box = desk.page.get_by_role("searchbox")
    box.fill("bed sheet")
    expect(desk.page.locator(".find-bar__count")).to_have_text("1 of 3")
    desk.press("Alt+3", "Enter", "Alt+3")
    expect(box).to_be_focused()
    desk.is_saved()
    assert [mark["fragments"][0]["exact"] for mark in desk.marks()] == ["bed sheet"] * 2


def test_nothing_found_is_said_and_escape_goes_back(arrive: Arrive) -> None:
    desk = arrive(ROSA).at(HOSPITAL)
    page = desk.page
    page.evaluate("scrollTo({ top: 850, behavior: 'instant' })")
    until(page, "scrollY === 850")
    desk.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("zeppelin")
    expect(page.locator(".find-bar__count")).to_have_text("Not found")
    desk.press("Escape")
    expect(page.get_by_role("search")).to_be_hidden()
    desk.comes_to(lambda: page.evaluate("scrollY"), 850)
