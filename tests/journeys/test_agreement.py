"""A lead reads how far reviewers agree, and follows a figure to the marks behind it."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD, Site
from tests.journeys.test_accessibility import look_over

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.usefixtures("read_by_three")
def test_a_lead_follows_a_figure_to_the_marks_behind_it_by_keyboard(
    arrive: Arrive, site: Site
) -> None:
    lea = arrive(LEAD)
    page = lea.page
    lea.goes_to("/projects/demo/articles")
    page.get_by_role("navigation", name="Project").get_by_role("link", name="Quality").press(
        "Enter"
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("Agreement")
    expect(page.get_by_role("table", name="By pair").locator("tbody tr")).to_have_count(3)
    assert look_over(lea, "agreement") == []

    told = site.run("agreement", "demo", "--json")
    figure = json.loads(told.stdout)["figures"][1]
    row = page.get_by_role("row", name=re.compile(r"^Same place \(F1\)"))
    expect(row.locator(".figure__value")).to_have_text(f"{figure['value']:.2f}")

    pair = page.get_by_role("table", name="By pair")
    pair.get_by_role("link", name=re.compile(r"^Same borders")).first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Differences")
    expect(page.locator(".versus").first.locator(".versus__side")).to_have_count(2)
    assert look_over(lea, "differences") == []

    link = page.locator(".versus__side a").first
    words = link.inner_text()
    link.press("Enter")
    expect(page).to_have_url(re.compile(r"#mark="))
    expect(page.locator("main")).to_contain_text(words[:20])


@pytest.mark.usefixtures("read_by_three")
def test_the_pages_fit_a_phone_and_read_from_right_to_left(arrive: Arrive) -> None:
    lea = arrive(LEAD, viewport={"width": 390, "height": 844}, locale="ar")
    for path in ("/projects/demo/agreement", "/projects/demo/agreement/differences"):
        lea.goes_to(path)
        expect(lea.page.locator("h1")).to_be_visible()
        assert lea.page.evaluate(
            "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
