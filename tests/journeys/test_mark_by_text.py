"""Marking by text: words are typed, and one of their places is chosen, all by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import Complaints, accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.keyboard import Keyboard
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLAIM = "It carried 212,000 passengers last year"
SHOWN = "() => [...(CSS.highlights.get('choice') ?? [])].map(String)"


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    """An article with marks, and no mouse."""
    desk = arrive(ROSA).at("Ferry fares")
    Keyboard(desk.page)
    desk.reload()
    return desk


def _types(desk: Desk, words: str) -> None:
    desk.press("t")
    expect(desk.page.locator("#words-input")).to_be_focused()
    desk.page.keyboard.type(words)


def test_the_second_place_of_words_is_chosen_and_seen_in_the_article(
    desk: Desk, complaints: Complaints
) -> None:
    _types(desk, "the board")
    options = desk.dialog.get_by_role("option")
    total = desk.text.lower().count("the board")
    expect(options).to_have_count(total)
    expect(options.nth(1)).to_contain_text(f"2 of {total}, paragraph")
    desk.press("Enter", "ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    desk.comes_to(lambda: [words.lower() for words in desk.page.evaluate(SHOWN)], ["the board"])
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    assert accessibility_faults(desk.page, within="#words-dialog") == []

    place = desk.text.lower().index("the board", desk.text.lower().index("the board") + 1)
    desk.press("3")
    expect(desk.page.locator("#words-dialog")).to_be_hidden()
    card = desk.open_card()
    expect(card.element).to_be_focused()
    kept = desk.kept(card)
    assert (kept["label"], kept["fragments"][0]["start"]) == ("context", place)
    desk.comes_to(lambda: desk.page.evaluate(SHOWN), [])


def test_digits_are_words_while_they_are_typed(desk: Desk) -> None:
    _types(desk, "212")
    expect(desk.page.locator("#words-input")).to_have_value("212")
    expect(desk.dialog.get_by_role("status")).to_contain_text("Press Enter to go to them")
    key = desk.dialog.locator("kbd").first
    expect(key).to_have_css("visibility", "hidden")
    desk.press("ArrowDown")
    expect(key).to_have_css("visibility", "visible")
    desk.press("ArrowUp")
    expect(desk.page.locator("#words-input")).to_be_focused()


def test_words_are_found_however_they_are_typed(desk: Desk) -> None:
    _types(desk, '"REGRETTABLE   but láwful"')
    desk.press("Enter", "2")
    expect(desk.open_card().words).to_have_text("“regrettable but lawful”")


def test_words_are_added_to_the_open_mark(desk: Desk) -> None:
    card = desk.card_of(CLAIM)
    while "card--open" not in (card.element.get_attribute("class") or ""):
        desk.press("j")
    _types(desk, "who sits on the board")
    expect(desk.dialog.get_by_role("button", name="Add to this claim")).to_be_visible()
    desk.press("Enter", "f")
    expect(card.words).to_have_text(f"{CLAIM} … who sits on the board")


def test_the_cue_and_the_speaker_of_the_open_quote_are_marked(desk: Desk) -> None:
    _types(desk, "regrettable but lawful")
    expect(desk.dialog.get_by_role("button", name="Cue")).to_be_hidden()
    desk.press("Enter", "2")
    card = desk.open_card()
    for words, key in (("called", "c"), ("the board", "p")):
        _types(desk, words)
        expect(desk.dialog.get_by_role("button", name="Cue")).to_be_visible()
        desk.press("Enter", key)
        expect(desk.page.locator("#words-dialog")).to_be_hidden()
    expect(card.element.locator(".parts__row")).to_have_count(2)
    kept = {piece["part"]: piece["exact"] for piece in desk.kept(card)["fragments"]}
    assert (kept["cue"].lower(), kept["speaker"].lower()) == ("called", "the board")
    assert kept["content"] == "regrettable but lawful"


def test_a_part_without_words_is_told_how_it_is_marked(desk: Desk) -> None:
    _types(desk, "regrettable but lawful")
    desk.press("Enter", "2")
    card = desk.open_card()
    expect(card.element.locator("[data-for=quote]")).to_contain_text("Mark by text T")
    desk.press("c")
    expect(desk.page.locator("#toast")).to_contain_text("find them with “Mark by text”")
    card.element.get_by_role("button", name="Mark by text").press("Enter")
    expect(desk.page.locator("#words-input")).to_be_focused()
    expect(desk.dialog.get_by_role("button", name="Cue")).to_be_visible()
    desk.press("Escape")
    card.element.focus()
    desk.press("1", "p")
    expect(desk.page.locator("#toast")).to_contain_text("Open the quote first")


def test_who_gives_it_up_is_where_they_were(desk: Desk) -> None:
    before = desk.page.evaluate("() => scrollY")
    _types(desk, "a")
    desk.page.locator("#words-input").fill("hospital")
    expect(desk.dialog.get_by_role("option").first).to_be_visible()
    desk.page.wait_for_function("(top) => scrollY > top", arg=before)
    marks = len(desk.marks())
    desk.press("Escape")
    expect(desk.page.locator("#words-dialog")).to_be_hidden()
    desk.page.wait_for_function("(top) => scrollY === top", arg=before)
    desk.comes_to(lambda: desk.page.evaluate(SHOWN), [])
    assert len(desk.marks()) == marks


def test_words_that_are_not_there_cannot_be_marked(desk: Desk) -> None:
    _types(desk, "zeppelin")
    expect(desk.dialog.get_by_role("status")).to_have_text("Not found in this article")
    expect(desk.dialog.get_by_role("button", name="Claim")).to_be_disabled()
    desk.press("Enter")
    expect(desk.page.locator("#words-input")).to_be_focused()


def test_what_stands_around_a_place_is_not_cut_within_a_word(desk: Desk) -> None:
    _types(desk, "paying twice")
    option = desk.dialog.get_by_role("option").first
    expect(option.locator("b")).to_have_text("paying twice")
    around = option.locator("span").inner_text()
    assert around.endswith("…")
    assert f"{around.strip('…')} " in desk.text
