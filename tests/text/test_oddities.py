from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import annotator.demo
from annotator.text.layout import plain_layout
from annotator.text.oddities import OddKind, oddities

DEMO = Path(annotator.demo.__file__).parent / "articles"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"

PROSE = {
    "nationalities": "Israel said that Israelis, Mexicans in Mexico, a Londoner from London met.",
    "an ellipsis": "He waited... and then “…” came.. no",
    "brands": "YouTube, PolitiFact and McDonald wrote to LinkedIn. An iPhone rang.",
    "a prefix in brackets": "They (re)write it, (non)linear and all; (s)he agrees.",
    "initials": "The U.S. and J.R.R. Tolkien. At 3.30 p.m. he left.",
    "addresses": "See www.example.org/a,b.Then or https://e.org/a.The and me@example.org.",
    "a quotation over two paragraphs": "“One thing,” she said. “And more.\n\n“And the end.”",
    "German": "Er sagte: „Das ist gut.“ Und sie: »Nein.«",
    "Swedish": "Hon sade ”nej” och ”ja” i går.",
    "apostrophes": "The dogs’ owner didn’t say ‘no’ in the ’90s.",
    "units": "It weighs 5 µg, or 3 Ω, and the letter α is Greek.",
    "numbers": "1,000 people; 3.5 per cent, 2:1.",
    "prose like boilerplate": "Read more "
    + "books than anybody ever did, she said, and went on. " * 5,
    "Chinese": "他说：“我们必须走。”然后离开了。",
    "Arabic": "قال: «نعم» ثم ذهب.",
}


@pytest.mark.parametrize("text", PROSE.values(), ids=PROSE)
def test_ordinary_prose_is_not_called_odd(text: str) -> None:
    found = [one for one in oddities(text, plain_layout(text)) if text[one.start : one.end] != ".."]
    assert found == []


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Vladimir Putinhe said. Putin came.", OddKind.RUN_TOGETHER, "Putinhe"),
        ("It was over yesterdayThe crowd left.", OddKind.RUN_TOGETHER, "yesterdayThe"),
        ("“Stable in Eurasia”designed to", OddKind.MISSING_SPACE, "”d"),
        ("the Organization (SCO)a club", OddKind.MISSING_SPACE, ")a"),
        ("They left town.Nobody stayed behind", OddKind.MISSING_SPACE, ".N"),
        ("first,second and third", OddKind.MISSING_SPACE, ",s"),
        ("the Security Council.. They", OddKind.DOUBLE_PERIOD, ".."),
        ("Read more: What the harbour master said", OddKind.BOILERPLATE, None),
        ("Sign up for our daily newsletter!", OddKind.BOILERPLATE, None),
        ("Lesen Sie auch: Der Hafen", OddKind.BOILERPLATE, None),
        ("اقرأ أيضا: الميناء", OddKind.BOILERPLATE, None),
        ("only to certain States.”", OddKind.STRAY_QUOTATION_MARK, "”"),
        ("He said “it is over and left.", OddKind.STRAY_QUOTATION_MARK, "“"),
        ("Pay with раypal today", OddKind.MIXED_SCRIPTS, "раypal"),
    ],
)
def test_what_is_odd_is_found_at_its_place(text: str, kind: OddKind, words: str | None) -> None:
    (found,) = oddities(text, plain_layout(text))
    assert found.kind is kind
    assert text[found.start : found.end] == (words or text)


def test_a_paragraph_that_stands_twice_is_told_with_its_first_place() -> None:
    line = "The ferry leaves the harbour at six in the morning."
    text = f"Title\n{line}\nBetween.\n{line}\nshort\nshort"
    (found,) = oddities(text, plain_layout(text))
    assert found.kind is OddKind.REPEATED_BLOCK
    assert found.first == 6
    assert text[found.start : found.end] == line


@given(st.text(max_size=300))
def test_any_text_has_oddities_inside_it_and_in_order(text: str) -> None:
    found = oddities(text, plain_layout(text))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "A" * 50_000 + ")a",
        " a" * 25_000 + ")a",
        "Trumpsaid " * 30_000,
        " ".join(f"Tr{chr(97 + n % 26) * (n // 26 % 97)}said" for n in range(20_000)),
        "aaaa,bbbb" * 30_000,
        "(" * 50_000 + "a)a" * 20_000,
        "A" + "a" * 500_000,
    ],
    ids=["letters", "words", "names", "many names", "no spaces", "brackets", "word"],
)
def test_no_text_keeps_its_reader_waiting(text: str) -> None:
    oddities(text, plain_layout(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He (the mayor)said it.", [13]),
        ("The (IMF)said it.", [8]),
        ("A (b) c)said it.", []),
        ("That is it)so.", []),
        ("They (re)write.", []),
        ("(" + "long " * 1000 + ")so.", []),
    ],
)
def test_a_bracket_around_words_needs_a_space_after_it(text: str, expected: list[int]) -> None:
    assert [one.start for one in oddities(text, plain_layout(text))] == expected


def test_the_demonstration_shows_the_quirks_that_were_written_into_it() -> None:
    text = (DEMO / "ferry-fares.txt").read_text("utf-8")
    assert {one.kind for one in oddities(text, plain_layout(text))} >= {
        OddKind.RUN_TOGETHER,
        OddKind.MISSING_SPACE,
        OddKind.REPEATED_BLOCK,
        OddKind.BOILERPLATE,
        OddKind.STRAY_QUOTATION_MARK,
    }


@pytest.mark.skipif(not SHARED.is_dir(), reason="the scraped articles are not here")
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("000_4fe9600597a10b78.txt", [30, 598, 1716, 1901, 2022, 2715, 2846]),
        ("003_40c48278e30c0690.txt", [898, 1621, 2716]),
    ],
)
def test_the_scraped_articles_are_read_without_a_false_alarm(
    name: str, expected: list[int]
) -> None:
    text = (SHARED / name).read_text("utf-8")
    assert [one.start for one in oddities(text, plain_layout(text))] == expected
