"""A mapping file: what it says, and what is wrong with it, with file, line and key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotations.models import Label, Part
from annotator.errors import Invalid
from annotator.formats.mapping import (
    DEFAULT,
    Annotators,
    LabelMapping,
    Offsets,
    Unmarked,
    read_mapping,
    to_toml,
)
from annotator.links.models import LinkKind

NAMES = st.text(min_size=1, max_size=12).filter(lambda name: name.isprintable())


@given(
    st.builds(
        LabelMapping,
        st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
            st.none() | st.sampled_from(Label),
            min_size=1,
            max_size=5,
        ),
        st.dictionaries(NAMES, st.none() | st.sampled_from(Part), max_size=5),
        st.dictionaries(NAMES, st.none() | st.sampled_from(LinkKind), max_size=5),
        st.sampled_from(Annotators),
        st.sampled_from(["annotator", "Ann O’Tate", 'a "b" \\ c']),
        st.sampled_from(Offsets),
        st.sampled_from(Unmarked),
    )
)
def test_a_mapping_is_read_back_from_its_file(mapping: LabelMapping) -> None:
    assert read_mapping(to_toml(mapping).encode(), "m.toml") == mapping


def test_a_relation_called_like_a_link_is_that_unless_it_is_named() -> None:
    text = b'[labels]\nX = "claim"\n[relations]\nRebuts = "contradicts"\nrepeats = "keep"\n'
    mapping = read_mapping(text, "m.toml")
    assert mapping.link_of("Rebuts") is LinkKind.CONTRADICTS
    assert mapping.link_of("explains") is LinkKind.EXPLAINS
    assert mapping.link_of("repeats") is None
    assert mapping.link_of("Coref") is None


def test_a_numbered_role_is_the_role_without_its_number() -> None:
    assert DEFAULT.part_of("Content2") is Part.CONTENT
    assert DEFAULT.part_of("Place2") is None
    assert LabelMapping(roles={"Arg1": Part.CUE, "Arg": None}).part_of("Arg1") is Part.CUE


def test_json_says_the_same() -> None:
    found = read_mapping(b'{"labels": {"Saying": "quote", "X": "keep"}}', "m.json")
    assert found.labels == {"Saying": Label.QUOTE, "X": None}
    assert found.roles == {}


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("m.toml", '[labels]\nA = "quote"\nB = \n', "In m.toml, line 3: it is not TOML (Invalid"),
        ("m.json", '{\n"labels": {"A" "quote"}}', "In m.json, line 2: it is not JSON (Expecting"),
        ("m.json", "[]", "In m.json: it must be an object."),
        (
            "m.toml",
            '# m\n[labels]\nA = "quote"\n"B c" = "fact"\n',
            "In m.toml, line 4, “labels.B c”: it must be one of claim, quote, context, keep.",
        ),
        (
            "m.json",
            '{"labels": {"A": "quote"},\n "roles": {\n  "By": "author"}}',
            "In m.json, line 3, “roles.By”: it must be one of content, cue, speaker, keep.",
        ),
        (
            "m.toml",
            '[labels]\nX = "claim"\n[relations]\nRebuts = "refutes"\n',
            "In m.toml, line 4, “relations.Rebuts”: it must be one of explains, made_in, repeats,"
            " contradicts, part_of, keep.",
        ),
        (
            "m.toml",
            '[labels]\nA = "quote"\n[role]\nB = "cue"\n',
            "In m.toml, line 3, “role”: there is no such key; those known are labels, roles,"
            " relations, reading.",
        ),
        (
            "m.toml",
            "[roles]\n",
            "In m.toml, “labels”: it must say what at least one label becomes.",
        ),
        ("m.toml", 'labels = "quote"\n', "In m.toml, line 1, “labels”: it must be a table"),
        (
            "m.toml",
            '[labels]\nA = "quote"\n[reading]\noffsets = "bytes"\n',
            "line 4, “reading.offsets”: it must be one of auto, code points, utf-16.",
        ),
        (
            "m.toml",
            '[labels]\nA = "quote"\n[reading]\nunit = "a"\n',
            "line 4, “reading.unit”: there is no such key; those known are annotators, unnamed,",
        ),
        (
            "m.toml",
            '[labels]\nA = "quote"\n[reading]\nunnamed = ""\n',
            "line 4, “reading.unnamed”: a name is needed.",
        ),
        ("m.toml", '[labels]\nA = "quote"\n[reading]\nunnamed = 1\n', "it must be a string"),
    ],
)
def test_what_is_wrong_is_named_with_file_line_and_key(name: str, text: str, sentence: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_mapping(text.encode(), name)
    assert sentence in str(refusal.value)


def test_a_mapping_that_is_no_text_is_refused() -> None:
    with pytest.raises(Invalid, match=r"In m.toml: it is not UTF-8 at byte 1\."):
        read_mapping(b"\xff", "m.toml")
    with pytest.raises(Invalid, match="at most 262144 bytes"):
        read_mapping(b" " * 300_000, "m.toml")
    with pytest.raises(Invalid, match="nested too deeply"):
        read_mapping(b"[" * 100_000, "m.json")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("m.json", b'{"labels": ' + b"1" * 5000 + b"}"),
        ("m.toml", b"labels = " + b"1" * 5000),
        ("m.json", b'{"labels": {"\\ud800": "claim"}}'),
        ("m.toml", b"a." * 120_000 + b"a = 1"),
        ("m.toml", b"[" + b"a." * 120_000 + b"a]"),
        ("m.json", b"\n" * 250_000 + b'{"labels": {"a": "claim"}, "x": 1}'),
    ],
    ids=["long number", "long number in TOML", "half a sign", "parts", "header", "blank lines"],
)
def test_a_mapping_that_was_made_to_break_its_reader_is_refused_at_once(
    name: str, data: bytes
) -> None:
    with pytest.raises(Invalid, match=name):
        read_mapping(data, name)
