"""The whole work without a pointer: a single pointer event fails the test."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.desk import Desk
from tests.journeys.keyboard import Keyboard
from tests.journeys.site import PASSWORD, ROSA, Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def _way_in(page: Page, site: Site) -> Keyboard:
    keys = Keyboard(page)
    page.goto(f"{site.address}/sign-in")
    keys.is_on(page.get_by_label("E-mail"))
    keys.types(ROSA)
    keys.press("Tab")
    keys.types(PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Projects")
    keys.press("Tab")
    keys.is_on(page.get_by_role("link", name="Skip to the page"))
    keys.press("Enter")
    keys.tabs_to(page.get_by_role("link", name="Demonstration desk"))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Articles")
    return keys


def test_from_the_sign_in_to_the_submission(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page(
        viewport={"width": 1440, "height": 900},
        permissions=["clipboard-read", "clipboard-write"],
    )
    keys = _way_in(page, site)
    keys.tabs_to(page.get_by_role("link", name="Skerry lighthouse"))
    with page.expect_navigation():
        keys.press("Enter")
    desk = Desk(page)
    article, cards = page.locator("#article"), page.locator("#cards")

    # Skip links lead past the bar, to the article and to the marks.
    keys.press("Tab", "Tab")
    keys.is_on(page.get_by_role("link", name="Skip to the marks"))
    keys.press("Shift+Tab", "Enter")
    keys.is_on(article)

    # A text cursor, in the heading: "Skerry lighthouse is not being sold" is the third word on.
    keys.press("m")
    expect(article).to_have_attribute("contenteditable", "true")
    keys.press("ArrowDown", "ArrowDown", "Home")
    keys.times(2, "Control+ArrowRight")
    keys.times(4, "Control+Shift+ArrowRight")
    expect(desk.label_bar).to_be_visible()
    selected = page.evaluate("() => getSelection().toString().trim()")
    keys.press("1")
    claim = desk.open_card()
    expect(claim.words).to_have_text(selected)
    keys.press("m")
    expect(article).not_to_have_attribute("contenteditable", "true")

    # Typing has changed nothing in the article.
    desk.is_saved()
    desk.shows_what_is_kept()

    # Marked by its text, at the second of the places where the words stand.
    for place, (words, digit) in enumerate(
        (("Skerry Point", "2"), ("a family 👩🏽‍🤝‍👨🏿 to keep", "3"))
    ):
        keys.press("t")
        keys.is_on(page.locator("#words-input"))
        keys.types(words)
        keys.press("Enter")
        keys.is_on(page.locator("#words-matches"))
        keys.press(*["ArrowDown"] * (1 - place), digit)
        expect(desk.dialog).to_have_count(0)
    desk.is_saved()
    second = desk.extent("Skerry Point", 2)
    extents = {
        (mark["label"], mark["fragments"][0]["start"], mark["fragments"][0]["end"])
        for mark in desk.marks()
    }
    assert ("quote", *second) in extents
    assert ("context", *desk.extent("a family 👩🏽‍🤝‍👨🏿 to keep")) in extents

    # From mark to mark, and a kind changed on the card.
    keys.press("Escape", "Escape")
    keys.is_on(article)
    keys.press("j")
    keys.is_on(claim.element)
    keys.press("j", "k", "ArrowDown", "ArrowUp")
    keys.is_on(claim.element)
    keys.press("2")
    expect(claim.element).to_have_class(re.compile("kind--quote"))
    keys.press("1")
    expect(claim.element).to_have_class(re.compile("kind--claim"))

    # Borders by word and by character.
    before = _extent_of(desk, claim.id)
    keys.press("Shift+BracketRight")
    assert _extent_of(desk, claim.id)[1] > before[1]
    keys.press("Shift+BracketLeft", "BracketRight", "BracketLeft")
    keys.press("Alt+BracketRight", "Alt+BracketLeft")
    assert _extent_of(desk, claim.id) == before

    # Wording, verdict, source, reason, note, each by its key.
    keys.press("w")
    keys.is_on(claim.field("wording"))
    keys.types("The post was shared more than 48,000 times by Tuesday.")
    keys.press("Escape")
    keys.is_on(claim.element)
    keys.press("v", "2")
    expect(claim.badge).to_have_text("Refuted, not complete")
    expect(claim.lacks).to_contain_text("give a reason and a source other than the article")
    keys.press("Escape")
    page.evaluate("() => navigator.clipboard.writeText('https://lighthouses.example.org/skerry')")
    keys.press("s")
    keys.is_on(claim.field("new-source"))
    keys.press("Control+v")
    expect(claim.sources).to_have_count(1)
    keys.press("Escape", "v")
    keys.tabs_to(claim.field("rationale"))
    keys.types("The counter stood at 1,200.")
    keys.press("Control+Enter")
    keys.is_on(claim.element)
    expect(claim.badge).to_have_text("Refuted")
    keys.press("n")
    keys.is_on(claim.field("note"))
    keys.types("Seen on Monday.")
    keys.press("Escape")
    kept = desk.kept(claim)
    assert kept["note"] == "Seen on Monday."
    assert kept["claim"]["verdict"]["rating"] == "refuted"
    assert kept["claim"]["wording"].startswith("The post was shared")

    # Deleted, back, gone again, back again.
    keys.press("Backspace")
    expect(claim.element).to_have_count(0)
    keys.press("z")
    keys.is_on(claim.element)
    keys.press("Shift+z")
    expect(claim.element).to_have_count(0)
    keys.press("z")
    expect(claim.element).to_have_count(1)
    desk.is_saved()
    desk.shows_what_is_kept()

    # Handed in.
    keys.press("Shift+Slash")
    expect(desk.dialog.get_by_role("heading", name="Keyboard")).to_be_visible()
    keys.press("Escape")
    keys.tabs_to(page.locator("#submit-button"))
    keys.press("Enter")
    keys.is_on(desk.dialog.get_by_label("I read the article to its end."))
    keys.press("Space")
    keys.tabs_to(desk.dialog.get_by_role("button", name="Submit"))
    keys.press("Enter")
    expect(page.locator(".notice--success")).to_contain_text("You submitted this article")
    expect(cards.locator(".card")).to_have_count(3)


def _extent_of(desk: Desk, mark_id: str) -> tuple[int, int]:
    desk.is_saved()
    piece = next(mark for mark in desk.marks() if mark["id"] == mark_id)["fragments"][0]
    return piece["start"], piece["end"]
