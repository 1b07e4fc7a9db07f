from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Invalid
from annotator.text.offsets import Utf16Index, from_utf16, to_utf16

FIXTURE = Path(__file__).parents[1] / "fixtures" / "offsets.json"
CASES = [
    pytest.param(case, id=case["name"]) for case in json.loads(FIXTURE.read_text("utf-8"))["cases"]
]
TEXT = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("a😀\u200d\u0301👩🇬")))


@pytest.mark.parametrize("case", CASES)
def test_the_shared_places(case: dict[str, Any]) -> None:
    index = Utf16Index(case["text"])
    for cp, u16 in case["pairs"]:
        assert index.to_utf16(cp) == u16
        assert index.from_utf16(u16, "start") == cp
        assert index.from_utf16(u16, "end") == cp
    for inside in case["inside"]:
        assert index.from_utf16(inside["u16"], "start") == inside["start"]
        assert index.from_utf16(inside["u16"], "end") == inside["end"]


@given(TEXT)
def test_there_and_back_is_the_same_place(text: str) -> None:
    index = Utf16Index(text)
    for cp in range(len(text) + 1):
        u16 = index.to_utf16(cp)
        assert u16 == len(text[:cp].encode("utf-16-le")) // 2
        assert index.from_utf16(u16, "start") == cp
        assert index.from_utf16(u16, "end") == cp


@given(TEXT)
def test_a_place_inside_a_pair_moves_outward(text: str) -> None:
    index = Utf16Index(text)
    for u16 in range(index.to_utf16(len(text)) + 1):
        start, end = index.from_utf16(u16, "start"), index.from_utf16(u16, "end")
        assert index.to_utf16(start) <= u16 <= index.to_utf16(end)
        assert end - start <= 1


def test_single_offsets() -> None:
    assert to_utf16("💩This", 1) == 2
    assert from_utf16("💩This", 2) == 1
    assert from_utf16("💩This", 1, "end") == 1


@pytest.mark.parametrize("offset", [-1, 6, 10**9])
def test_offsets_outside_the_text_are_refused(offset: int) -> None:
    with pytest.raises(Invalid, match="outside the text"):
        to_utf16("💩This", offset)
    with pytest.raises(Invalid, match="outside the text"):
        from_utf16("This!", offset)
