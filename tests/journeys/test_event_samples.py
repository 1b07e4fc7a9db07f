"""A lead draws events of the timeline, goes through them by keys alone, and proves the draw."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import Complaints, accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_events_are_drawn_looked_at_by_keys_and_drawn_again(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("422")
    lead = arrive(LEAD)
    page, keys = lead.page, lead.page.keyboard
    lead.goes_to("/projects/demo/audit/samples")
    expect(page.get_by_text("No sample yet")).to_be_visible()
    page.get_by_role("link", name="To the timeline").click()

    # On a phone the fields are folded, and the first event is on the first screen.
    page.set_viewport_size({"width": 390, "height": 844})
    fold = page.locator("summary").filter(has_text="Filter the list")
    expect(page.get_by_label("What")).to_be_hidden()
    first = page.locator(".timeline__item").first.bounding_box()
    assert first is not None
    assert first["y"] < 700
    fold.press("Enter")
    assert accessibility_faults(page) == []
    page.get_by_label("What").select_option("verdict.")
    page.get_by_role("button", name="Filter").press("Enter")
    expect(page.locator("summary").filter(has_text="What: Verdicts")).to_be_visible()
    expect(page.get_by_label("What")).to_be_hidden()
    assert accessibility_faults(page) == []
    page.set_viewport_size({"width": 1280, "height": 844})
    expect(page.get_by_label("What")).to_have_value("verdict.")
    expect(page.get_by_label("What")).to_be_visible()
    expect(page.locator("summary").filter(has_text="What: Verdicts")).to_be_hidden()
    page.get_by_label("How many events").fill("3")
    page.get_by_role("button", name="Draw", exact=True).click()
    page.wait_for_selector("html[data-started]")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sample of")
    assert accessibility_faults(page) == []
    cards = page.locator("article.checked")
    expect(cards).to_have_count(3)
    expect(cards.first).to_be_focused()

    keys.press("a")
    keys.press("Control+Enter")
    expect(page.get_by_role("paragraph").filter(has_text="1 of 3 looked at")).to_be_visible()
    page.wait_for_selector("html[data-started]")
    expect(cards.nth(1)).to_be_focused()
    keys.press("j")
    expect(cards.nth(2)).to_be_focused()
    keys.press("k")
    keys.press("x")
    keys.press("Control+Enter")
    expect(cards.nth(1).get_by_text("Say what is to be looked into.")).to_be_visible()
    page.wait_for_selector("html[data-started]")
    expect(cards.nth(1).get_by_label("Note")).to_be_focused()
    assert accessibility_faults(page) == []
    keys.type("Which figure was meant?")
    keys.press("Control+Enter")
    expect(page.get_by_role("paragraph").filter(has_text="2 of 3 looked at")).to_be_visible()
    expect(cards.nth(1).locator("blockquote")).to_have_text("Which figure was meant?")
    page.wait_for_selector("html[data-started]")
    expect(cards.nth(2)).to_be_focused()
    cards.nth(1).get_by_role("link", name="History", exact=True).click()
    expect(page).to_have_url(re.compile("/history/verdict/"))
    page.go_back()

    page.get_by_role("button", name="Draw it again").click()
    expect(page.get_by_text("the same come out")).to_be_visible()
    page.get_by_role("link", name="All samples").click()
    row = page.get_by_role("row").filter(has_text=re.compile("2 of 3"))
    expect(row).to_contain_text("What: Verdicts")
    assert accessibility_faults(page) == []
