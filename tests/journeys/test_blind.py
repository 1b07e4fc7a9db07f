"""Three people in a blind project: each sees what the others did when it is time, and no sooner."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from annotator.articles.drafts import ArticleDraft
from tests.browser import Complaints
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.pages import Person
from tests.journeys.site import LEAD, RAVI, ROSA, brought_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = "The dam holds 40 million litres, the mayor said.\nIt was built in two years.\n"
FIRST = "The dam holds 40 million litres"
SECOND = "It was built in two years"
WORDS = "Nobody but Rosa wrote this down."


def reviews_blind(lead: Person) -> None:
    """Switch it on, by keyboard, and see it on."""
    page = lead.page
    lead.goes_to("/projects/demo/settings")
    tick = page.get_by_label("Review blind")
    expect(tick).not_to_be_checked()
    tick.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The settings are saved.")).to_be_visible()
    expect(page.get_by_label("Review blind")).to_be_checked()


def at(person: Person, path: str) -> Desk:
    """The article, open to be marked."""
    person.goes_to(path)
    return Desk(person.page)


def says_nothing_of_it(page: Page) -> None:
    """The page that is open tells of nothing that Rosa did."""
    expect(page.get_by_role("heading", level=1)).to_be_attached()
    assert WORDS not in page.content()


def test_each_sees_the_others_work_when_it_is_time(arrive: Arrive, complaints: Complaints) -> None:
    complaints.expect("Failed to load resource")
    lea, rosa, ravi = arrive(LEAD), arrive(ROSA), arrive(RAVI)
    reviews_blind(lea)
    path = brought_in(ArticleDraft(TEXT, title="The dam"))
    hers = at(rosa, path)
    card = hers.mark(SECOND, "Claim")
    card.writes("note", WORDS)
    hers.is_saved()
    hers.submit()
    expect(rosa.page.locator(".notice--success")).to_contain_text("You submitted this article")

    for who in (ravi, lea):
        for place in (path, "/projects/demo/claims"):
            who.goes_to(place)
            says_nothing_of_it(who.page)
    his = at(ravi, path)
    his.mark(FIRST, "Claim")
    his.is_saved()
    his.submit()
    expect(ravi.page.locator(".notice--success")).to_contain_text("You submitted this article")
    says_nothing_of_it(ravi.page)

    lea.goes_to(path)
    page = lea.page
    expect(page.get_by_text("This project is reviewed blind.")).to_be_visible()
    page.get_by_role("button", name="Only supervise it").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("You supervise this article")).to_be_visible()
    layers = page.get_by_role("navigation", name="Whose marks")
    layers.get_by_role("link", name="Rosa").click()
    expect(page.get_by_text("You are reading the marks of Rosa")).to_be_visible()
    expect(page.locator("#cards .card")).to_have_count(1)
    assert WORDS in page.content()
    expect(page.get_by_role("button", name="Review it yourself")).to_have_count(0)
    lea.goes_to("/projects/demo/claims")
    expect(page.get_by_role("link", name=FIRST)).to_be_visible()
    expect(page.get_by_role("button", name="Only supervise this project")).to_be_visible()
