"""Rows that are not what the index, the splits, the manifest or the texts say, one fault each.

The hashes of files would give all of these away first: here only the rows are proved.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from annotator.releases.models import Release
from annotator.releases.proving import proved_rows
from annotator.releases.store import Store
from annotator.releases.verify import Place
from tests.personas import World
from tests.releases.conftest import Freeze

Ids = tuple[str, str, str]
Folder = Callable[[Release], Path]
Tamper = Callable[[Path], None]
SPANS, ARTICLES = "lines/spans/train.jsonl", "lines/articles/train.jsonl"
NO_ARTICLE = "00000000-0000-4000-8000-000000000000"


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def swapped(name: str) -> Tamper:
    def tamper(folder: Path) -> None:
        first, second, *rest = lines(folder / name)
        (folder / name).write_bytes(b"".join([second, first, *rest]))

    return tamper


def doubled(name: str, **other: str) -> Tamper:
    """The first line again at the end, with these values."""

    def tamper(folder: Path) -> None:
        entry = {**orjson.loads(lines(folder / name)[0]), **other}
        again = orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE)
        (folder / name).write_bytes((folder / name).read_bytes() + again)

    return tamper


def shorter(name: str) -> Tamper:
    return lambda folder: _write(folder / name, lines(folder / name)[:-1])


def indexed(**other: str) -> Tamper:
    """Other values in the first entry of the index."""

    def tamper(folder: Path) -> None:
        first, *rest = lines(folder / "index.jsonl")
        entry = orjson.dumps({**orjson.loads(first), **other}, option=orjson.OPT_APPEND_NEWLINE)
        _write(folder / "index.jsonl", [entry, *rest])

    return tamper


def rewritten(name: str, change: Callable[[dict[str, Any]], object]) -> Tamper:
    """Another first row, with its own hash in the index."""

    def tamper(folder: Path) -> None:
        first, *rest = lines(folder / name)
        row = orjson.loads(first)
        change(row)
        changed = orjson.dumps(row)
        _write(folder / name, [changed + b"\n", *rest])
        index = (folder / "index.jsonl").read_bytes()
        then, now = (
            hashlib.sha256(one).hexdigest().encode() for one in (first.rstrip(b"\n"), changed)
        )
        (folder / "index.jsonl").write_bytes(index.replace(then, now))

    return tamper


def _write(path: Path, rows: list[bytes]) -> None:
    path.write_bytes(b"".join(rows))


def _moved(row: dict[str, Any]) -> None:
    row["fragments"][0]["start"] += 1


@pytest.mark.parametrize(
    ("tamper", "sentence"),
    [
        (swapped(SPANS), f"{SPANS}: line 1 is not the row "),
        (swapped("index.jsonl"), f"{ARTICLES}: line 1 is not the row "),
        (shorter(SPANS), f"{SPANS}: line 3 is not the row "),
        (doubled(SPANS), f"{SPANS} has more rows than the index."),
        (shorter("index.jsonl"), "lines/claims/train.jsonl has 0 rows, and the manifest says 1."),
        (indexed(id=NO_ARTICLE), f"{ARTICLES}: line 1 is not the row {NO_ARTICLE} of the index."),
        (indexed(article=NO_ARTICLE), f"{ARTICLES}: line 1 is not the row "),
        (shorter("splits.jsonl"), " has rows in the split train, and splits.jsonl says otherwise."),
        (doubled("splits.jsonl", split="dev"), "splits.jsonl names article "),
        (rewritten(SPANS, _moved), ": the words at "),
        (rewritten(SPANS, lambda row: row.update(sentence="Forged.")), " holds words that article"),
        (rewritten(ARTICLES, lambda row: row.update(text="Forged.")), " holds words that article"),
    ],
)
def test_a_row_that_is_not_what_it_should_be_is_named(
    world: World,
    busy: Ids,
    freeze: Freeze,
    store: Store,
    place: Folder,
    tamper: Tamper,
    sentence: str,
) -> None:
    release = freeze("first", "--split", "train=1")
    tamper(place(release))
    assert sentence in _faults(release, store, world)[0]


def test_a_manifest_that_counts_other_rows_is_named(
    world: World, busy: Ids, freeze: Freeze, store: Store
) -> None:
    release = freeze("first", "--split", "train=1")
    forged = release.manifest.replace('"rows": 3', '"rows": 4')
    faults = _faults(release, store, world, forged)
    assert f"{SPANS} has 3 rows, and the manifest says 4." in faults


def _faults(release: Release, store: Store, world: World, manifest: str = "") -> list[str]:
    folder = f"{world.slug}/{release.folder}"
    placed = Place(release, store, folder, orjson.loads(manifest or release.manifest))
    return [str(one) for one in proved_rows(placed, lambda _path: None)]
