"""Marks found again in a corrected text: never on other words with nothing said."""

from __future__ import annotations

import os
from collections.abc import Callable

from annotator.revisions.presenters import paragraphs
from annotator.text.alignment import Alignment
from annotator.text.carrying import Carried, Piece, Standing, carry
from annotator.text.layout import Block, Layout, plain_layout
from annotator.text.places import Outcome
from annotator.text.relayout import carried_layout
from tests.revisions.edits import tally

FIRST = "The harbour board said on Monday that the fare rose by 54 per cent in two years."
SECOND = "Nobody was asked before the board met, and the minutes were never published anywhere."
THIRD = "A speaker for the union called the figures wrong and asked for a new count of passengers."
TEXT = f"{FIRST}\n{SECOND}\n{THIRD}\n"
#: `make evidence` asks for all of them.
EDITS = int(os.environ.get("ANNOTATOR_EDITS", "60"))


def carried(new: str, *words: str, old: str = TEXT) -> tuple[Carried, list[str]]:
    """One mark on these words of the old text: what became of it, and the words it has now."""
    pieces = []
    for number, word in enumerate(words):
        start = old.index(word)
        standing = Standing.BESIDE if number == 2 else Standing.NEEDED
        pieces.append(Piece(start, start + len(word), standing))
    (result,) = carry(Alignment(old, new), [pieces])
    return result, [new[slice(*place)] for place in result.places or () if place is not None]


def test_no_mark_lands_on_other_words_unreported(
    record_property: Callable[[str, object], None],
) -> None:
    found = tally(EDITS)
    counts = {outcome.value: found.outcomes[outcome] for outcome in Outcome}
    counts |= {"astray": len(found.astray), "on a copy in their place": found.stand_ins}
    for name, count in counts.items():
        record_property(name, count)
    assert found.astray == []


def test_words_before_a_mark_only_shift_it() -> None:
    result, words = carried("A line that came in before all others.\n" + TEXT, "54 per cent")
    assert result.outcome is Outcome.UNCHANGED
    assert words == ["54 per cent"]


def test_a_paragraph_that_moved_takes_its_mark_with_it() -> None:
    result, words = carried(f"{THIRD}\n{FIRST}\n{SECOND}\n", "asked for a new count")
    assert result.outcome in {Outcome.MOVED, Outcome.UNCHANGED}
    assert words == ["asked for a new count"]


def test_a_typo_put_right_inside_a_mark_is_told_as_a_change() -> None:
    result, words = carried(TEXT.replace("published", "publisht"), "minutes were never published")
    assert result.outcome is Outcome.CHANGED
    assert words == ["minutes were never publisht"]


def test_another_figure_in_a_short_mark_is_for_a_person_to_see() -> None:
    result, _ = carried(TEXT.replace("54 per cent", "7 per cent"), "54")
    assert result.outcome is Outcome.LOST
    assert result.candidates


def test_a_paragraph_that_stands_twice_now_is_ambiguous_with_both_places() -> None:
    result, _ = carried(f"{FIRST}\n{SECOND}\n{SECOND}\n{THIRD}\n", "Nobody was asked")
    assert result.outcome is Outcome.AMBIGUOUS
    assert len(result.candidates) == 2


def test_one_of_two_like_paragraphs_that_went_leaves_its_mark_to_a_person() -> None:
    old = f"{FIRST}\n{SECOND}\n{SECOND}\n{THIRD}\n"
    result, _ = carried(TEXT, "Nobody was asked", old=old)
    assert result.outcome is Outcome.AMBIGUOUS


def test_words_that_went_are_lost() -> None:
    result, _ = carried(f"{FIRST}\n{THIRD}\n", "Nobody was asked before")
    assert (result.outcome, result.places) == (Outcome.LOST, None)


def test_like_words_in_another_sentence_are_not_taken_for_the_marked_ones() -> None:
    result, _ = carried(f"{FIRST}\nThe council was asked on Friday.\n{THIRD}\n", "was asked before")
    assert result.outcome is Outcome.LOST


def test_all_pieces_of_a_mark_are_carried_together_and_in_their_order() -> None:
    pieces = ("the fare rose by 54 per cent", "in two years", "The harbour board")
    result, words = carried("New words ahead.\n" + TEXT, *pieces)
    assert result.outcome is Outcome.UNCHANGED
    assert words == list(pieces)


def test_a_quote_does_without_a_speaker_who_went_and_says_so() -> None:
    new = TEXT.replace("The harbour board said on Monday that the", "The")
    pieces = ("fare rose by 54 per cent", "in two years", "The harbour board")
    result, words = carried(new, *pieces)
    assert result.outcome is Outcome.CHANGED
    assert words == ["fare rose by 54 per cent", "in two years"]


def test_a_mark_never_ends_inside_a_sign() -> None:
    result, words = carried(TEXT.replace("cent in", "cent\u0301 in"), "54 per cent")
    assert result.outcome is Outcome.CHANGED
    assert words == ["54 per cent\u0301"]


def test_words_before_a_paragraph_that_went_are_not_shown_as_changed() -> None:
    old = "The fare rose again.\n\nThe board is sorry.\n\nA vote follows.\n"
    [pieces] = paragraphs(old, "The fare fell again.\n\nA vote follows.\n")
    assert [piece for piece in pieces if piece[0] != "same"] == [
        ("del", "rose "),
        ("ins", "fell "),
        ("del", "The board is sorry.\n"),
    ]
    assert paragraphs(old, old.replace("\n\nA", "\nA")) == [(("del", "\n"),)]


def test_an_item_of_an_ordered_list_keeps_its_number_through_a_correction() -> None:
    old = "The agenda\n\nCall to order\n\nRead the minutes\n"
    items = Block("list_item", 1, 12, 25, 4), Block("list_item", 1, 27, 43, 5)
    layout = Layout((Block("heading", 2, 0, 10), *items))
    new = old.replace("Call", "Calls").replace("The agenda", "The agenda\n\nAs sent")
    carried = carried_layout(Alignment(old, new), layout).blocks
    assert [(one.kind, one.number) for one in carried] == [
        ("heading", None), ("paragraph", None), ("list_item", 4), ("list_item", 5),
    ]  # fmt: skip


def test_a_text_of_twenty_thousand_lines_is_corrected_at_once() -> None:
    old = "\n".join(f"line {number % 150} of the table" for number in range(20_000))
    new = "\n".join(f"line {number * 7 % 150} of the table" for number in range(20_000))
    assert len(carried_layout(Alignment(old, new), plain_layout(old)).blocks) == 20_000
    assert paragraphs(old, new)
    new = old.replace("line 149 ", "lines 149 ")
    layout = carried_layout(Alignment(old, new), plain_layout(old))
    assert layout == plain_layout(new)
    assert len(paragraphs(old, new)) == 133
