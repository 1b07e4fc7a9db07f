"""Characters that cannot be seen: counted, listed, shown, and without power over the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotator.articles.drafts import ArticleDraft
from tests.browser import accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import ROSA, Site, brought_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ATTACK = (
    "A ferry for all\n"
    "The fare is \u202e29 crowns\u202c today, said \u2067 Haldor.\n"
    "Nothing here is \u200bhid\u00adden, said the \U000e0041board\u00a0of directors.\n"
    "It ends with an open \u202e\u2066override\n"
)


@pytest.fixture
def attack(site: Site) -> str:
    """The address of an article whose hidden characters turn its words around."""
    return brought_in(ArticleDraft(text=ATTACK, language="en"))


def _at(arrive: Arrive, path: str) -> Desk:
    rosa = arrive(ROSA)
    rosa.goes_to(path)
    return Desk(rosa.page)


def test_hidden_characters_are_counted_listed_and_shown(arrive: Arrive, attack: str) -> None:
    desk = _at(arrive, attack)
    page = desk.page
    note = page.locator("#hidden-note")
    expect(note).to_contain_text("8 characters in this text cannot be seen")
    expect(note).to_contain_text("5 turn the direction of reading")
    before = desk.text
    desk.press("h")
    pills = page.locator("#article .hidden-character")
    expect(pills).to_have_count(9)
    expect(pills.first).to_have_attribute("data-label", "RLO")
    desk.reads(before)
    assert before == ATTACK
    note.locator("summary").click()
    note.get_by_role("button", name="right-to-left override").first.click()
    selected = page.evaluate("getSelection().toString()")
    assert selected in ("\u202e", "")
    desk.press("h")
    expect(pills).to_have_count(0)
    card = desk.mark("Nothing here", "Claim")
    assert desk.kept(card)["fragments"][0]["exact"] == "Nothing here"


def test_a_text_that_turns_directions_cannot_turn_the_page_around_it(
    arrive: Arrive, attack: str
) -> None:
    desk = _at(arrive, attack)
    start, end = desk.extent("It ends with an open \u202e\u2066override")
    desk.lets_go_with_alt()
    desk.select(start, end)
    expect(desk.label_bar).to_be_visible()
    desk.press("1")
    desk.is_saved()
    desk.press("Escape", "Escape")
    card = desk.card_of("It ends with an open \u202e\u2066override").element
    boxes = [card.locator(f".card__{name}").bounding_box() for name in ("words", "count")]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["x"] < boxes[1]["x"]
    expect(card.locator(".card__count")).to_have_text("no source")


def test_what_helps_to_see_is_free_of_accessibility_faults(arrive: Arrive, attack: str) -> None:
    desk = _at(arrive, attack)
    page = desk.page
    page.locator("#hidden-note summary").click()
    desk.press("h", "Shift+P", "/")
    page.keyboard.type("ferry")
    assert accessibility_faults(page) == []
    desk.press("Escape", "Escape")
    page.locator(".mark-states summary").click()
    assert accessibility_faults(page) == []
