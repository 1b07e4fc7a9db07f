"""From a complaint to what changed: a verdict's history, and the article before and after it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Page, expect

from annotator.clock import now
from annotator.config import Config
from annotator.db import db
from tests.browser import Complaints, accessibility_faults
from tests.conftest import Visit
from tests.journeys.conftest import Arrive
from tests.journeys.site import Site
from tests.looking_back import CORRECTED, three_days
from tests.served import Serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEA = "lea@example.org"


@pytest.fixture
def site(app: Flask, config: Config, visit: Visit, serve: Serve) -> Site:
    """A site on which a verdict was changed, and the text corrected on the day after."""
    began = now().replace(hour=12, minute=0) - timedelta(days=5)
    with time_machine.travel(began, tick=False) as clock:
        three_days(clock, visit)
    db.session.remove()
    return Site(serve(), config, app)


def presses(page: Page, name: str | re.Pattern[str], within: str = "main") -> None:
    """Go to the first link of this name by keyboard, and follow it."""
    link = page.locator(within).get_by_role("link", name=name).first
    link.focus()
    page.keyboard.press("Enter")


def change(page: Page, number: int) -> str:
    """The words of one change on the page of two moments."""
    return page.locator(f"#change-{number}").inner_text()


def test_a_lead_goes_from_a_verdicts_history_to_the_article_before_and_after_it(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("style")
    lead = arrive(LEA)
    page = lead.page
    lead.goes_to("/projects/demo-desk/claims")
    presses(page, "History")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    supported = page.locator(".timeline__item").filter(has_text="gave a verdict").first
    supported.get_by_role("link", name=re.compile("^before and after: ")).focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("What came, went and changed in the marks of Rosa")).to_be_visible()
    expect(page.locator(".tile").filter(has_text="Marks changed")).to_contain_text("1")
    told = change(page, 1)
    assert "Refuted" in told
    assert "Supported" in told
    assert "Rosa Ramirez" in told
    assert accessibility_faults(page) == []

    presses(page, re.compile("^History ?: Verdict"))
    expect(page.get_by_role("heading", name="Supported")).to_be_visible()
    page.go_back()
    expect(page.locator("#change-1")).to_be_visible()


def test_the_form_compares_any_two_moments_and_says_what_is_none(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("style|422")
    page = arrive(LEA).at("The dam").page
    presses(page, "earlier days", "body")
    expect(page.get_by_role("region", name="Step by step")).to_be_visible()
    presses(page, "Compare with the step before", "body")
    page.get_by_label("From", exact=True).fill("yesterday")
    page.keyboard.press("Enter")
    expect(page.get_by_text("yesterday")).to_be_visible()
    page.go_back()

    page.get_by_label("From", exact=True).fill(f"{now() - timedelta(days=4):%Y-%m-%d}")
    page.get_by_label("To", exact=True).fill(f"{now():%Y-%m-%d}")
    page.keyboard.press("Enter")
    expect(page.locator(".tile").filter(has_text="Marks changed")).to_contain_text("1")
    corrected = page.get_by_role("region", name="Corrected paragraphs")
    expect(corrected.locator("del")).to_have_text("40")
    expect(corrected.locator("ins")).to_have_text("four")
    assert "four million" in CORRECTED
    assert accessibility_faults(page) == []

    page.locator(".moments__text").get_by_role("link", name="1", exact=True).first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#change-1$"))
    presses(page, "Back to now")
    expect(page.locator("main[data-ready]")).to_have_count(1)
