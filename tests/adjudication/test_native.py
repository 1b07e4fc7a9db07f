"""Gold marks leave with what was decided about them, and come back with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.adjudication.drafts import Outcome, Picks
from annotator.adjudication.models import Category
from annotator.adjudication.queries import decisions_on
from annotator.adjudication.service import finish
from annotator.annotations.models import Label
from annotator.audit.replay import compare
from annotator.db import writing
from annotator.errors import Invalid
from annotator.export.jsonl import lines
from annotator.export.options import Layers, Options, Unit
from annotator.export.queries import Snapshot
from tests.adjudication.made import Bench
from tests.databases import ON_BOTH, copy_file
from tests.factories import make_project
from tests.formats.native import exported, imported, installation

SAID = "91.4 per cent of departures left within five minutes of schedule"


def adjudicate(bench: Bench) -> dict[str, str]:
    """A claim taken from one of two, context that both stand, one dropped, and one agreed."""
    world, marks = bench.world, {}
    for person, words in ((world.rosa, SAID), (world.ravi, f"{SAID} in the year to June")):
        marks[person.name] = bench.mark(person, words)
        bench.mark(person, "a rise of 58 per cent", Label.CONTEXT)
    chamber = "The chamber was told that nine in ten boats"
    both = [
        bench.mark(world.rosa, chamber, Label.CONTEXT),
        bench.mark(world.ravi, "nine in ten boats leave on time", Label.CONTEXT),
    ]
    dropped = bench.mark(world.ravi, "Ferry fares", Label.CONTEXT)
    bench.hand_in()
    one, two = marks.values()
    bench.settle(bench.draft(one, two, picks=Picks(one, one)))
    bench.settle(bench.draft(*both, outcome=Outcome.BOTH, category=Category.INTERPRETATION))
    bench.settle(bench.draft(dropped, outcome=Outcome.DROP, category=Category.SLIP))
    with writing():
        finish(bench.case, bench.case.version, person=world.lead)
    return {"one": one, "two": two}


def rows_of(data: bytes) -> list[dict[str, Any]]:
    """The gold marks of the first article."""
    line = json.loads(data.splitlines()[0])
    return [mark for mark in line["annotations"] if mark["layer"] == "gold"]


@ON_BOTH
def test_each_gold_mark_names_what_it_was_made_from_and_why(bench: Bench) -> None:
    marks = adjudicate(bench)
    golds = rows_of(exported(bench.world.slug))
    told = {mark["fragments"][0]["exact"]: mark["adjudication"] for mark in golds}
    assert told[SAID]["from"] == sorted([marks["one"], marks["two"]])
    assert told[SAID]["decision"] == "taken"
    assert told[SAID]["category"] == "boundary"
    assert told[SAID]["reason"] == "It is what was said."
    assert told[SAID]["decided_by"] == next(mark["author"] for mark in golds)
    assert told["a rise of 58 per cent"]["decision"] == "agreed"
    assert [one["decision"] for one in told.values()].count("both") == 2


def test_adjudicated_work_comes_back_and_leaves_again_as_the_same_bytes(
    bench: Bench, sqlite_template: Path, tmp_path: Path
) -> None:
    adjudicate(bench)
    data = exported(bench.world.slug)
    with installation(copy_file(sqlite_template, tmp_path), tmp_path):
        project = make_project(bench.world.slug)
        imported(data, bench.world.slug)
        assert exported(bench.world.slug) == data
        found = decisions_on(bench.article_id)
        assert sorted(len(one.golds) for one in found) == [1, 1, 2]
        assert compare(project.id) == []


def test_the_gold_layer_alone_comes_back_too(
    bench: Bench, sqlite_template: Path, tmp_path: Path
) -> None:
    adjudicate(bench)
    with Snapshot(bench.world.project_id) as snapshot:
        options = Options(Unit.ARTICLE, layer=Layers.GOLD)
        data = b"".join(lines(snapshot, bench.world.slug, options))
    assert len(rows_of(data)) == 4
    with installation(copy_file(sqlite_template, tmp_path), tmp_path):
        make_project(bench.world.slug)
        imported(data, bench.world.slug)
        assert rows_of(exported(bench.world.slug)) == rows_of(data)


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("decision", "guessed", "it must be one of agreed"),
        ("decision", "dropped", "what was dropped has no gold mark"),
        ("category", None, "only what everybody agreed on has none"),
        ("from", [], "it must name the marks"),
        ("from", ["x"], "it must name the marks"),
        ("decided_at", "1980-01-01T00:00:00.000Z", "before 1990"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_with_its_key(
    bench: Bench, sqlite_template: Path, tmp_path: Path, key: str, value: object, sentence: str
) -> None:
    adjudicate(bench)
    line = json.loads(exported(bench.world.slug))
    gold = next(mark for mark in line["annotations"] if mark["layer"] == "gold")
    gold["adjudication"] = {**gold["adjudication"], "decision": "taken", key: value}
    gold["adjudication"].setdefault("category", "slip")
    with installation(copy_file(sqlite_template, tmp_path), tmp_path):
        make_project(bench.world.slug)
        with pytest.raises(Invalid, match=sentence):
            imported(json.dumps(line).encode() + b"\n", bench.world.slug)
