"""What the punctuation says of a quote, in many languages' marks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.quoting import proposed_kind

FIXTURE = Path(__file__).parents[1] / "fixtures" / "quoting.json"
CASES: list[dict[str, Any]] = json.loads(FIXTURE.read_text("utf-8"))


def places(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Where each of the words stands first."""
    return [(text.index(piece), text.index(piece) + len(piece)) for piece in words]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_kind_is_read_from_the_marks_around_the_words(case: dict[str, Any]) -> None:
    assert proposed_kind(case["text"], places(case["text"], case["content"])) == case["kind"]


@given(text=st.text("ab \n“”„\"'’«»「」", min_size=1, max_size=60), data=st.data())
def test_any_marks_in_any_order_give_an_answer(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert proposed_kind(text, [(start, end)]) in {None, "direct", "indirect", "mixed"}


def test_a_text_without_marks_is_never_a_direct_quote() -> None:
    text = "word " * 5000
    assert proposed_kind(text, [(0, len(text))]) == "indirect"
