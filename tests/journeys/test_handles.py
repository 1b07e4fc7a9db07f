"""Borders of the open mark moved by dragging its grips."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.card import Card
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.handles import Handles
from tests.journeys.site import ROSA
from tests.journeys.test_phone import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLAIM = "It carried 212,000 passengers last year"


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    """An article with marks."""
    return arrive(ROSA).at("Ferry fares")


def _words(desk: Desk, card: Card) -> list[str]:
    return [piece["exact"] for piece in desk.kept(card)["fragments"]]


def test_a_border_goes_to_the_word_that_it_is_dragged_to(desk: Desk) -> None:
    card, handles = desk.opens(CLAIM), Handles(desk)
    handles.drag("end", desk.extent("annual rep")[1])
    assert _words(desk, card) == [f"{CLAIM}, according to its annual report"]
    handles.drag("start", desk.extent("212,")[1] - 2)
    assert _words(desk, card) == ["212,000 passengers last year, according to its annual report"]
    expect(card.words).to_have_text("212,000 passengers last year, according to its annual report")


def test_with_alt_it_stops_at_any_character(desk: Desk) -> None:
    card, handles = desk.opens(CLAIM), Handles(desk)
    handles.drag("end", desk.extent("passen")[1], alt=True)
    assert _words(desk, card) == ["It carried 212,000 passen"]


def test_the_words_are_shown_while_they_are_dragged_and_esc_gives_it_up(desk: Desk) -> None:
    card, handles = desk.opens(CLAIM), Handles(desk)
    shown = "() => [...(CSS.highlights.get('draft') ?? [])].map(String)"
    with handles.held("end", desk.extent("annual rep")[1]):
        words = f"{CLAIM}, according to its annual report"
        desk.comes_to(lambda: desk.page.evaluate(shown), [words])
        desk.press("Escape")
        desk.comes_to(lambda: desk.page.evaluate(shown), [])
    expect(card.words).to_have_text(CLAIM)
    expect(card.element).to_have_class("card kind--claim card--open")
    assert _words(desk, card) == [CLAIM]


def test_one_drag_is_one_step_back(desk: Desk) -> None:
    card, handles = desk.opens(CLAIM), Handles(desk)
    handles.drag("end", desk.extent("annual rep")[1])
    assert _words(desk, card) != [CLAIM]
    desk.press("z")
    assert _words(desk, card) == [CLAIM]


def test_a_border_dragged_over_the_other_one_leaves_a_word(desk: Desk) -> None:
    card, handles = desk.opens(CLAIM), Handles(desk)
    handles.drag("end", desk.extent(CLAIM)[0] - 200)
    assert _words(desk, card) == ["It"]
    desk.press("z")
    handles.drag("start", desk.extent("annual rep")[1])
    assert _words(desk, card) == ["year"]


def test_a_border_goes_over_into_other_paragraphs_and_sections(desk: Desk) -> None:
    card, handles = desk.opens(CLAIM), Handles(desk)
    start, end = desk.extent(CLAIM)
    following = desk.text.index("\n\n", end) + 2
    handles.drag("end", following + 2)
    (words,) = _words(desk, card)
    assert words == desk.text[start:following] + desk.text[following:].split()[0]
    desk.shows_what_is_kept()


def test_a_border_dragged_to_the_next_piece_joins_it(desk: Desk) -> None:
    card, handles = desk.opens(CLAIM), Handles(desk)
    desk.drag(*desk.extent("its annual report"))
    desk.press("f")
    assert _words(desk, card) == [CLAIM, "its annual report"]
    handles.drag("end", desk.extent("according")[1])
    assert _words(desk, card) == [f"{CLAIM}, according", "its annual report"]
    handles.drag("start", desk.extent("according")[1], piece=1)
    assert _words(desk, card) == [f"{CLAIM}, according to its annual report"]


def test_in_a_right_to_left_text_the_start_is_on_the_right(arrive: Arrive) -> None:
    desk = arrive(ROSA).at("محطة التحلية")
    page = desk.page
    card, handles = desk.mark("محطة التحلية", "Claim"), Handles(desk)
    before = desk.kept(card)["fragments"][0]
    desk.frame_passes()
    start, end = (handles.grip(edge).bounding_box() for edge in ("start", "end"))
    first = page.locator("mark.on").first.bounding_box()
    assert start is not None
    assert end is not None
    assert first is not None
    assert abs(start["x"] - (first["x"] + first["width"])) < 3

    words = desk.text[before["end"] :].split()
    reach = desk.text.index(words[2], before["end"]) + 1
    handles.drag("end", reach)
    after = desk.kept(card)["fragments"][0]
    assert after["start"] == before["start"]
    assert after["exact"].startswith(before["exact"])
    assert after["exact"].endswith(words[2].rstrip(".،؛"))
    desk.shows_what_is_kept()


def test_a_finger_drags_it_too(arrive: Arrive) -> None:
    desk = arrive(ROSA, **PHONE).at("Ferry fares")
    mark = desk.page.locator("mark", has_text=CLAIM).first
    mark.scroll_into_view_if_needed()
    mark.tap()
    card, handles = desk.open_card(), Handles(desk)
    handles.drag_by_finger("end", desk.extent("accord")[1])
    assert _words(desk, card) == [f"{CLAIM}, according"]


@pytest.mark.parametrize(("options", "least"), [({}, 24), (PHONE, 44)])
def test_a_grip_is_as_large_as_what_points_at_it(
    arrive: Arrive, options: dict[str, object], least: int
) -> None:
    desk = arrive(ROSA, **options).at("Ferry fares")
    mark = desk.page.locator("mark", has_text=CLAIM).first
    mark.scroll_into_view_if_needed()
    mark.click()
    sizes = """(grip) => {
      const target = getComputedStyle(grip, "::after");
      return [parseFloat(target.width), parseFloat(target.height)];
    }"""
    for edge in ("start", "end"):
        assert min(Handles(desk).grip(edge).evaluate(sizes)) >= least


def test_a_mark_that_is_not_open_has_no_grips(desk: Desk) -> None:
    expect(desk.page.locator(".handle")).to_have_count(0)
    desk.opens(CLAIM)
    expect(desk.page.locator(".handle")).to_have_count(2)
    desk.press("Backspace")
    desk.press("Escape")
    desk.press("Escape")
    expect(desk.page.locator(".handle")).to_have_count(0)


def test_an_engine_that_knows_only_the_older_way_to_find_a_caret(desk: Desk) -> None:
    desk.page.add_init_script("Document.prototype.caretPositionFromPoint = undefined")
    desk.reload()
    card, handles = desk.opens(CLAIM), Handles(desk)
    handles.drag("end", desk.extent("annual rep")[1])
    assert _words(desk, card) == [f"{CLAIM}, according to its annual report"]
