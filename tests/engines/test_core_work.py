"""The core of the work, the same in Chromium, Firefox and WebKitGTK."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.engines.hand import Hand

pytestmark = [pytest.mark.engines, pytest.mark.timeout(300)]

ARTICLE = "Skerry lighthouse"
CONTROL, SHIFT, ENTER, ESCAPE, BACKSPACE = "\ue009", "\ue008", "\ue007", "\ue00c", "\ue003"
RIGHT, DOWN, HOME, TAB = "\ue014", "\ue015", "\ue011", "\ue004"


def test_words_dragged_over_become_a_claim_that_is_there_after_a_reload(hand: Hand) -> None:
    hand.opens(ARTICLE)
    before = len(hand.marks())
    start, end = hand.extent("is not being sold")
    hand.drags(start, end)
    hand.presses("1")
    assert hand.words()[before:] == [("claim", "is not being sold")]
    hand.reloads()
    hand.shows_what_is_kept()


def test_a_selection_over_paragraphs_becomes_one_mark(hand: Hand) -> None:
    hand.opens(ARTICLE)
    before = len(hand.marks())
    blocks = [text for text in hand.text.split("\n") if text.strip()]
    first, second = blocks[1], blocks[2]
    start, end = hand.text.index(first), hand.text.index(second) + len(second)
    hand.selects(start, end)
    hand.presses("3")
    ((label, words),) = hand.words()[before:]
    assert label == "context"
    assert words.startswith(first[:20])
    assert "\n" in words
    hand.shows_what_is_kept()


def test_a_triple_click_takes_the_paragraph_and_not_the_next(hand: Hand) -> None:
    hand.opens(ARTICLE)
    before = len(hand.marks())
    block = hand.all("#article [data-s]")[2]
    hand.clicks_times(block, 3)
    hand.waits(lambda: hand.one("#label-bar").is_displayed())
    hand.presses("2")
    ((_, words),) = hand.words()[before:]
    assert words.rstrip(".") == block.text.strip().rstrip(".")


def test_the_text_cursor_selects_and_refuses_every_edit(hand: Hand) -> None:
    hand.opens(ARTICLE)
    text, before = hand.text, len(hand.marks())
    hand.presses("m")
    hand.waits(lambda: hand.all("#article[contenteditable=true]"))
    hand.presses("x", "y", ENTER, BACKSPACE)
    assert hand.text == text
    hand.presses(DOWN, DOWN, HOME)
    for _ in range(3):
        hand.presses_with(CONTROL, SHIFT, RIGHT)
    hand.waits(lambda: hand.one("#label-bar").is_displayed())
    selected = hand.driver.execute_script("return String(getSelection().getRangeAt(0))")
    hand.presses("1")
    ((label, words),) = hand.words()[before:]
    assert label == "claim"
    assert words in text
    assert words.strip(" ,.;:") == selected.strip(" ,.;:\n")
    hand.presses("m")
    hand.waits(lambda: not hand.all("#article[contenteditable=true]"))
    assert hand.text == text
    hand.shows_what_is_kept()


def test_words_that_are_typed_are_marked_where_they_stand(hand: Hand) -> None:
    hand.opens(ARTICLE)
    before = len(hand.marks())
    hand.presses("t")
    field = hand.one("#words-input")
    hand.waits(field.is_displayed)
    field.send_keys("Skerry Point", ENTER)
    hand.waits(lambda: hand.driver.switch_to.active_element.get_attribute("id") == "words-matches")
    hand.presses(DOWN, "2")
    assert hand.words()[before:] == [("quote", "Skerry Point")]
    second = hand.text.index("Skerry Point", hand.text.index("Skerry Point") + 1)
    assert hand.marks()[before]["fragments"][0]["start"] == second


def test_a_claim_is_judged_and_sourced_by_keys_and_a_deletion_is_undone(hand: Hand) -> None:
    hand.opens(ARTICLE)
    before = len(hand.marks())
    start, end = hand.extent("is not being sold")
    hand.selects(start, end)
    hand.presses("1", "v", "2", ESCAPE, "s")
    for character in "https://lighthouses.example.org/skerry":
        hand.presses(character)
    hand.presses(ENTER, ESCAPE, "v")
    hand.one('.card--open [data-field="rationale"]').send_keys("The counter stood at 1,200.")
    hand.presses_with(CONTROL, ENTER)
    hand.waits(lambda: hand.said_in(".card--open .card__badge") == "Refuted")
    claim = hand.marks()[before]["claim"]
    assert claim["verdict"]["rating"] == "refuted"
    assert claim["verdict"]["rationale"] == "The counter stood at 1,200."
    assert [source["host"] for source in claim["sources"]] == ["lighthouses.example.org"]
    hand.presses(BACKSPACE)
    assert len(hand.marks()) == before
    hand.presses("z")
    assert hand.words()[before:] == [("claim", "is not being sold")]
