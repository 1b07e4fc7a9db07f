"""A mark of several pieces: words added to it and taken away again."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import ROSA
from tests.journeys.test_phone import PHONE, too_small

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLAIM = "It carried 212,000 passengers last year"
MORE = "Haldor, who sits on the board"


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    """An article with marks."""
    return arrive(ROSA).at("Ferry fares")


def _pieces(desk: Desk, mark_id: str) -> list[str]:
    desk.is_saved()
    mark = next(mark for mark in desk.marks() if mark["id"] == mark_id)
    return [piece["exact"] for piece in mark["fragments"] if piece["part"] == "content"]


def test_other_words_are_added_to_the_open_mark_by_the_bar(desk: Desk) -> None:
    card = desk.opens(CLAIM)
    desk.drag(*desk.extent(MORE))
    desk.label_bar.get_by_role("button", name="Add to this claim").click()

    expect(desk.label_bar).to_be_hidden()
    expect(card.words).to_have_text(f"{CLAIM} … {MORE}")
    expect(card.element).to_be_focused()
    assert _pieces(desk, card.id) == [CLAIM, MORE]
    expect(desk.page.locator("mark.on")).to_have_text([CLAIM, MORE])

    desk.press("z")
    expect(card.words).to_have_text(CLAIM)
    assert _pieces(desk, card.id) == [CLAIM]
    desk.press("Shift+z")
    assert _pieces(desk, card.id) == [CLAIM, MORE]


def test_the_bar_offers_it_only_while_a_mark_is_open(desk: Desk) -> None:
    desk.drag(*desk.extent(MORE))
    expect(desk.label_bar.get_by_role("button")).to_have_count(3)
    desk.press("f")
    expect(desk.live_words).to_have_text("Open the mark first that these words belong to")
    expect(desk.label_bar).to_be_visible()


def test_a_piece_is_taken_away_by_its_button(desk: Desk) -> None:
    card = desk.opens(CLAIM)
    desk.drag(*desk.extent(MORE))
    desk.press("f")
    card.element.get_by_text("Kind and borders").click()
    button = card.element.get_by_role("button", name=f"Take this piece away: {CLAIM}")
    button.focus()
    desk.press("Enter")

    expect(card.words).to_have_text(MORE)
    expect(card.element).to_be_focused()
    expect(card.element.locator(".pieces")).to_be_hidden()
    assert _pieces(desk, card.id) == [MORE]
    desk.press("z")
    assert _pieces(desk, card.id) == [CLAIM, MORE]


def test_words_that_overlap_the_mark_grow_it(desk: Desk) -> None:
    card = desk.opens(CLAIM)
    start, _ = desk.extent(CLAIM)
    desk.drag(*desk.extent("last year, according"))
    desk.press("f")
    assert _pieces(desk, card.id) == [f"{CLAIM}, according"]

    desk.drag(start, start + 10)
    desk.press("f")
    expect(desk.live_words).to_have_text("The mark holds these words already")


def test_a_finger_adds_words_from_the_docked_bar(arrive: Arrive) -> None:
    desk = arrive(ROSA, **PHONE).at("Ferry fares")
    mark = desk.page.locator("mark", has_text=CLAIM).first
    mark.scroll_into_view_if_needed()
    mark.tap()
    card = desk.open_card()
    desk.select(*desk.extent(MORE))
    expect(desk.label_bar).to_be_visible()
    assert too_small(desk.label_bar) == []
    desk.label_bar.get_by_role("button", name="Add to this claim").tap()
    assert _pieces(desk, card.id) == [CLAIM, MORE]
    card.element.get_by_text("Kind and borders").tap()
    assert too_small(card.element) == []
