"""The marks as W3C Web Annotations."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.databases import ON_BOTH
from tests.export.reading import rows
from tests.export.ways_out import said, written
from tests.personas import World

Ids = tuple[str, str, str]


def _has(type_: str, **properties: object) -> dict[str, Any]:
    """An object of this type with these properties and no other."""
    fixed = {"type": {"const": type_}, **properties}
    return {"type": "object", "properties": fixed, "additionalProperties": False}


def _needs(schema: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {**schema, "required": ["type", *keys]}


IRI = {"type": "string", "pattern": "^(https?://|urn:uuid:)"}
WORDS = {"type": "string", "minLength": 1}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT[\d:.]+Z$"}
PLACE = {"type": "integer", "minimum": 0}
PERSON = _has("Person", nickname=WORDS, name=WORDS)
QUOTE = _needs(
    _has("TextQuoteSelector", exact=WORDS, prefix={"type": "string"}, suffix={"type": "string"}),
    "exact",
)
POSITION = _needs(_has("TextPositionSelector", start=PLACE, end=PLACE), "start", "end")
TEXTUAL = _needs(
    _has(
        "TextualBody",
        purpose={"enum": ["classifying", "commenting", "describing", "assessing"]},
        value=WORDS,
        format={"const": "text/plain"},
        creator=PERSON,
        created=MOMENT,
    ),
    "value",
)
LINKED = _needs(
    _has(
        "SpecificResource",
        purpose={"const": "linking"},
        source=IRI,
        selector=QUOTE,
        state=_needs(_has("TimeState", cached=IRI), "cached"),
    ),
    "source",
)
TARGET = _needs(
    _has(
        "SpecificResource",
        source=IRI,
        selector={"prefixItems": [POSITION, QUOTE], "items": False, "minItems": 2},
        styleClass=WORDS,
    ),
    "source",
    "selector",
)
ANNOTATION = _needs(
    _has(
        "Annotation",
        id=IRI,
        motivation={"const": "classifying"},
        creator=PERSON,
        created=MOMENT,
        modified=MOMENT,
        body={"type": "array", "items": {"anyOf": [TEXTUAL, LINKED]}, "minItems": 1},
        target={"type": "array", "items": TARGET, "minItems": 1},
    ),
    "id",
    "target",
)
PAGE = _needs(
    _has(
        "AnnotationPage",
        id=IRI,
        startIndex={"const": 0},
        items={"type": "array", "items": ANNOTATION},
    ),
    "id",
    "items",
)
#: What sections 3 to 5 of the model ask of the parts that are written here.
MODEL = _needs(
    _has(
        "AnnotationCollection",
        **{"@context": {"const": "http://www.w3.org/ns/anno.jsonld"}},
        id=IRI,
        label=WORDS,
        first=PAGE,
        total=PLACE,
    ),
    "@context",
    "id",
    "first",
    "total",
)


@ON_BOTH
def test_the_document_is_what_the_model_asks_for(world: World, busy: Ids) -> None:
    data, export = written(world, "webannotation")
    whole = json.loads(data)
    Draft202012Validator(MODEL).validate(whole)
    found = whole["first"]["items"]
    native = rows(written(world, "jsonl")[0])
    marks = [mark for row in native for mark in row["annotations"]]
    assert [one["id"] for one in found] == [f"urn:uuid:{mark['id']}" for mark in marks]
    assert whole["total"] == export.written == len(found) == 5
    for one in found:
        for target in one["target"]:
            position, quote = target["selector"]
            assert native[0]["text"][position["start"] : position["end"]] == quote["exact"]
    assert said(export) == [
        "Earlier verdicts, of which it holds the newest alone: 1.",
        "Choices that wait and are no verdict, left out: 1.",
        "Sources without an address, left out: 1.",
        "Marks of which it has no place for the kind, the role, the speaker, or another field: 3.",
        "Links between marks, which it has no place for: 1.",
        "Reviews, of which it has no place for who read what to the end: 3.",
    ]


def test_a_claim_has_its_wording_verdict_and_sources_as_bodies(world: World, busy: Ids) -> None:
    items = json.loads(written(world, "webannotation")[0])["first"]["items"]
    [claim] = [one for one in items if any(b["purpose"] == "assessing" for b in one["body"])]
    told = [(body["purpose"], body["value"]) for body in claim["body"] if "value" in body]
    assert told == [
        ("classifying", "claim"),
        ("commenting", "Which trains?\nAll?"),
        ("describing", "97 % of trains were on time in 2025."),
        ("assessing", "Refuted"),
        ("assessing", "The operator's own figures say 91."),
    ]
    linked = [body for body in claim["body"] if body["purpose"] == "linking"]
    assert len(linked) == 4
    [whole] = [body for body in linked if "state" in body]
    assert whole["selector"] == {"type": "TextQuoteSelector", "exact": "91 percent"}
    assert whole["state"]["cached"].startswith("https://web.archive.org/")
    assert len(claim["target"]) == 2
    assert claim["creator"] == {"type": "Person", "nickname": "r2"}


def test_an_empty_project_is_a_whole_document_too(world: World) -> None:
    whole = json.loads(written(world, "webannotation")[0])
    Draft202012Validator(MODEL).validate(whole)
    assert (whole["total"], whole["first"]["items"]) == (0, [])


@pytest.mark.parametrize("names", [False, True])
def test_persons_have_names_where_somebody_asked(world: World, busy: Ids, names: bool) -> None:
    found = json.loads(written(world, "webannotation", names=names)[0])["first"]["items"]
    assert {("name" in one["creator"]) for one in found} == {names}
