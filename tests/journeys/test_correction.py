"""A lead corrects a text while a reviewer has it open: by keyboard, and nothing is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Complaints, accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD, ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LOST = "against the law unless the boat is licensed"
LATE = "Fishermen who spoke at the meeting"


def _corrects(page: Page, address: str) -> None:
    page.goto(f"{address}/correction")
    text = page.get_by_label("Text")
    words = text.input_value().replace(LOST, "not allowed unless the boat is registered here")
    text.fill(f"A line that the scraper had left out.\n{words}")
    page.get_by_label("Why it is corrected").fill("The paper corrected it on Friday.")
    page.get_by_role("button", name="See what it does").press("Enter")
    expect(page.get_by_role("heading", name="What it would do")).to_be_visible()
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Correct the text").press("Enter")
    expect(
        page.get_by_text("needs a person").or_(page.get_by_text("need a person"))
    ).to_be_visible()
    assert accessibility_faults(page) == []


def test_a_text_is_corrected_while_it_is_open_and_nothing_is_lost(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("412")
    complaints.expect("style")
    desk = arrive(ROSA).at("Ferry fares")
    desk.mark(LOST, "Claim")
    desk.is_saved()
    address = re.sub(r"[?#].*", "", desk.page.url)
    _corrects(arrive(LEAD).page, address)

    desk.mark(LATE, "Claim")
    told = desk.page.locator("#corrected-meanwhile")
    expect(told).to_contain_text("was corrected while it was open")
    told.get_by_role("link", name="Load the corrected text").press("Enter")
    expect(desk.page.locator("#article")).to_contain_text("A line that the scraper had left out.")
    desk.is_ready()
    desk.is_saved()
    expect(desk.page.locator("mark", has_text=LATE).first).to_be_visible()
    expect(desk.page.locator("mark", has_text="registered here")).to_have_count(0)

    desk.page.get_by_role("link", name="Settle them").press("Enter")
    page = desk.page
    expect(page.get_by_role("heading", name="To settle")).to_be_visible()
    page.get_by_text("Mark other words").first.press("Enter")
    words = page.get_by_label("Words in the corrected text").first
    words.fill("not allowed unless the boat is registered here")
    page.get_by_role("button", name="Mark these words").first.press("Enter")
    expect(page.get_by_text("other words were marked")).to_be_visible()
    page.get_by_role("link", name="Read the earlier text").press("Enter")
    expect(page.get_by_text("with the marks as they were")).to_be_visible()
    expect(page.locator("mark", has_text=LOST).first).to_be_visible()
    assert accessibility_faults(page) == []


def test_steps_made_on_the_earlier_text_are_forgotten_and_that_is_said(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("style")
    desk = arrive(ROSA).at("Ferry fares")
    desk.mark(LOST, "Claim")
    desk.mark(LATE, "Claim").writes("note", "Typed before.")
    desk.is_saved()
    address = re.sub(r"[?#].*", "", desk.page.url)
    told = desk.page.get_by_text("can no longer be undone step by step")
    expect(told).to_be_hidden()
    _corrects(arrive(LEAD).page, address)

    desk.reload()
    expect(told).to_be_visible()
    before = desk.marks()
    assert "Typed before." in [mark["note"] for mark in before]
    desk.press("z", "Shift+Z")
    expect(desk.page.locator("#toast")).to_contain_text("Nothing to redo")
    assert desk.marks() == before
    assert accessibility_faults(desk.page) == []
    desk.mark("A line that the scraper", "Quote")
    desk.press("z")
    desk.is_saved()
    assert desk.marks() == before
    desk.reload()
    expect(told).to_be_hidden()
