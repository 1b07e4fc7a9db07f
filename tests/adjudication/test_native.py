"""Gold marks leave with what was decided about them, and come back with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.adjudication.drafts import Outcome, Picks
from annotator.adjudication.models import Category
from annotator.adjudication.queries import decisions_on, is_finished
from annotator.adjudication.service import finish, reopen
from annotator.annotations.models import Label
from annotator.audit.replay import compare
from annotator.db import writing
from annotator.errors import Invalid
from annotator.export.options import Layers, Options, Unit
from annotator.export.reading.snapshot import Snapshot
from annotator.export.records.lines import lines
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


def settled_of(data: bytes) -> dict[str, Any]:
    """What the first article says of its adjudication."""
    found: dict[str, Any] = json.loads(data.splitlines()[0])["adjudication"]
    return found


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
        assert sorted(len(one.golds) for one in found) == [0, 1, 1, 2]
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


@ON_BOTH
def test_what_was_dropped_reopened_and_finished_is_in_the_file_and_comes_back(
    bench: Bench, sqlite_template: Path, tmp_path: Path
) -> None:
    marks = adjudicate(bench)
    with writing():
        first = next(one for one in bench.case.decisions if marks["one"] in one.from_ids)
        item = bench.case.item_of([marks["one"], marks["two"]])
        assert item is not None
        reopen(bench.case, first.id, bench.case.version_of(item), person=bench.world.lead)
    unfinished = settled_of(exported(bench.world.slug))
    assert unfinished["finished_by"] is unfinished["finished_at"] is None
    bench.settle(bench.draft(marks["one"], marks["two"], outcome=Outcome.DROP))
    with writing():
        finish(bench.case, bench.case.version, person=bench.world.lead)
    data = exported(bench.world.slug)
    told = settled_of(data)
    assert told["finished_by"] is not None
    about = [one for one in told["decisions"] if marks["one"] in one["from"]]
    assert [one["decision"] for one in about] == ["taken", "dropped"]
    assert [one["reopened_by"] for one in about] == [told["finished_by"], None]
    assert about[0]["links"] == marks["one"] or about[0]["links"] == "union"
    assert all(one["reason"] and one["category"] for one in about)
    with installation(copy_file(sqlite_template, tmp_path), tmp_path):
        project = make_project(bench.world.slug)
        imported(data, bench.world.slug)
        assert exported(bench.world.slug) == data
        assert is_finished(bench.article_id)
        assert compare(project.id) == []


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.sampled_from([*Outcome, None]), min_size=1, max_size=5))
def test_whatever_was_decided_and_reopened_survives_the_journey(
    bench: Bench, sqlite_template: Path, tmp_path: Path, steps: list[Outcome | None]
) -> None:
    if not bench.case.people:
        bench.marks["one"] = bench.mark(bench.world.rosa, SAID, Label.CONTEXT)
        bench.marks["two"] = bench.mark(bench.world.ravi, f"{SAID} in the year", Label.CONTEXT)
        bench.hand_in()
    pair = bench.marks["one"], bench.marks["two"]
    for step in steps:
        if step is not None:
            picks = Picks(pair[0], pair[0])
            bench.settle(bench.draft(*pair, outcome=step, picks=picks))
            continue
        with writing():
            item = bench.case.item_of(list(pair))
            assert item is not None
            for one in bench.case.decisions:
                reopen(bench.case, one.id, bench.case.version_of(item), person=bench.world.lead)
    data = exported(bench.world.slug)
    with installation(copy_file(sqlite_template, tmp_path), tmp_path):
        make_project(bench.world.slug)
        imported(data, bench.world.slug)
        assert exported(bench.world.slug) == data


def test_decisions_are_for_who_leads_and_in_no_file_of_reviewers_marks(bench: Bench) -> None:
    adjudicate(bench)
    for options in (Options(submitted_only=True), Options(layer=Layers.REVIEWER)):
        with Snapshot(bench.world.project_id) as snapshot:
            data = b"".join(lines(snapshot, bench.world.slug, options))
        assert "adjudication" not in json.loads(data)


def test_a_file_from_before_decisions_were_in_it_comes_in(
    bench: Bench, sqlite_template: Path, tmp_path: Path
) -> None:
    adjudicate(bench)
    line = json.loads(exported(bench.world.slug))
    del line["adjudication"]
    with installation(copy_file(sqlite_template, tmp_path), tmp_path):
        make_project(bench.world.slug)
        imported(json.dumps(line).encode() + b"\n", bench.world.slug)
        assert sorted(len(one.golds) for one in decisions_on(bench.article_id)) == [1, 1, 2]


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("decision", "guessed", "it must be one of agreed"),
        ("category", None, "only what everybody agreed on has none"),
        ("from", [], "it must name the marks"),
        ("links", "somebody", "it must be a mark's id"),
        ("reopened_at", "2020-01-01T00:00:00.000Z", "a person and a time go together"),
        ("reason", "Another one.", "the decision that made the gold mark .* is missing"),
    ],
)
def test_a_decision_of_an_article_that_cannot_be_is_refused_with_its_key(
    bench: Bench, sqlite_template: Path, tmp_path: Path, key: str, value: object, sentence: str
) -> None:
    adjudicate(bench)
    line = json.loads(exported(bench.world.slug))
    told = next(one for one in line["adjudication"]["decisions"] if one["decision"] == "taken")
    told[key] = value
    with installation(copy_file(sqlite_template, tmp_path), tmp_path):
        make_project(bench.world.slug)
        with pytest.raises(Invalid, match=sentence):
            imported(json.dumps(line).encode() + b"\n", bench.world.slug)


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
