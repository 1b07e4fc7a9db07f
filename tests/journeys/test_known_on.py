"""Somebody reads what was known on an earlier day, by keyboard alone, and comes back to now."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import expect

from annotator.clock import now
from annotator.config import Config
from annotator.db import db
from tests.browser import Complaints, accessibility_faults
from tests.conftest import Visit
from tests.journeys.conftest import Arrive
from tests.journeys.site import ROSA, Site
from tests.looking_back import ADDRESS, OTHER_ADDRESS, three_days
from tests.served import Serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LEA = "lea@example.org"


@pytest.fixture
def began() -> datetime:
    """Noon some days ago."""
    return now().replace(hour=12, minute=0) - timedelta(days=5)


@pytest.fixture
def site(app: Flask, config: Config, visit: Visit, began: datetime, serve: Serve) -> Site:
    """A site on which people worked for three days, which are over."""
    with time_machine.travel(began, tick=False) as clock:
        three_days(clock, visit)
    db.session.remove()
    return Site(serve(), config, app)


def test_a_reviewer_reads_an_earlier_day_and_comes_back(
    arrive: Arrive, complaints: Complaints, began: datetime
) -> None:
    complaints.expect("style")
    page = arrive(ROSA).at("The dam").page
    page.get_by_role("link", name="earlier days").press("Enter")
    expect(page.get_by_text("As known today, until now.")).to_be_visible()
    page.get_by_role("textbox", name="Day").fill(began.date().isoformat())
    page.get_by_role("button", name="Show this day").press("Enter")
    expect(page.get_by_text("As known at the end of")).to_be_visible()
    expect(page.get_by_role("button", name="Submit")).to_have_count(0)
    expect(page.locator("#article")).to_contain_text("The dam holds 40 million litres")
    page.keyboard.press("j")
    card = page.locator("#cards")
    expect(card).to_contain_text("Refuted")
    expect(card.locator(f"a[href='{ADDRESS}']")).to_be_visible()
    expect(card.locator(f"a[href='{OTHER_ADDRESS}']")).to_have_count(0)
    assert accessibility_faults(page) == []
    page.get_by_role("link", name="Back to now").press("Enter")
    expect(page.locator("#article")).to_contain_text("The dam holds four million litres")
    expect(page.get_by_text("As known at the end of")).to_have_count(0)


def test_a_lead_goes_from_the_list_of_a_day_to_an_article_of_that_day(
    arrive: Arrive, complaints: Complaints, began: datetime
) -> None:
    complaints.expect("style")
    lea = arrive(LEA)
    lea.goes_to("/projects/demo-desk/articles")
    page = lea.page
    page.get_by_role("link", name="Earlier days").press("Enter")
    page.get_by_role("textbox", name="Day").fill((began + timedelta(days=1)).date().isoformat())
    page.get_by_role("button", name="Show this day").press("Enter")
    row = page.get_by_role("row").filter(has_text="The dam")
    expect(row).to_contain_text("Supported")
    assert accessibility_faults(page) == []
    row.get_by_role("link", name="The dam").press("Enter")
    expect(page).to_have_url(re.compile(r"known_on="))
    expect(page.get_by_text("The marks are those of Rosa Ramirez.")).to_be_visible()
    expect(page.locator("#article")).to_contain_text("The dam holds 40 million litres")
