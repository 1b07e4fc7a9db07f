"""Somebody hands an article in at once; the lead sees it, and notes that they talked about it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from annotator.articles.drafts import ArticleDraft
from tests.browser import accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD, ROSA, Site, brought_in
from tests.journeys.test_next_article import submit, take_next

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "The harbour report"
NOTE = "She had read it on paper the evening before."


def is_open(page: Page, heading: str) -> None:
    """The page with this heading stands, and hears keys."""
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    expect(page.locator("html[data-started]")).to_be_attached()


def goes_by_tab(page: Page, name: str) -> None:
    """Press Tab until the link with this name is reached, and follow it."""
    link = page.get_by_role("link", name=name, exact=True).first
    for _ in range(60):
        if link.evaluate("(one) => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")


def test_a_lead_sets_the_limit_and_talks_about_work_that_was_very_quick(
    site: Site, arrive: Arrive
) -> None:
    with site.app.app_context():
        # Nobody reads so much within any wait of a test.
        brought_in(ArticleDraft(f"{TITLE}\n{'Ships came and went again. ' * 8000}", title=TITLE))
    lead, rosa = arrive(LEAD), arrive(ROSA)
    page, keys = lead.page, lead.page.keyboard

    lead.goes_to("/projects/demo/settings")
    is_open(page, "Settings")
    page.get_by_label("Words a minute that nobody reads attentively").focus()
    keys.press("Control+a")
    keys.type("300")
    keys.press("Enter")
    expect(page.get_by_text("The settings are saved.")).to_be_visible()

    while True:
        take_next(rosa)
        is_long = rosa.page.get_by_role("heading", level=1, name=TITLE).is_visible()
        submit(rosa)
        if is_long:
            break

    lead.goes_to("/projects/demo/spot-checks")
    is_open(page, "Spot checks")
    goes_by_tab(page, "Pace")
    is_open(page, "Pace")
    assert accessibility_faults(page) == []
    signal = page.get_by_role("listitem").filter(has_text=TITLE)
    expect(signal).to_contain_text("s after it was begun; the article has 40,003 words.")
    signal.get_by_role("link", name=TITLE).focus()
    keys.press("Enter")
    expect(page.locator("main[data-ready]")).to_be_visible()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()

    lead.goes_to("/projects/demo/pace")
    is_open(page, "Pace")
    signal.get_by_role("link", name="Note a talk").focus()
    keys.press("Enter")
    is_open(page, "Rosa")
    assert accessibility_faults(page) == []
    page.get_by_label("What came of it").focus()
    keys.type(NOTE)
    keys.press("Tab")
    expect(page.get_by_role("button", name="Note it")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_text("The talk is noted.")).to_be_visible()
    expect(signal).to_have_count(0)

    rosa.goes_to("/projects/demo/articles")
    rosa.page.get_by_role("link", name="Your pace").click()
    is_open(rosa.page, "Your pace")
    goes_by_tab(rosa.page, "Talked about")
    expect(rosa.page.get_by_text(NOTE)).to_be_visible()
    expect(rosa.page.get_by_text("the article has 40,003 words.")).to_be_visible()
    assert accessibility_faults(rosa.page) == []
