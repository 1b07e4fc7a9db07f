"""What reads whole texts is not stalled by the worst of them.

Whatever looked at a text anew from each of its signs would take minutes for these.
"""

from __future__ import annotations

import pytest

from annotator.similarity.sketches import words_of
from annotator.text.canonical import canonicalise
from annotator.text.counting import count_words, words_begun
from annotator.text.graphemes import cluster_edges
from annotator.text.hidden import hidden_characters
from annotator.text.layout import plain_layout, propose_title
from annotator.text.oddities import oddities
from annotator.text.quoting import unpaired_marks
from annotator.text.sentences import SentenceIndex

SIZE = 100_000
SEEDS = (
    *(".", "-", " ", '"', "a.", " .a", "\n", "中", "(a", "www.", "http://a ", "“a", "a“", "'a "),
    *("»", "„", "<!--", "🇬🇧", "`"),
    *("1.", "A.B", "a,b", "-\n", "a-\n", "\u00ad", "e\u0301", "\u202e", "a\u2028", " \n", "a@b."),
)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_worst_text_is_read(seed: str) -> None:
    text = canonicalise("A" + (seed * SIZE)[:SIZE])
    layout = plain_layout(text)
    assert count_words(text) <= len(text)
    assert len(words_begun(text)) == len(text)
    assert len(words_of(text)) <= len(text)
    assert len(propose_title(text)) <= len(text)
    for found in (hidden_characters(text), oddities(text, layout)):
        assert found is not None
    assert all(place <= SIZE for place in unpaired_marks(text, [(0, len(text))]))
    assert cluster_edges(text)[-1] == len(text)
    assert SentenceIndex(text, layout).sentences()


def test_a_long_block_has_the_sentences_that_it_has_in_short() -> None:
    said = "The dam holds 40 million litres. “Who says so?” asked Dr. Marrow, in 2019. "
    long = SentenceIndex(said * 400).sentences()
    short = SentenceIndex(said * 4).sentences()
    assert len(said) * 400 > 20_000
    assert long[: len(short) - 1] == short[:-1]
    assert len(long) * 4 == len(short) * 400
    assert [end for _start, end in long[:-1]] == [start for start, _end in long[1:]]
    endless = SentenceIndex("A" * 25_000 + ". Then this. And that.").sentences()
    assert [end - start for start, end in endless] == [25_002, 11, 9]


def test_a_flag_is_one_sign_wherever_it_stands() -> None:
    assert cluster_edges("a🇬🇧🇫🇷\u200d🇬b") == [0, 1, 3, 6, 7, 8]
