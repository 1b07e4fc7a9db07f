"""Sketches: what they find, and what they pass over."""

from __future__ import annotations

import unicodedata
from random import Random

import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.similarity.sketches import (
    BANDS,
    LEAST_WORDS,
    bands_of,
    passages,
    resemblance,
    shingles,
    words_of,
)
from annotator.text.layout import plain_layout

SYMBOLS = range(0x1F300, 0x1FB00)
WORDS = [f"word{number}" for number in range(5000)]


def _changed(words: list[str], count: int, random: Random) -> list[str]:
    changed = list(words)
    for place in random.sample(range(len(words)), count):
        changed[place] = f"other{place}"
    return changed


def _share_found(changes: int) -> tuple[float, float]:
    """Of 300 passages of 40 words with some words changed: mean overlap, and share found."""
    random, overlap, found = Random(changes), 0.0, 0
    for _ in range(300):
        words = random.choices(WORDS, k=40)
        one, other = shingles(words), shingles(_changed(words, changes, random))
        overlap += resemblance(one, other)
        found += any(a == b for a, b in zip(bands_of(one), bands_of(other), strict=True))
    return overlap / 300, found / 300


def test_passages_that_overlap_by_much_are_found_and_others_seldom() -> None:
    alike, found = _share_found(1)
    assert alike > 0.8
    assert found > 0.94
    strange, found = _share_found(12)
    assert strange < 0.3
    assert found < 0.1


def test_a_word_is_the_same_in_every_case_width_and_punctuation() -> None:
    assert words_of("“The FERRY, café №5…” ﬁn") == ["the", "ferry", "café", "no5", "fin"]
    assert words_of("東京は晴れ") == ["東", "京", "は", "晴", "れ"]


def test_letters_of_every_script_make_the_same_words_whichever_stands_beside_them() -> None:
    general = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]|[\p{L}\p{M}\p{N}]+")
    for code in (*range(0x600), *range(0x2000, 0x3100), *range(0x4E00, 0xA000), *SYMBOLS):
        text = unicodedata.normalize("NFKC", f"a{chr(code)}b {chr(code)}").casefold()
        assert words_of(text) == general.findall(text), hex(code)


def test_short_blocks_are_not_compared() -> None:
    text = "By a reporter\nThe ferry leaves the harbour at six in the morning, every day."
    found = passages(text, plain_layout(text).blocks)
    assert [block for block, _ in found] == [1]
    assert LEAST_WORDS > 3


@given(st.text(min_size=1, max_size=200))
def test_any_passage_has_the_same_sketch_each_time_and_it_fits_the_database(text: str) -> None:
    found = shingles(words_of(text))
    if not found:
        return
    bands = bands_of(found)
    assert bands == bands_of(frozenset(sorted(found)))
    assert len(bands) == BANDS
    assert all(0 <= one < 2**63 for one in bands)
    assert resemblance(found, found) == 1.0
