"""The sources of a claim: pasted many at once, put in order, and never twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.card import Card
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"
THREE = """https://a.example/one?utm_source=feed&page=2
  https://b.example/two   https://c.example/"""


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    rosa = arrive(ROSA)
    rosa.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return rosa.at("Skerry lighthouse")


def card_with_three(desk: Desk) -> Card:
    card = desk.mark(WORDS, "Claim")
    card.pastes(THREE)
    expect(card.sources).to_have_count(3)
    return card


def order(desk: Desk, card: Card) -> str:
    """The first letters of the hosts, as the server has them."""
    return "".join(item["host"][0] for item in desk.kept(card)["claim"]["sources"])


def test_many_links_pasted_at_once_are_as_many_sources_without_their_trackers(desk: Desk) -> None:
    card = card_with_three(desk)
    expect(card.field("new-source")).to_have_value("")
    assert [item["url"] for item in desk.kept(card)["claim"]["sources"]] == [
        "https://a.example/one?page=2",
        "https://b.example/two",
        "https://c.example/",
    ]


def test_a_source_is_moved_by_key_and_keeps_the_focus(desk: Desk) -> None:
    card = card_with_three(desk)
    title = card.sources.nth(2).locator("[data-field=title]")
    card.sources.nth(2).locator("a").focus()
    title.focus()
    desk.press("Alt+ArrowUp")
    expect(card.sources.nth(1).locator("[data-field=title]")).to_be_focused()
    expect(desk.live_words).to_contain_text("Place 2 of 3")
    desk.press("Alt+ArrowUp", "Alt+ArrowUp")
    expect(card.sources.nth(0).locator("[data-field=title]")).to_be_focused()
    assert order(desk, card) == "cab"
    desk.press("Escape", "z")
    assert order(desk, card) == "acb"
    desk.reload()
    expect(desk.opens(WORDS).sources.locator(".source__initial")).to_have_text(["A", "C", "B"])


def drag(desk: Desk, what: Locator, onto: Locator) -> None:
    """Take hold of one thing, then see where the other is: the rows make room for their buttons."""
    mouse = desk.page.mouse
    what.hover()
    mouse.down()
    mouse.move(*_middle(what), steps=4)
    mouse.move(*_middle(onto))
    mouse.up()


def _middle(what: Locator) -> tuple[float, float]:
    box = what.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2 + 8, box["y"] + box["height"] / 2 + 8


def test_a_source_is_moved_by_mouse_by_drag_or_by_button(desk: Desk) -> None:
    # All of it is in view: a page that scrolls meanwhile drops what is held.
    desk.page.set_viewport_size({"width": 1440, "height": 1300})
    card = card_with_three(desk)
    desk.is_saved()
    drag(desk, card.sources.nth(0).locator(".source__initial"), card.sources.nth(2))
    initials = card.sources.locator(".source__initial")
    expect(initials).to_have_text(["B", "C", "A"])
    assert order(desk, card) == "bca"
    card.sources.nth(1).hover()
    card.sources.nth(1).get_by_role("button", name="Move up").click()
    expect(initials).to_have_text(["C", "B", "A"])
    assert order(desk, card) == "cba"


def test_a_link_that_is_there_already_is_shown_and_said(desk: Desk) -> None:
    card = card_with_three(desk)
    card.pastes("https://b.example/two?fbclid=1 https://d.example/")
    expect(card.element).to_contain_text("Already among the sources: https://b.example/two.")
    expect(card.sources.nth(1)).to_have_class("source source--flash")
    expect(card.field("new-source")).to_have_value("")
    assert order(desk, card) == "abcd"


def test_what_is_no_link_is_refused_with_a_sentence_and_stays_to_be_mended(desk: Desk) -> None:
    card = desk.mark(WORDS, "Claim")
    card.pastes("javascript:alert(1) https://a.example/ nonsense")
    expect(card.element).to_contain_text("Not a web address: javascript:alert(1) nonsense.")
    expect(card.element).to_contain_text("A source begins with http:// or https://.")
    expect(card.field("new-source")).to_have_value("javascript:alert(1) nonsense")
    card.field("new-source").fill("")
    assert order(desk, card) == "a"


def test_links_of_other_marks_are_offered(desk: Desk) -> None:
    card_with_three(desk)
    other = desk.mark("There is no such offer", "Claim")
    other.pastes("https://b.example/two")
    expect(other.sources).to_have_count(1)
    other.field("wording").focus()
    other.field("new-source").focus()
    offered = other.element.locator("datalist option")
    expect(offered).to_have_count(2)
    assert [option.get_attribute("value") for option in offered.all()] == [
        "https://a.example/one?page=2",
        "https://c.example/",
    ]
