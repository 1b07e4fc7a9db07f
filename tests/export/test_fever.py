"""Claims as FEVER has them, with what it has no place for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.annotations.models import Annotation, Label, Layer
from annotator.assignments.models import State
from annotator.db import db, writing
from annotator.export.formats.fever import number_of
from annotator.projects.scheme import DEFAULT_RATINGS
from annotator.sources.models import AnswerType, Stance
from tests.databases import ON_BOTH
from tests.export import work
from tests.export.reading import rows
from tests.export.sources import source
from tests.export.ways_out import said, written
from tests.personas import World
from tests.schemes.scales import draft_of, publish

ONE, TWO, THREE = (f"https://{name}.example/" for name in ("one", "two", "three"))


def judged(world: World, words: str, rating: str | None, **fields: object) -> Annotation:
    """A claim of hers with a verdict, in an article of its own."""
    project = db.session.merge(world.project)
    article = work.article(project)
    work.review(project, article, world.rosa.id, State.SUBMITTED)
    claim = work.mark(project, article, world.rosa.id, words, **fields)  # type: ignore[arg-type]
    if rating:
        work.verdict(claim, world.rosa.id, rating, 1, "We looked.")
    return claim


@ON_BOTH
def test_sets_are_alternatives_and_what_belongs_together_stays_together(world: World) -> None:
    with writing():
        claim = judged(world, "97 percent", "refuted", wording="97 % were on time.")
        her = world.rosa.id
        first = source(claim, her, ONE, position=1, set_number=1)
        alone = source(claim, her, TWO, position=2, stance=None)
        source(claim, her, THREE, position=3, set_number=1, stance=Stance.CONTEXT)
        source(claim, her, THREE, position=4, stance=Stance.SUPPORTS)
        none = {"question": "Who?", "answer_type": AnswerType.UNANSWERABLE}
        source(claim, her, None, position=5, **none)
        key, first_id, alone_id = claim.id, first.id, alone.id
    data, export = written(world, "fever")
    [line] = rows(data)
    assert (line["id"], line["label"]) == (number_of(key), "REFUTES")
    assert (line["verifiable"], line["claim"]) == ("VERIFIABLE", "97 % were on time.")
    number = line["evidence"][0][0][0]
    assert line["evidence"] == [
        [[number, number_of(first_id), ONE, None], [number, number_of(first_id), THREE, None]],
        [[number, number_of(alone_id), TWO, None]],
    ]
    assert said(export) == [
        "Sources without an address, left out: 1.",
        "Sources that do not say what the verdict says and belong to no set, left out: 1.",
    ]


def test_what_has_no_label_there_is_left_out_and_counted(world: World) -> None:
    with writing():
        unknown = judged(world, "97 percent", "not_enough_evidence")
        source(unknown, world.rosa.id, ONE)
        judged(world, "in 2025", "conflicting")
        judged(world, "six minutes late", None)
        judged(world, "a record", "supported")
        mixed = judged(world, "on time", "supported", layer=Layer.GOLD)
        project = db.session.merge(world.project)
        work.mark(project, mixed.article_id, world.ravi.id, "arrivals")
        work.mark(project, mixed.article_id, world.ravi.id, "minutes", label=Label.QUOTE)
    data, export = written(world, "fever")
    lines = rows(data)
    assert [line["label"] for line in lines] == ["NOT ENOUGH INFO", "SUPPORTS", "SUPPORTS"]
    assert lines[0]["verifiable"] == "NOT VERIFIABLE"
    assert [part[1:] for part in lines[0]["evidence"][0]] == [[None, None, None]]
    assert export.written == 3
    assert said(export) == [
        "Claims without a verdict, left out, for every record has a label: 1.",
        "Claims whose rating FEVER has no label for, left out: 1.",
        "Reviewers’ claims, left out where there is a gold one: 1.",
        "Quotes and pieces of context, which it has no place for: 1.",
        "Claims that are supported or refuted, written without any evidence: 2.",
        "Sources of claims without enough evidence, which FEVER has nulls for: 1.",
    ]


def test_a_label_is_what_the_rating_meant_when_it_was_given(world: World) -> None:
    with writing():
        judged(world, "97 percent", "refuted")
    now = (
        replace(one, fever="SUPPORTS") if one.id == "refuted" else one for one in DEFAULT_RATINGS
    )
    publish(world.project, draft_of(*now))
    with writing():
        judged(world, "97 percent", "refuted")
    assert [line["label"] for line in rows(written(world, "fever")[0])] == ["REFUTES", "SUPPORTS"]


def test_stale_and_earlier_verdicts_are_counted(world: World, busy: tuple[str, str, str]) -> None:
    _data, export = written(world, "fever")
    assert "Verdicts written though they are stale: 1." in said(export)
    assert "Earlier verdicts, of which it holds the newest alone: 1." in said(export)


@pytest.mark.readers
def test_duckdb_reads_the_claims(world: World, busy: tuple[str, str, str], tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "fever.jsonl"
    path.write_bytes(written(world, "fever")[0])
    found = duckdb.read_json(str(path)).fetchall()
    assert [row[2] for row in found] == ["REFUTES"]
    assert [row[0] for row in found] == [rows(path.read_bytes())[0]["id"]]
