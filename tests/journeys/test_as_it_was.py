"""A lead goes step by step through what happened to an article, by keys alone."""

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
from tests.journeys.site import ROSA, Site
from tests.looking_back import three_days
from tests.served import Serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def site(app: Flask, config: Config, visit: Visit, serve: Serve) -> Site:
    """A site on which people worked for three days, which are over."""
    began = now().replace(hour=12, minute=0) - timedelta(days=5)
    with time_machine.travel(began, tick=False) as clock:
        three_days(clock, visit)
    db.session.remove()
    return Site(serve(), config, app)


def test_somebody_steps_back_and_forth_through_what_happened(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("style")
    page = arrive(ROSA).at("The dam").page
    page.get_by_role("link", name="earlier days").press("Enter")
    steps = page.get_by_role("region", name="Step by step")
    expect(steps).to_contain_text("Step")
    ready = page.locator("main[data-ready]")
    expect(ready).to_have_count(1)

    page.keyboard.press("Shift+BracketLeft")
    expect(steps).to_contain_text("Step 1 of")
    expect(ready).to_have_count(1)
    expect(page.locator("#article mark")).to_have_count(0)
    while page.locator("#article mark").count() == 0:
        _forward(page)
    expect(page).to_have_url(re.compile("as_of=[0-9]+#mark="))
    expect(steps).to_contain_text("Rosa Ramirez")
    expect(page.locator(".card--open")).to_contain_text("Refuted")
    assert accessibility_faults(page) == []

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Previous step, next step", ignore_case=True)
    page.keyboard.press("Escape")
    for key in ("1", "v", "Delete", "w", "u", "z"):
        page.keyboard.press(key)
    expect(page.locator("#article mark")).not_to_have_count(0)
    expect(page.locator("#sync-pill")).to_have_count(0)

    page.keyboard.press("Shift+BracketRight")
    expect(page.locator("#article")).to_contain_text("The dam holds four million litres")
    page.keyboard.press("BracketLeft")
    expect(steps).to_contain_text(re.compile("Step [0-9]+ of"))
    page.get_by_role("link", name="Back to now").press("Enter")
    expect(steps).to_have_count(0)


def _forward(page: Page) -> None:
    before = page.url
    expect(page.locator("main[data-ready]")).to_have_count(1)
    page.keyboard.press("BracketRight")
    expect(page).not_to_have_url(before)
    expect(page.locator("main[data-ready]")).to_have_count(1)
