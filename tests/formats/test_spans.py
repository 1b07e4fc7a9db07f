"""JSON Lines with spans: as doccano and Prodigy write them."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from annotator.annotations.models import Label
from annotator.errors import Invalid
from annotator.formats.interface import Item, Options, Source
from annotator.formats.jsonl import JsonlFormat
from annotator.formats.mapping import LabelMapping, Offsets, Unmarked
from annotator.formats.spans import SpansFormat
from tests.formats.brat import refusals

MAPPING = LabelMapping(labels={"FACT": Label.CLAIM, "SAID": Label.QUOTE})
TEXT = "The 🌊 dam will hold."


def read(*rows: object, mapping: LabelMapping = MAPPING, named: bool = True) -> list[Item]:
    data = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    source = Source("a.jsonl", lambda: io.BytesIO(data), len(data))
    reader = SpansFormat() if named else JsonlFormat()
    return list(reader.read(source, Options(project="trains", mapping=mapping)))


def row(value: dict[str, Any], **more: Any) -> dict[str, Any]:
    [item] = read({"text": TEXT, **value}, **more)
    assert not isinstance(item, Invalid), str(item)
    return item.value  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "value",
    [
        {"id": 7, "label": [[6, 9, "FACT"], [0, 3, "Noise"]]},
        {"id": 7, "entities": [{"id": 1, "start_offset": 6, "end_offset": 9, "label": "FACT"}]},
        {"id": 7, "spans": [{"start": 6, "end": 9, "label": "FACT", "token_start": 2}]},
    ],
)
def test_each_way_to_write_spans_is_read(value: dict[str, Any]) -> None:
    for named in (True, False):
        found = row(value, named=named)
        [mark] = found["annotations"]
        assert (mark["label"], mark["fragments"][0]["exact"]) == ("claim", "dam")
        assert found["external_id"] == "7"
        assert found["reviews"][0]["reviewer"] == "annotator"


def test_what_has_no_meaning_here_is_kept() -> None:
    found = row({"label": [[0, 3, "Noise"]], "meta": {"url": "x"}, "_annotator_id": "ann"})
    assert found["origin"]["spans"] == {
        "beside": {"meta": {"url": "x"}},
        "kept": [{"label": "Noise", "start": 0, "end": 3}],
    }
    assert found["reviews"][0]["reviewer"] == "ann"


def test_offsets_in_utf16_are_known_by_the_words_or_said() -> None:
    in_units = {"start": 7, "end": 10, "label": "FACT"}
    for found in (
        row({"spans": [{**in_units, "text": "dam"}]}),
        row({"spans": [in_units]}, mapping=LabelMapping(MAPPING.labels, offsets=Offsets.UTF_16)),
    ):
        assert found["annotations"][0]["fragments"][0]["exact"] == "dam"


def test_offsets_count_the_carriage_returns_of_the_string() -> None:
    [item] = read({"text": "One.\r\nThe dam.", "label": [[10, 13, "FACT"]]})
    assert item.value["annotations"][0]["fragments"][0]["exact"] == "dam"  # type: ignore[union-attr]


def test_a_text_that_nobody_accepted_has_no_marks() -> None:
    found = row({"spans": [{"start": 6, "end": 9, "label": "FACT"}], "answer": "reject"})
    assert (found["annotations"], found["reviews"]) == ([], [])
    assert found["origin"]["spans"]["kept"] == [{"label": "FACT", "start": 6, "end": 9}]


def test_a_text_without_spans_was_read_in_vain_where_the_mapping_says_so() -> None:
    nothing = LabelMapping(MAPPING.labels, unmarked=Unmarked.NOTHING_TO_MARK)
    assert row({"label": []}, mapping=nothing)["reviews"][0]["nothing_to_mark"] is True
    assert row({"label": []})["reviews"][0]["state"] == "assigned"


def test_words_that_are_not_there_are_reported_with_both_texts() -> None:
    wrong = {"start": 6, "end": 9, "label": "FACT", "text": "dim"}
    right = {"start": 6, "end": 9, "label": "SAID"}
    items = read({"text": TEXT, "spans": [wrong, right]})
    assert refusals(items) == [
        "In a.jsonl, line 1, “spans-0”: at 6 9 the text says “dam”, and the record says “dim”."
    ]
    assert len(items[1].value["annotations"]) == 1  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({"label": [[0, 3]]}, "“label-0”: a span is [start, end, label], or an object"),
        ({"label": [["0", 3, "FACT"]]}, "its start and its end must be whole numbers"),
        ({"label": [[3, 3, "FACT"]]}, "it ends before it begins, or holds no character"),
        ({"label": [[0, 3, ""]]}, "its label must be a string that is not empty"),
        ({"spans": [{"start": 0, "end": 3, "label": "X", "text": 1}]}, "its text must be a string"),
        ({"spans": [{"start": 0, "end": 99, "label": "X"}]}, "The offset 99 is outside the text"),
        ({"text": 1}, "“text”: it must be there, and be a string"),
        ({"label": [], "annotator": "a\u200b"}, "“annotator”: a name may not hold invisible"),
    ],
)
def test_what_is_wrong_is_named_with_line_and_key(value: dict[str, Any], sentence: str) -> None:
    said = refusals(read({"text": TEXT, **value}))
    assert any(sentence.lower() in one.lower() for one in said), said


def test_what_is_worth_knowing_is_said() -> None:
    rows = [
        {"text": TEXT, "spans": [{"start": 7, "end": 10, "label": "FACT", "text": "dam"}]},
        {"text": TEXT, "label": [[0, 3, "FACT"]]},
    ]
    data = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    source = Source("a.jsonl", lambda: io.BytesIO(data), len(data))
    list(SpansFormat().read(source, Options(project="trains", mapping=MAPPING)))
    assert [str(remark)[:60] for remark in source.remarks] == [
        "The offsets of 1 rows count UTF-16 units; they were converte",
        "In 1 rows with characters beyond U+FFFF no words stand besid",
    ]
