"""The records of brat stand-off: what is written is read back, and what is no record is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Invalid
from annotator.formats.brat.records import (
    Attribute,
    Equivalence,
    Event,
    Normalisation,
    Note,
    Record,
    Relation,
    TextBound,
    parse,
    record_of,
    write,
)

NAME = st.text("ABCxyz-_é漢", min_size=1, max_size=8)
#: Words of a record: line breaks are in some files as they are, and tabs were words once.
WORDS = st.text("ab “”🚆.\t\n-", min_size=1, max_size=20).filter(lambda words: words.strip())
PIECES = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1, 60)).map(lambda one: (one[0], sum(one))),
    min_size=1,
    max_size=4,
).map(tuple)


@st.composite
def files(draw: st.DrawFn) -> list[Record]:
    """The records of a file: each kind, with references that hold."""
    count = draw(st.integers(1, 4))
    bounds = [f"T{number}" for number in range(1, count + 1)]
    target = st.sampled_from(bounds)
    roles = st.lists(st.tuples(NAME, target), min_size=0, max_size=3).map(tuple)
    two = st.lists(st.tuples(NAME, target), min_size=2, max_size=3).map(tuple)
    line = st.text("abc é.", max_size=12).map(str.strip)
    records: list[Record] = [
        TextBound(one, draw(NAME), draw(PIECES), draw(WORDS).rstrip("\n") or "x") for one in bounds
    ]
    records += [Event("E1", draw(NAME), draw(target), draw(roles))]
    records += [Relation("R1", draw(NAME), draw(two))]
    records += [Attribute("A1", draw(NAME), draw(target), draw(st.none() | NAME))]
    records += [
        Normalisation("N1", draw(NAME), draw(target), "Wikipedia:5", draw(st.none() | line))
    ]
    records += [Note("#1", draw(NAME), "E1", draw(line))]
    records += [Equivalence("Equiv", tuple(draw(st.lists(target, min_size=2, max_size=3))))]
    return draw(st.permutations(records))


@given(files(), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_is_read_back_as_it_was(records: list[Record], ending: str) -> None:
    text = ending.join(write(record) for record in records) + ending
    assert parse(text, "a.ann") == records
    assert [record_of(write(record)) for record in records] == records


@given(st.text("TERAMN#*0123456789 :;\t\nab", max_size=80))
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    said = ""
    try:
        parse(text, "a.ann")
    except Invalid as refusal:
        said = str(refusal)
    assert not said or said.startswith("In a.ann, line ")


def test_a_line_break_inside_a_record_belongs_to_its_words() -> None:
    found = parse("T1\tContent 0 3;9 12\t3.\n\nThe number\nT2\tCue 4 8\tsaid\n\n", "a.ann")
    assert [record.quote for record in found if isinstance(record, TextBound)] == [
        "3.\n\nThe number",
        "said",
    ]
    assert [record.line for record in found] == [1, 4]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("hello\n", "In a.ann, line 1: this is no record of brat stand-off"),
        ("E1\tA:T1\nword\n", "In a.ann, line 2: this is no record"),
        ("T1\n", "In a.ann, line 1: after “T1” and a tab there is nothing"),
        ("T1\tCue 4 8\n", "a T record has a label, its places, a tab and the words"),
        ("T1\tCue 4-8\tsaid\n", "“4-8” are not places such as 68 84;90 95"),
        ("T1\tCue 8 4\tsaid\n", "a place in “8 4” holds no character"),
        ("T1\tCue 4 8\tsaid\nE1\tSay\n", "line 2: its parts are written Name:T1"),
        ("T1\tCue 4 8\tsaid\nE1\tSay:T2\n", "line 2: there is no record T2"),
        ("T1\tCue 4 8\ta\nT1\tCue 4 8\ta\n", "line 2: another record has the id T1"),
        ("T1\tCue 4 8\ta\nR1\tof Arg1:T1\n", "a relation has a label and two arguments"),
        ("T1\tCue 4 8\ta\n*\tEquiv T1\n", "an equivalence has a label and two records"),
        ("T1\tCue 4 8\ta\nA1\tNegation\n", "after its label it names a record"),
        ("T1\tCue 4 8\ta\nN1\tRef T1\n", "an N record has a label, a record and an entry"),
        ("T1\tCue 4 8\ta\n#1\tNote T1 x\ty\n", "a note has a label, a record, a tab"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(text: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse(text, "a.ann")
    assert sentence in str(refusal.value)
