"""A lead's morning: what was made, what needs a decision, and from a figure to its rows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD
from tests.journeys.test_accessibility import look_over

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.usefixtures("read_by_three")
def test_a_lead_sees_the_day_follows_its_figures_and_begins_with_what_needs_them(
    arrive: Arrive,
) -> None:
    lea = arrive(LEAD)
    page, faults = lea.page, []
    lea.goes_to("/projects/demo/dashboard")
    picture = page.get_by_role("img", name="Marks of each day, by label")
    expect(picture).to_be_visible()
    expect(picture.locator("rect")).not_to_have_count(0)
    # What is made just before midnight stands on another day than what follows it.
    assert picture.locator("rect").count() in {3, 6}
    faults += look_over(lea, "the dashboard with its charts")

    page.locator(".chart__table summary").first.press("Enter")
    table = page.get_by_role("table", name="Throughput")
    figures = table.locator("tbody tr").first.locator("td").all_inner_texts()[:3]
    column = page.locator(".chart").first.locator(".chart__column").last
    told = re.findall(r"\d+", column.locator("title").text_content() or "")[-3:]
    assert told == [one.strip() for one in figures]

    column.click()
    expect(page).to_have_url(re.compile(r"/dashboard/made\?what=marks&since="))
    page.go_back()
    page.locator(".heat a").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Differences")
    page.go_back()
    page.get_by_role("link", name=re.compile("^Time for 1,000 words")).press("Enter")
    expect(page).to_have_url(re.compile(r"/dashboard/made\?what=submitted"))
    page.go_back()

    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    faults += look_over(lea, "the dashboard on a phone")
    need = page.get_by_role("region", name="Needs you").get_by_role("link").first
    need.press("Enter")
    expect(page).to_have_url(re.compile("/adjudicat"))
    assert faults == []
