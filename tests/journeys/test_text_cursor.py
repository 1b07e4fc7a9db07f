"""The cursor in the text: it goes anywhere, selects, marks, and changes nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import Complaints
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLAIM = "It carried 212,000 passengers last year"
COUNT_COMPOSED = """() => {
  window.composed = 0;
  addEventListener("compositionstart", () => { window.composed += 1; });
}"""
# The cursor moves on and is switched off before the engine tells of the move.
MOVED_AND_LEFT_AT_ONCE = """async () => {
  const { focusNode, focusOffset } = getSelection();
  getSelection().collapse(focusNode, focusOffset + 3);
  const key = { key: "m", code: "KeyM", bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", key));
  await null;  // What a key does comes before the engine's next task.
  return getSelection().rangeCount === 0;
}"""
# The cursor moves on and something is written there, before the engine tells of the move.
COMPOSED_AT_ONCE = """() => {
  const { focusNode, focusOffset } = getSelection();
  getSelection().collapse(focusNode, focusOffset + 3);
  const begun = new CompositionEvent("compositionstart", { bubbles: true });
  focusNode.parentElement.dispatchEvent(begun);
  focusNode.insertData(focusOffset + 3, "にほん");
}"""


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    """An article with marks, the cursor in its text."""
    desk = arrive(ROSA).at("Ferry fares")
    desk.press("m")
    expect(desk.page.locator("#article")).to_be_focused()
    return desk


def test_words_are_selected_and_labelled_by_each_digit(desk: Desk) -> None:
    for key, label in {"1": "claim", "2": "quote", "3": "context"}.items():
        desk.put_caret(desk.extent("Fishermen who spoke")[0])
        desk.press("Control+Shift+ArrowRight")
        expect(desk.label_bar).to_be_visible()
        desk.press(key)
        card = desk.open_card()
        expect(card.words).to_have_text("Fishermen")
        assert desk.kept(card)["label"] == label
        desk.press("z", "Escape")
    desk.is_saved()
    desk.shows_what_is_kept()


def test_words_are_added_to_the_open_mark_and_the_cursor_stays_behind_them(desk: Desk) -> None:
    desk.press("m")
    card = desk.opens(CLAIM)
    desk.press("m")
    desk.put_caret(desk.extent("Fishermen who spoke")[0])
    desk.press("Control+Shift+ArrowRight")
    expect(desk.label_bar).to_be_visible()
    desk.press("f")
    expect(card.words).to_have_text(f"{CLAIM} … Fishermen")
    expect(desk.page.locator("#article")).to_be_focused()
    desk.caret_comes_to(desk.extent("Fishermen")[1])


def test_it_comes_back_where_it_was(desk: Desk) -> None:
    place = desk.extent("Fishermen who spoke")[0] + 3
    desk.put_caret(place)
    before = desk.page.evaluate("() => scrollY")
    desk.press("m")
    desk.comes_to(lambda: desk.page.evaluate("() => getSelection().rangeCount"), 0)
    assert desk.page.evaluate("() => scrollY") == before
    desk.press("m")
    desk.caret_comes_to(place)
    assert desk.page.evaluate("() => scrollY") == before


def test_it_comes_back_where_it_just_came_to(desk: Desk) -> None:
    place = desk.extent("Fishermen who spoke")[0] + 3
    desk.put_caret(place)
    assert desk.page.evaluate(MOVED_AND_LEFT_AT_ONCE)
    desk.press("m")
    desk.caret_comes_to(place + 3)


def test_it_begins_in_the_open_mark_and_keeps_what_is_selected(desk: Desk) -> None:
    desk.press("m")
    desk.opens(CLAIM)
    desk.press("m")
    desk.caret_comes_to(desk.extent(CLAIM)[0])
    desk.press("m")
    desk.drag(*desk.extent("spoke at the meeting"))
    desk.press("m")
    expect(desk.label_bar).to_be_visible()
    assert desk.page.evaluate("() => String(getSelection())") == "spoke at the meeting"


def test_composed_input_changes_nothing(desk: Desk, complaints: Complaints) -> None:
    # Where it joins two paragraphs, Chromium would keep their looks in style attributes.
    complaints.expect("Applying inline style violates|style-src-attr stopped inline")
    send = desk.page.context.new_cdp_session(desk.page).send
    text, place = desk.text, desk.extent("Fisher")[1]
    desk.put_caret(place)
    desk.page.evaluate(COUNT_COMPOSED)
    composed = {"text": "にほん", "selectionStart": 3, "selectionEnd": 3}
    send("Input.imeSetComposition", composed)
    send("Input.insertText", {"text": "日本"})
    desk.page.wait_for_function("() => window.composed === 1")
    desk.reads(text)
    desk.caret_comes_to(place)

    # Over two paragraphs the engine joins them before it writes.
    desk.press("Shift+ArrowUp", "Shift+ArrowUp", "Shift+ArrowUp")
    send("Input.imeSetComposition", composed)
    send("Input.insertText", {"text": "日本"})
    desk.page.wait_for_function("() => window.composed === 2")
    desk.reads(text)
    desk.shows_what_is_kept()


def test_the_cursor_stays_where_it_just_came_to_though_something_is_composed(desk: Desk) -> None:
    place = desk.extent("Fisher")[1]
    desk.put_caret(place)
    desk.page.evaluate(COMPOSED_AT_ONCE)
    desk.caret_comes_to(place + 3)


def test_typing_cutting_pasting_and_deleting_change_nothing(desk: Desk) -> None:
    text = desk.text
    desk.put_caret(desk.extent("Fishermen who spoke")[0])
    desk.press("Control+Shift+ArrowRight", "Control+x", "Control+v", "Delete", "Enter", "q", "5")
    desk.reads(text)
    desk.shows_what_is_kept()
