"""A lead makes a training article; a reviewer learns with it, by keyboard, and goes on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from annotator.articles.drafts import ArticleDraft
from tests.browser import Complaints
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.pages import Person
from tests.journeys.site import LEAD, ROSA, Site, brought_in
from tests.journeys.test_accessibility import look_over
from tests.journeys.test_next_article import LIST, at_article, is_started, take_next

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = "The ferry left on time.\nNobody was told why the other one did not.\n"
TRAINING = "/projects/demo/training"


def marks_by_keyboard(page: Page, words: str, key: str) -> None:
    """Mark words that are found by their text, without the mouse."""
    desk = Desk(page)
    desk.select(*desk.extent(words))
    page.keyboard.press(key)
    desk.is_saved()


def test_a_lead_makes_a_training_article_and_a_reviewer_passes(
    site: Site, arrive: Arrive, complaints: Complaints
) -> None:
    with site.app.app_context():
        path = brought_in(ArticleDraft(TEXT, title="Ferries"))
    lea, rosa = arrive(LEAD), arrive(ROSA)
    makes_training(lea, path)
    assert take_next(rosa).endswith(path)
    page = rosa.page
    expect(page.get_by_text("This is a training article")).to_be_visible()
    marks_by_keyboard(page, "Nobody was told why the other one did not.", "3")
    submits(page, "You submitted this training article.")
    score = page.get_by_role("link", name="See your score")
    score.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ferries")
    expect(page.get_by_text("100%").first).to_be_visible()
    expect(page.get_by_text("It is context, since it tells why.")).to_be_visible()
    expect(page.get_by_text("You have passed the training.").first).to_be_visible()
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    assert look_over(rosa, "the score of a training attempt") == []
    rosa.goes_to(LIST)
    is_started(page)
    page.keyboard.press("n")
    assert not at_article(page).endswith(path)
    expect(page.get_by_text("This is a training article")).to_have_count(0)
    lea.goes_to(TRAINING)
    row = lea.page.get_by_role("row").filter(has_text="Rosa")
    expect(row).to_contain_text("Passed")
    expect(row).to_contain_text("100%")


def makes_training(lea: Person, path: str) -> None:
    """The lead marks the article, freezes the marks, explains one, and asks for the training."""
    page = lea.page
    lea.goes_to(path)
    page.get_by_role("button", name="Review it yourself").click()
    expect(page.locator("main[data-editable]")).to_be_visible()
    marks_by_keyboard(page, "Nobody was told why the other one did not.", "3")
    submits(page, "You submitted this article.")
    lea.goes_to(f"{TRAINING}/possible-articles")
    page.get_by_role("link", name="Ferries").click()
    page.get_by_role("button", name="Freeze the answers").click()
    expect(page.get_by_role("heading", name="Known answers, version 1")).to_be_visible()
    page.get_by_label(re.compile("^Explanation")).fill("It is context, since it tells why.")
    page.get_by_role("button", name=re.compile("^Save the explanation")).click()
    expect(page.get_by_text("The explanation is saved.")).to_be_visible()
    lea.goes_to("/projects/demo/settings")
    page.get_by_label("Training articles before others").fill("1")
    page.get_by_role("button", name="Save the settings").click()
    expect(page.get_by_text("The settings are saved.")).to_be_visible()


def submits(page: Page, told: str) -> None:
    """Hand it in by keyboard; what the page says then."""
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Find a command")).to_be_focused()
    page.keyboard.type("Submit this article")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Submit this article")
    expect(dialog.get_by_role("checkbox", name="I read")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text(told)).to_be_visible()
    expect(page.locator("main[data-ready]")).to_be_visible()
    is_started(page)
