from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.text.layout import Block, Layout, plain_layout
from annotator.text.sentences import SentenceIndex

TEXT = "He said no.  Then Dr. Smith left. “We are here,” she said.\n\nThe next one. Last words"


def _touched(words: str, text: str = TEXT) -> str:
    start = text.index(words)
    first, sentence = SentenceIndex(text, language="en").touching(start, start + len(words))
    assert text[first : first + len(sentence)] == sentence
    return sentence


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("said no", "He said no."),
        ("Smith", "Then Dr. Smith left."),
        ("no.  Then", "He said no.  Then Dr. Smith left."),
        ("We are", "“We are here,” she said."),
        ("Last", "Last words"),
        ("she said.\n\nThe next", "“We are here,” she said.\n\nThe next one."),
        ("no. ", "He said no. "),
        ("\n\n", "\n\n"),
        (TEXT, TEXT),
    ],
)
def test_the_sentences_that_a_span_touches(words: str, sentence: str) -> None:
    assert _touched(words) == sentence


def test_a_sentence_ends_with_its_block_even_without_a_full_stop() -> None:
    text = "A heading without a stop\nThe text begins"
    assert _touched("heading", text) == "A heading without a stop"
    one_block = Layout((Block("paragraph", None, 0, len(text)),))
    first, sentence = SentenceIndex(text, one_block, "en").touching(2, 9)
    assert text[first : first + len(sentence)] == sentence


@pytest.mark.parametrize("language", [None, "en", "en-GB", "pt_BR", "zh-Hant", "xx", ""])
def test_any_language_tag_is_taken(language: str | None) -> None:
    assert SentenceIndex("One two. Three.", language=language).touching(0, 3) == (0, "One two.")


def test_arabic_sentences() -> None:
    text = "قال الوزير نعم. هل تصل العبّارة؟ لا أحد يعرف."
    start = text.index("العبّارة")
    assert SentenceIndex(text, language="ar").touching(start, start + 3)[1] == "هل تصل العبّارة؟"


@pytest.mark.parametrize(
    "text", ["B\u00a0.", '1.B\u00a0."', "«\u00a0Non\u00a0!\u00a0» dit M.\u202fB\u00a0."]
)
def test_wide_spaces_that_make_the_segmenter_panic(text: str) -> None:
    for language in ("en", "fr", "ja"):
        assert SentenceIndex(text, language=language).sentences()[-1][1] == len(text)


ODD = st.text(
    st.one_of(
        st.sampled_from("abcABC.!?\"'“”‘’()[]«»\n\t ।。…🙂é\u0301\u200d\u00a0\u2028\u202f\u3000"),
        st.characters(codec="utf-8"),
    ),
    max_size=60,
)


@settings(deadline=None)
@given(ODD, st.sampled_from(["en", "ar", "ja", "hi", "fr", "de"]), st.data())
def test_sentences_tile_their_blocks_and_hold_the_span(
    text: str, language: str, data: st.DataObject
) -> None:
    layout = plain_layout(text)
    index = SentenceIndex(text, layout, language)
    covered = "".join(text[start:end] for start, end in index.sentences())
    assert covered == "".join(text[block.start : block.end] for block in layout.blocks)
    if text:
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        first, sentence = index.touching(start, end)
        assert first <= start
        assert end <= first + len(sentence)
        assert text[first : first + len(sentence)] == sentence
