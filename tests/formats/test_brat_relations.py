"""Relations of a brat dataset: links where they fit, and written back as they were."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.annotations.models import Label
from annotator.db import db
from annotator.formats.brat.writing import write_marks
from annotator.formats.mapping import LabelMapping
from annotator.links.models import Link, LinkKind
from tests.databases import ON_BOTH
from tests.formats.brat import bring_in, content, row, take_out
from tests.formats.conftest import elsewhere as elsewhere

SLUG = "trains"
TEXT = "The dam holds. It is old. The dam is safe. “It holds,” she said."
MAPPING = LabelMapping(
    labels={"Fact": Label.CLAIM, "Setting": Label.CONTEXT, "Speech": Label.QUOTE},
    relations={
        "Background": LinkKind.EXPLAINS,
        "Said-in": LinkKind.MADE_IN,
        "Rebuts": LinkKind.CONTRADICTS,
        "repeats": None,
    },
)
#: A relation the way its link goes, one the other way round, one under names of its own, one
#: with an attribute, and those that stay: of no meaning here, of a kind that does not fit, one
#: that says a thing twice, and one to words that are no mark.
ANN = "\n".join(
    [
        "T1\tFact 0 14\tThe dam holds.",
        "T2\tSetting 15 25\tIt is old.",
        "T3\tFact 26 42\tThe dam is safe.",
        "T4\tSpeech 43 54\t“It holds,”",
        "T5\tPerson 55 58\tshe",
        "R7\tBackground Arg1:T2 Arg2:T1",
        "R2\tBackground Arg1:T3 Arg2:T2",
        "R3\tSaid-in what:T1 where:T4",
        "R4\tRebuts Arg1:T3 Arg2:T1",
        "A1\tSure R4",
        "R5\tCoref Arg1:T4 Arg2:T5",
        "R6\tRebuts Arg1:T2 Arg2:T4",
        "R8\tRebuts Arg1:T3 Arg2:T1",
        "R9\trepeats Arg1:T1 Arg2:T3",
        "",
    ]
)
FILES = {"dam.txt": TEXT, "dam_ann.ann": ANN}


@pytest.fixture
def came() -> dict[str, Any]:
    """The row that the folder is read into."""
    return row(FILES, MAPPING)


def ends(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The links by the words of their ends."""
    words = {one["id"]: one["fragments"][0]["exact"] for one in found["annotations"]}
    return [(words[one["from"]], one["kind"], words[one["to"]]) for one in found["links"]]


def test_a_relation_becomes_a_link_in_the_direction_that_fits(came: dict[str, Any]) -> None:
    assert ends(came) == [
        ("It is old.", "explains", "The dam holds."),
        ("It is old.", "explains", "The dam is safe."),
        ("The dam holds.", "made_in", "“It holds,”"),
        ("The dam is safe.", "contradicts", "The dam holds."),
    ]
    kept = came["origin"]["brat"]["by_person"]["ann"]
    assert [line.split("\t")[0] for line in kept] == ["T5", "A1", "R5", "R6", "R8", "R9"]


@ON_BOTH
def test_relations_go_out_as_they_came(elsewhere: Flask) -> None:
    assert bring_in(SLUG, FILES, MAPPING) == 1
    assert len(db.session.scalars(select(Link.id)).all()) == 4
    out = take_out(SLUG)["dam_ann.ann"]
    assert content(out) == content(ANN.encode())
    for relation in (
        "R2\tBackground Arg1:T3 Arg2:T2",
        "R3\tSaid-in what:T1 where:T4",
        "A1\tSure R4",
    ):
        assert relation in out.decode().split("\n")


def test_a_link_that_was_made_or_taken_away_here_is_so_there(came: dict[str, Any]) -> None:
    first, *rest = came["links"]
    new = {**first, "id": "new", "kind": "repeats"}
    marks = {one["fragments"][0]["exact"]: one["id"] for one in came["annotations"]}
    new |= {"from": marks["The dam holds."], "to": marks["The dam is safe."]}
    records, gone = write_marks(TEXT, came["annotations"], [*rest[:2], new], [])
    written = {record.id: record.type for record in records if record.id.startswith("R")}
    assert written == {"R2": "Background", "R3": "Said-in", "R1": "repeats"}
    assert gone == 0


@pytest.mark.parametrize(
    "relation",
    [
        {"id": "R7"},
        "R7",
        {"id": "X\t1", "type": "A", "kind": "explains", "to": "T1", "roles": ["a", "b"]},
        {"id": "R7", "type": "A b", "kind": "explains", "to": "T1", "roles": ["a", "b"]},
        {"id": "R7", "type": "A", "kind": "explains", "to": "T1", "roles": ["a"], "turned": False},
    ],
)
def test_an_origin_that_cannot_be_is_passed_over(came: dict[str, Any], relation: Any) -> None:
    for annotation in came["annotations"]:
        annotation["origin"]["brat"]["relations"] = [relation]
    records, _ = write_marks(TEXT, came["annotations"], came["links"], [])
    kinds = sorted(record.type for record in records if record.id.startswith("R"))
    assert kinds == ["contradicts", "explains", "explains", "made_in"]


def test_without_a_mapping_a_relation_called_like_a_link_is_one() -> None:
    ann = (
        ANN.replace("Fact", "Claim").replace("Setting", "Context").replace("Rebuts", "contradicts")
    )
    found = ends(row({"dam.txt": TEXT, "dam.ann": ann}))
    assert ("The dam holds.", "repeats", "The dam is safe.") in found
    assert ("The dam is safe.", "contradicts", "The dam holds.") in found
    assert len(found) == 2


def test_ten_thousand_relations_come_in_in_time() -> None:
    # Looking through all links for each of them took half a minute.
    count, many = 300, 10_000
    marks = "".join(f"T{n}\tClaim {n * 5} {n * 5 + 4}\tword\n" for n in range(count))
    joined = "".join(
        f"R{n}\trepeats Arg1:T{n % count} Arg2:T{(n // count + n + 1) % count}\t\n"
        for n in range(many)
    )
    files = {"dam.txt": "word " * count, "dam_ann.ann": marks + joined}
    assert len(row(files, LabelMapping(labels={"Claim": Label.CLAIM}))["links"]) == many
