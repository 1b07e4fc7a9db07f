"""What a release holds: the lines of the export, splits that stay, and a manifest that is true."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet
from sqlalchemy import text

from annotator.audit.models import Event
from annotator.audit.replay import compare
from annotator.db import db
from annotator.export.options import Options, Unit
from annotator.export.reading.snapshot import Snapshot
from annotator.export.records.lines import lines
from annotator.releases.models import Release
from annotator.splits.leaks import is_leak_free
from tests.conftest import Run
from tests.databases import ON_BOTH
from tests.factories import make_article
from tests.personas import World
from tests.releases.conftest import Freeze

Ids = tuple[str, str, str]
Place = Callable[[Release], Path]


def files(folder: Path) -> dict[str, bytes]:
    found = (one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in found}


def rows(data: bytes) -> list[Any]:
    return [json.loads(line) for line in data.splitlines()]


def exported(world: World, unit: Unit) -> list[bytes]:
    with Snapshot(world.project_id) as snapshot:
        return list(lines(snapshot, world.slug, Options(unit, submitted_only=True)))


@ON_BOTH
def test_its_lines_are_those_of_the_export_of_submitted_work(
    world: World, busy: Ids, freeze: Freeze, place: Place
) -> None:
    held = files(place(freeze()))
    splits = {one["article"]: one["split"] for one in rows(held["splits.jsonl"])}
    assert list(splits) == list(busy)
    index = [json.loads(line) for line in held["index.jsonl"].splitlines()]
    for unit in Unit:
        expected = exported(world, unit)
        entries = [one for one in index if one["unit"] == unit.value]
        digests = [hashlib.sha256(line.rstrip(b"\n")).hexdigest() for line in expected]
        assert [one["sha256"] for one in entries] == digests
        assert {one["article"]: one["split"] for one in entries}.items() <= splits.items()
        found = [
            line
            for split in ("train", "dev", "test")
            for line in held.get(f"lines/{unit.value}s/{split}.jsonl", b"").splitlines(True)
        ]
        assert sorted(found) == sorted(expected)


@ON_BOTH
def test_its_manifest_lists_every_file_and_counts_every_row(
    world: World, busy: Ids, freeze: Freeze, place: Place
) -> None:
    release = freeze("claims-gold", "--about", "For tests.", "--license", "cc-by-4.0")
    held = files(place(release))
    manifest = json.loads(held["manifest.json"])
    assert held["manifest.json"].decode() == release.manifest
    told = {one["path"]: (one["bytes"], one["sha256"]) for one in manifest["files"]}
    there = {path: data for path, data in held.items() if path != "manifest.json"}
    assert told == {
        path: (len(data), hashlib.sha256(data).hexdigest()) for path, data in there.items()
    }
    assert release.bytes == sum(map(len, held.values()))
    counts = manifest["counts"]["rows"]
    assert {unit: sum(found.values()) for unit, found in counts.items()} == {
        unit.value: len(exported(world, unit)) for unit in Unit
    }
    for one in manifest["files"]:
        if one["path"].endswith(".parquet"):
            table = parquet.read_table(place(release) / one["path"])
            assert table.num_rows == one["rows"]
    spans = [json.loads(line) for line in exported(world, Unit.SPAN)]
    assert sum(sum(one.values()) for one in manifest["counts"]["labels"].values()) == len(spans)
    assert manifest["leaks"]["free"] is True
    assert is_leak_free(json.loads(held["leaks.json"]))
    assert manifest["asked"]["splits"]["splits"][0] == {"name": "train", "parts": 8}


@ON_BOTH
def test_it_names_the_head_that_was_read_and_is_an_event_itself(
    world: World, busy: Ids, freeze: Freeze
) -> None:
    before = db.session.scalar(text("SELECT max(seq) FROM event"))
    release = freeze()
    made = json.loads(release.manifest)["made"]
    assert made["head"] == {"sequence": before, "hash": release.head_hash}
    event = db.session.query(Event).filter_by(action="release.made").one()
    assert event.seq == before + 1
    after = json.loads(event.after or "")
    assert after["manifest_sha256"] == hashlib.sha256(release.manifest.encode()).hexdigest()
    assert [one for one in compare(world.project_id) if one.table == "release"] == []


@ON_BOTH
def test_the_same_data_gives_the_same_bytes_but_for_the_manifest(
    world: World, busy: Ids, freeze: Freeze, place: Place
) -> None:
    one, other = files(place(freeze("one"))), files(place(freeze("two")))
    for path in sorted(one.keys() | other.keys()):
        if path not in {"manifest.json", "README.md", "croissant.json"}:
            assert one[path] == other[path], path
    again = json.loads(one["manifest.json"]), json.loads(other["manifest.json"])
    assert {key for key in again[0] if again[0][key] != again[1][key]} <= {
        *("made", "name", "files"),
    }


@ON_BOTH
def test_the_next_version_keeps_every_article_where_it_was(
    world: World, busy: Ids, freeze: Freeze, place: Place
) -> None:
    for number in range(12):
        make_article(world.project, f"Story number {number} of its own kind, told at length.\n")
    first = rows(files(place(freeze()))["splits.jsonl"])
    for number in range(12, 30):
        make_article(world.project, f"Another story, number {number}, on quite another matter.\n")
    release = freeze()
    second = rows(files(place(release))["splits.jsonl"])
    assert release.version == 2
    assert second[: len(first)] == first
    assert len(second) == len(first) + 18
    assert json.loads(release.manifest)["previous"]["version"] == 1


def test_a_row_that_is_not_true_stops_it_and_leaves_nothing(
    world: World, busy: Ids, run: Run, instance: Path
) -> None:
    with db.engines[None].begin() as connection:
        connection.execute(text("UPDATE fragment SET exact = 'other' WHERE exact LIKE '97%'"))
    result = run("release", "create", world.slug, "first")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("annotator: In article ")
    assert [one for one in (instance / "releases").rglob("*") if one.is_file()] == []
    assert db.session.query(Release).count() == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["First"], "“First” is no name for a release"),
        (["first", "--split", "train"], "--split train: write each name once, as NAME=VALUE."),
        (["first", "--split", "all=1"], "No split can be called “all”"),
        (["first", "--as-known-on", "2999-01-01"], "2999-01-01 lies in the future"),
        (["first", "--without-later-evidence"], "Whole articles come with all of their evidence"),
        (["first", "--person", "r99"], "There is no person “r99” here"),
    ],
)
def test_what_cannot_be_asked_is_said(
    world: World, busy: Ids, run: Run, options: list[str], sentence: str
) -> None:
    result = run("release", "create", world.slug, *options)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert db.session.query(Release).count() == 0
