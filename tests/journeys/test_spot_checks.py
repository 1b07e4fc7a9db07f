"""A lead checks some of the work: drawn, accepted, returned, mended and accepted after all."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import LEAD, ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIGURE = "It was taken in 2017 at another lighthouse"
ARTICLE = "Skerry lighthouse"
REASON = "Say whose photograph it was."


def _draw(page: Page, desk: Desk) -> None:
    """A sample of one, by the form."""
    page.goto(desk.address.split("/articles/")[0] + "/spot-checks")
    page.wait_for_selector("html[data-started]")
    assert accessibility_faults(page) == []
    page.get_by_label("Or so many").fill("500")
    page.get_by_role("button", name="Draw").click()
    expect(page.get_by_role("heading", level=1, name="Sample 1")).to_be_visible()
    page.wait_for_selector("html[data-started]")
    assert accessibility_faults(page) == []
    _open(page)


def _open(page: Page) -> None:
    """The item of Rosa's work on the article."""
    row = page.get_by_role("row").filter(has_text=ARTICLE).filter(has_text="Rosa")
    row.get_by_role("link").click()
    expect(page.locator(".checked").first).to_be_focused()
    assert page.evaluate("scrollY") == 0, "the article's title and the reviewer are out of sight"


def test_one_mark_is_accepted_another_returned_by_keys_alone_mended_and_accepted(
    arrive: Arrive,
) -> None:
    desk = arrive(ROSA).at(ARTICLE)
    figure = desk.mark(FIGURE, "context")
    desk.is_saved()
    desk.mark("lighthouse", "quote")
    desk.is_saved()
    desk.submit()
    expect(desk.page.locator(".notice--success")).to_contain_text("You submitted this article")
    page = arrive(LEAD).page
    _draw(page, desk)

    cards = page.locator("article.checked")
    assert accessibility_faults(page) == []
    keys = page.keyboard
    for _ in range(cards.count() - 1):
        keys.press("a")
        keys.press("j")
    keys.press("x")
    expect(cards.last.get_by_role("textbox", name="Reason")).to_be_focused()
    keys.type(REASON)
    expect(cards.last.locator("mark")).to_contain_text(FIGURE)
    keys.press("Control+Enter")
    expect(
        page.get_by_text("Returned; the reviewer is told, and sees your reason.")
    ).to_be_visible()

    desk.page.reload()
    desk.is_ready()
    expect(desk.page.get_by_text("Returned to you")).to_be_visible()
    expect(desk.page.locator(".notice blockquote")).to_contain_text(REASON)
    figure.element.click()
    told = desk.page.locator(".card--open .decided")
    expect(told).to_contain_text(re.compile(f"Returned by .+: {REASON}"))
    figure.writes("note", "The harbour office’s.")
    desk.is_saved()
    desk.submit()
    expect(desk.page.locator(".notice--success")).to_contain_text("You submitted this article")
    desk.page.goto(desk.address.split("/articles/")[0] + "/checked-work")
    expect(desk.page.get_by_text(REASON)).to_be_visible()
    expect(desk.page.get_by_text("Changed since")).to_be_visible()
    assert accessibility_faults(desk.page) == []

    page.goto(desk.address.split("/articles/")[0] + "/spot-checks/1")
    page.get_by_role("link", name=re.compile("^Now: Handed in again")).click()
    _open(page)
    changed = cards.last
    expect(changed.get_by_text("Changed since", exact=True)).to_be_visible()
    changed.get_by_text("What changed since").click()
    expect(changed.locator(".timeline")).to_contain_text("The harbour office’s.")
    keys.press("w")
    expect(page.locator("[data-whole]")).to_be_focused()
    keys.press("a")
    keys.press("Control+Enter")
    expect(page.get_by_text("Accepted.", exact=True)).to_be_visible()
    page.goto(desk.address.split("/articles/")[0] + "/spot-checks/1")
    expect(page.get_by_text(re.compile("Accepted as handed in: 0 of 1"))).to_be_visible()
    expect(page.get_by_role("link", name="Now: Accepted")).to_be_visible()
