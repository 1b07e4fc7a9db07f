"""`release verify`: whatever is changed afterwards is found and named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from annotator.db import db
from annotator.releases.models import Release
from tests.conftest import Run
from tests.databases import ON_BOTH
from tests.personas import World
from tests.releases.conftest import Freeze

Ids = tuple[str, str, str]
Place = Callable[[Release], Path]
#: Which of three splits an article is in depends on its id, which is another in each run.
ONE_SPLIT = ("first", "--split", "train=1")
Tamper = Callable[[Path], None]


def flipped(name: str) -> Tamper:
    def tamper(folder: Path) -> None:
        data = bytearray((folder / name).read_bytes())
        data[len(data) // 2] ^= 1
        (folder / name).write_bytes(data)

    return tamper


def cut(name: str) -> Tamper:
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:-1])


def gone(name: str) -> Tamper:
    return lambda folder: (folder / name).unlink()


def added(name: str) -> Tamper:
    return lambda folder: (folder / name).write_text("{}")


@ON_BOTH
def test_a_release_that_nobody_touched_is_proved(
    world: World, busy: Ids, freeze: Freeze, run: Run
) -> None:
    freeze(*ONE_SPLIT)
    result = run("release", "verify", world.slug, "first")
    assert result.exit_code == 0, result.stdout
    told = "first-v1 is as it was made: every file, row and word, and its head.\n"
    assert result.stdout == told
    assert "lines/spans/train.jsonl" in result.stderr


@pytest.mark.parametrize(
    ("tamper", "sentence"),
    [
        (flipped("README.md"), "README.md was changed: its SHA-256"),
        (flipped("manifest.json"), "manifest.json is not the one that the database has"),
        (flipped("index.jsonl"), "index.jsonl was changed: its SHA-256"),
        (flipped("lines/articles/train.jsonl"), "lines/articles/train.jsonl was changed"),
        (flipped("data/spans/train-00000-of-00001.parquet"), "of-00001.parquet was changed"),
        (cut("leaks.json"), "leaks.json has "),
        (gone("splits.jsonl"), "splits.jsonl is missing."),
        (gone("manifest.json"), "manifest.json"),
        (added("data/more.parquet"), "data/more.parquet is there, and the manifest does not"),
    ],
)
def test_what_was_changed_in_the_store_is_named(
    world: World,
    busy: Ids,
    freeze: Freeze,
    run: Run,
    place: Place,
    tamper: Tamper,
    sentence: str,
) -> None:
    tamper(place(freeze(*ONE_SPLIT)))
    result = run("release", "verify", world.slug, "first", 1)
    assert result.exit_code == 1
    assert sentence in result.stdout
    assert "first-v1 is not as it was made." in result.stderr


@ON_BOTH
@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE release SET manifest = replace(manifest, 'first', 'other')", "the row was chang"),
        ("UPDATE release SET head_sequence = head_sequence - 1", "has another head than"),
        ("UPDATE revision SET text = replace(text, 'trains', 'planes')", "no such text"),
    ],
)
def test_what_was_changed_in_the_database_is_named(
    world: World, busy: Ids, freeze: Freeze, run: Run, statement: str, sentence: str
) -> None:
    freeze(*ONE_SPLIT)
    db.session.remove()
    fences = _fences(db.engines[None].dialect.name)
    with db.engines[None].begin() as connection:
        for fence in fences:
            connection.execute(text(fence))
        connection.execute(text(statement))
    result = run("release", "verify", world.slug, "first")
    assert result.exit_code == 1
    assert sentence in result.stdout


@ON_BOTH
def test_a_manifest_forged_in_both_places_is_not_that_of_the_audit_trail(
    world: World, busy: Ids, freeze: Freeze, run: Run, place: Place
) -> None:
    path = place(freeze(*ONE_SPLIT)) / "manifest.json"
    forged = path.read_text(encoding="utf-8").replace('"about": ""', '"about": "Forged."')
    path.write_text(forged, encoding="utf-8")
    db.session.remove()
    with db.engines[None].begin() as connection:
        connection.execute(text("UPDATE release SET manifest = :forged"), {"forged": forged})
    result = run("release", "verify", world.slug, "first")
    assert result.exit_code == 1
    assert result.stdout.startswith(
        "manifest.json is not the one whose SHA-256 the audit trail has: the row was changed.\n"
    )


def _fences(dialect: str) -> list[str]:
    """The statements that take the database's own guard of texts away."""
    if dialect == "postgresql":
        return ["SET session_replication_role = replica"]
    with db.engines[None].connect() as connection:
        names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        return [f'DROP TRIGGER "{name}"' for name in names]
