from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Invalid
from annotator.text.spans import check_fragment, context

TEXT = "The ferry will stop in May, the mayor said."


def test_words_that_are_there_pass() -> None:
    check_fragment(TEXT, 4, 9, "ferry")
    check_fragment(TEXT, 0, len(TEXT), TEXT)


@pytest.mark.parametrize(
    ("start", "end", "exact", "field"),
    [
        (-1, 4, "The", "fragments-2-start"),
        (0, 44, TEXT + " ", "fragments-2-end"),
        (4, 4, "", "fragments-2-end"),
        (9, 4, "ferry", "fragments-2-end"),
        (4, 9, "Ferry", "fragments-2-exact"),
        (4, 9, "ferr", "fragments-2-exact"),
        (4, 9, "", "fragments-2-exact"),
    ],
)
def test_what_is_not_there_is_refused_by_field(
    start: int, end: int, exact: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        check_fragment(TEXT, start, end, exact, "fragments-2")
    assert refusal.value.field == field


def test_the_refusal_shows_both_texts() -> None:
    with pytest.raises(Invalid, match="the text says “ferry”, and the mark says “fairy”"):
        check_fragment(TEXT, 4, 9, "fairy")


def test_long_texts_are_shown_where_they_differ() -> None:
    text = "a" * 500 + "\nX" + "b" * 500
    with pytest.raises(Invalid) as refusal:
        check_fragment(text, 0, len(text), text.replace("X", "Y"))
    sentence = str(refusal.value)
    assert "↵X" in sentence
    assert "↵Y" in sentence
    assert len(sentence) < 350


def test_composed_and_decomposed_are_not_the_same() -> None:
    with pytest.raises(Invalid):
        check_fragment("cafe\u0301", 0, 5, "caf\u00e9")


@given(st.text(), st.data())
def test_context_stands_around_the_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    width = data.draw(st.integers(0, 40))
    prefix, suffix = context(text, start, end, width)
    assert text[:start].endswith(prefix)
    assert text[end:].startswith(suffix)
    assert len(prefix) == min(width, start)
    assert len(suffix) == min(width, len(text) - end)
    assert prefix + text[start:end] + suffix in text
