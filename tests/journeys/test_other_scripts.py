"""Articles and interface each run their own way: Arabic, Japanese and English beside each other."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import Complaints
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.pages import Person
from tests.journeys.site import RAVI, ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_WAY = "(element) => getComputedStyle(element).direction"
FERRY, WATER, LIBRARY = "Ferry fares", "وزيرة المياه", "青波市立図書館"


def middle(element: Locator) -> float:
    """How far from the left of the window the element's middle lies."""
    box = element.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2


def in_arabic(arrive: Arrive) -> Person:
    """Rosa, after she chose Arabic on her account's page."""
    rosa = arrive(ROSA)
    rosa.goes_to("/account")
    choice = rosa.page.locator("form[action='/account/language']")
    choice.get_by_role("combobox").select_option("ar")
    choice.get_by_role("button").click()
    expect(rosa.page.locator("html")).to_have_attribute("dir", "rtl")
    return rosa


def desk_at(person: Person, title: str) -> Desk:
    """The article's desk, whatever language the pages are in."""
    person.goes_to("/projects/demo/articles")
    return person.opens_article(title)


def test_the_whole_desk_mirrors_and_the_english_article_does_not(arrive: Arrive) -> None:
    rosa = in_arabic(arrive)
    desk = desk_at(rosa, FERRY)
    page = rosa.page
    assert middle(page.locator("#cards")) < middle(page.locator("#article"))
    assert middle(page.locator("#map")) < middle(page.locator("#cards"))
    assert page.locator("#article [data-b]").nth(1).evaluate(_WAY) == "ltr"
    desk.press("j")
    card = page.locator(".card--open")
    expect(card).to_contain_text("اقتباس")
    assert card.locator(".card__words").evaluate(_WAY) == "ltr"
    expect(page.locator("#sync-pill")).to_have_text("محفوظ")
    desk.press("Escape", "Escape", "Shift+Slash")
    expect(page.locator("dialog[open]")).to_contain_text("لوحة المفاتيح")
    keys = page.locator("dialog[open] kbd").first
    assert keys.evaluate(_WAY) == "ltr"


def test_an_arrow_that_leads_back_points_the_other_way(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("404")
    rosa = in_arabic(arrive)
    rosa.goes_to("/no-such-page")
    expect(rosa.page.locator("main .button svg")).to_have_css("scale", "-1 1")


def test_words_are_marked_and_counted_in_the_arabic_interface(arrive: Arrive) -> None:
    rosa = in_arabic(arrive)
    desk = desk_at(rosa, FERRY)
    start, end = desk.extent("according to its annual report")
    desk.drag(start, end)
    rosa.page.locator("#label-bar [data-label=claim]").click()
    expect(rosa.page.locator(".card--open .card__words")).to_have_text(
        "according to its annual report"
    )
    expect(rosa.page.locator("#live")).to_contain_text("أُضيف: ادعاء")
    expect(rosa.page.locator("#sync-pill")).to_have_text("محفوظ")


def test_an_arabic_article_runs_its_own_way_in_the_english_interface(arrive: Arrive) -> None:
    ravi = arrive(RAVI)
    desk_at(ravi, WATER)
    page = ravi.page
    assert page.locator("#article [data-b]").nth(1).evaluate(_WAY) == "rtl"
    assert middle(page.locator("#cards")) > middle(page.locator("#article"))


def test_a_japanese_word_is_marked_whole(arrive: Arrive) -> None:
    ravi = arrive(RAVI)
    desk = desk_at(ravi, LIBRARY)
    desk.mark("記者会見", "Claim", inside=1)
    expect(ravi.page.locator(".card--open .card__words")).to_have_text("記者会見")
    article = ravi.page.locator("#article")
    expect(article).to_have_attribute("lang", "ja")
    assert article.evaluate("(text) => text.scrollWidth <= text.clientWidth")
