"""Two reviewers who take one article after the other from the queue, by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from annotator.articles.drafts import ArticleDraft
from tests.journeys.conftest import Arrive
from tests.journeys.pages import Person
from tests.journeys.site import LEAD, RAVI, ROSA, Site, brought_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LIST = "/projects/demo/articles"
ARTICLE = re.compile(r"/articles/[0-9a-f-]{36}$")


def take_next(person: Person) -> str:
    """Press the key on the list; the address of the article that comes."""
    person.goes_to(LIST)
    expect(person.page.get_by_role("button", name="Next article")).to_be_visible()
    is_started(person.page)
    person.page.keyboard.press("n")
    return at_article(person.page)


def is_started(page: Page) -> None:
    """Keys are heard from then on."""
    expect(page.locator("html[data-started]")).to_be_attached()


def at_article(page: Page) -> str:
    expect(page).to_have_url(ARTICLE)
    expect(page.locator("main[data-ready]")).to_be_visible()
    is_started(page)
    return page.url


def submit(person: Person) -> None:
    """Hand the article in, found among the commands."""
    page = person.page
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("Submit this article")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Submit this article")
    expect(dialog.get_by_role("checkbox", name="I read")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You submitted this article.")).to_be_visible()
    expect(page.locator("main[data-ready]")).to_be_visible()
    is_started(page)


def test_two_people_are_never_given_the_same_article(site: Site, arrive: Arrive) -> None:
    with site.app.app_context():
        for number in range(3):
            brought_in(ArticleDraft(f"A short notice, the {number}th.\n"))
    rosa, ravi = arrive(ROSA), arrive(RAVI)
    first, second = take_next(rosa), take_next(ravi)
    assert first != second
    submit(rosa)
    rosa.page.keyboard.press("Shift+n")
    expect(rosa.page).not_to_have_url(first)
    third = at_article(rosa.page)
    assert third not in (first, second)


def test_a_lead_hands_an_article_to_somebody_by_keyboard(arrive: Arrive) -> None:
    lea = arrive(LEAD)
    lea.goes_to(LIST)
    untouched = lea.page.get_by_role("row").filter(has_text="青波市立図書館")
    box = untouched.get_by_role("checkbox")
    box.focus()
    lea.page.keyboard.press("Space")
    expect(box).to_be_checked()
    lea.page.keyboard.press("Enter")
    expect(lea.page.get_by_role("heading", level=1)).to_have_text("Hand out")
    lea.page.get_by_role("checkbox", name="Ravi").focus()
    lea.page.keyboard.press("Space")
    lea.page.keyboard.press("Enter")
    expect(lea.page.get_by_text("1 assignment made.")).to_be_visible()
    is_started(lea.page)
    taken = lea.page.get_by_role("button", name="Take back from Ravi")
    taken.first.focus()
    lea.page.keyboard.press("Enter")
    expect(lea.page.get_by_text("Taken back from Ravi")).to_be_visible()
