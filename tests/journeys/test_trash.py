"""A lead moves an article to the trash and takes it back, and whoever works on it is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import Complaints
from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD, ROSA, Site
from tests.journeys.test_accessibility import look_over

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Skerry lighthouse"
WORDS = "shared more than 48,000 times"


def test_an_article_goes_to_the_trash_and_comes_back_with_its_marks(
    arrive: Arrive, site: Site, complaints: Complaints
) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    complaints.expect("404")
    rosa, lea = arrive(ROSA), arrive(LEAD)
    desk = rosa.at(TITLE)
    desk.mark(WORDS, "Claim")
    desk.is_saved()

    article, page = site.path_of(TITLE), lea.page
    lea.goes_to(f"{article}/trash")
    page.get_by_label("Why").focus()
    page.keyboard.type("It came in twice.")
    page.get_by_role("button", name="Move to the trash").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Trash")
    expect(page.get_by_role("table")).to_contain_text("It came in twice.")
    rosa.goes_to(article)
    expect(rosa.page.locator("mark")).to_have_count(0)
    lea.goes_to("/projects/demo/export")
    expect(page.get_by_text("1 article is in the trash, and in no file.")).to_be_visible()

    lea.goes_to(article)
    expect(page.get_by_text("This article is in the trash.")).to_be_visible()
    faults = look_over(lea, "an article in the trash")
    words = page.get_by_text("Nobody finds it").bounding_box()
    button = page.get_by_role("button", name="Restore").bounding_box()
    assert words is not None
    assert button is not None
    assert button["y"] - words["y"] - words["height"] >= 12
    page.get_by_role("button", name="Restore").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("The article is back")).to_be_visible()
    rosa.goes_to(article)
    expect(rosa.page.locator("mark").filter(has_text=WORDS).first).to_be_visible()
    assert faults == []
