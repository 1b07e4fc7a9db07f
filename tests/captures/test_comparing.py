"""What counts as another text of a page, and what of it a verdict feels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.captures.comparing import SHORTEST_PARAGRAPH, difference
from tests.fetching.pages import PARAGRAPHS

TEXT = "\n\n".join(("Harbour wall", *PARAGRAPHS))
WORD = st.sampled_from(["wall", "harbour", "water", "storm", "42", "mayor", "flood"])
WORDS = st.lists(WORD, max_size=30)
TEXTS = st.lists(WORDS.map(" ".join), max_size=6).map("\n\n".join)


def test_the_same_text_does_not_differ() -> None:
    assert difference(TEXT, TEXT) is None


@pytest.mark.parametrize(
    "other",
    [
        f"{TEXT}\n\n12 comments",
        f"Updated 22 November 2026, 10:31\n\n{TEXT}",
        f"Buy two get one free today!\n\n{TEXT}",
        TEXT.replace("“", '"').replace("”", '"'),
        TEXT.replace(" ", "  ").upper(),
    ],
    ids=["a counter", "a time", "an advertisement", "other quotation marks", "spacing and case"],
)
def test_what_surrounds_an_article_is_no_change(other: str) -> None:
    assert difference(TEXT, other) is None


def test_a_figure_that_changed_within_a_paragraph_matters() -> None:
    found = difference(TEXT, TEXT.replace("4.2 million", "42 million"))
    assert found is not None
    assert found.matters
    assert found.share < 0.05
    assert "4.2 million" in (found.before or "")
    assert "42 million" in (found.after or "")


def test_a_word_that_changed_is_told_and_does_not_matter_yet() -> None:
    found = difference(TEXT, TEXT.replace("Tuesday", "Wednesday"))
    assert found is not None
    assert not found.matters
    assert 0 < found.share < 0.05


def test_a_further_paragraph_of_many_words_matters() -> None:
    more = "The council took that back on Friday, and nobody will raise any wall this winter."
    found = difference(TEXT, f"{TEXT}\n\n{more}")
    assert found is not None
    assert found.matters
    assert (found.before, found.after) == (None, more)


@pytest.mark.parametrize(
    ("after", "matters"),
    [
        (TEXT.replace(PARAGRAPHS[2], "Something else altogether stands here now. " * 9), False),
        (TEXT.replace("named no date", "named a date"), True),
    ],
    ids=["elsewhere", "in them"],
)
def test_where_words_were_quoted_it_matters_whether_they_are_still_there(
    after: str, matters: bool
) -> None:
    found = difference(TEXT, after, "4.2 million and named no date")
    assert found is not None
    assert found.matters is matters


def test_quoted_words_that_never_stood_there_say_nothing() -> None:
    found = difference(TEXT, TEXT.replace("4.2", "42"), "words of another page")
    assert found is not None
    assert found.matters


def test_scripts_without_spaces_are_compared_by_character() -> None:
    before = "市議会は火曜日に港の壁を二メートル高くすることを決めた。費用は四百二十万。"
    found = difference(before, before.replace("二メートル", "九メートル"))
    assert found is not None
    assert found.share < 0.2


@given(TEXTS, TEXTS)
def test_a_difference_is_one_from_both_sides_and_its_share_a_share(one: str, other: str) -> None:
    there, back = difference(one, other), difference(other, one)
    assert (there is None) is (back is None)
    if there is not None:
        assert 0 <= there.share <= 1
        assert max(len(part or "") for part in (there.before, there.after)) <= 160


@given(TEXTS, st.lists(st.sampled_from(["new", "7", "!"]), max_size=SHORTEST_PARAGRAPH - 1))
def test_short_paragraphs_never_differ(text: str, words: list[str]) -> None:
    assert difference(text, f"{' '.join(words)}\n\n{text}") is None
