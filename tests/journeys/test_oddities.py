"""What looks wrong in a text is told above it, and each place is one press away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_reviewer_is_led_to_what_looks_odd_by_keyboard_and_nothing_is_changed(
    arrive: Arrive,
) -> None:
    desk = arrive(ROSA).at("Ferry fares")
    text = desk.text
    note = desk.page.locator("#oddities-note")
    expect(note).to_contain_text("7 things in this text look odd; they were left as they came")
    note.locator("summary").press("Enter")
    lines = note.get_by_role("button")
    expect(lines).to_have_count(7)
    expect(lines.nth(4)).to_contain_text("Stands in paragraph 2 already · paragraph 7")
    lines.nth(1).press("Enter")
    start, end = desk.extent("MarchThe")
    desk.page.wait_for_function("() => String(getSelection()) === 'MarchThe'")
    assert desk.text == text
    assert text[start:end] == "MarchThe"
    expect(desk.page.locator("#article")).to_be_focused()


def test_an_article_without_oddities_says_nothing(arrive: Arrive) -> None:
    desk = arrive(ROSA).at("Skerry lighthouse")
    expect(desk.page.locator("#oddities-note")).to_have_count(0)
