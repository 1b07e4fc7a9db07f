"""The libraries that data people load an export with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.export.options import Unit
from tests.export.reading import fragments, rows
from tests.personas import World

Export = Callable[..., bytes]
Ids = tuple[str, str, str]

#: The library tells the types of all columns by so many bytes, unless it is told otherwise.
TYPED_BY = 10 << 20


@pytest.mark.readers
@pytest.mark.parametrize("unit", list(Unit))
def test_the_datasets_library_reads_every_unit(
    world: World, busy: Ids, export: Export, unit: Unit, tmp_path: Path
) -> None:
    datasets = pytest.importorskip("datasets")
    path = tmp_path / "export.jsonl"
    path.write_bytes(export(unit=unit))
    read = datasets.load_dataset(
        "json", data_files=str(path), split="train", cache_dir=str(tmp_path / "cache")
    )
    texts = {row["id"]: row["text"] for row in rows(export())}
    assert len(read) == len(rows(path.read_bytes()))
    for row in read:
        whole = texts[row.get("article", row["id"])]
        for piece in fragments(row):
            assert whole[piece["start"] : piece["end"]] == piece["exact"]


@pytest.mark.readers
@pytest.mark.parametrize("unit", list(Unit))
def test_a_large_file_that_says_the_most_at_its_end_is_read_whole(
    world: World, busy: Ids, export: Export, unit: Unit, tmp_path: Path
) -> None:
    datasets = pytest.importorskip("datasets")
    lines = sorted(export(unit=unit).splitlines(keepends=True), key=len)
    many = TYPED_BY // len(lines[0]) + 1
    path = tmp_path / "export.jsonl"
    path.write_bytes(lines[0] * many + b"".join(lines[1:]))
    read = datasets.load_dataset(
        "json",
        data_files=str(path),
        split="train",
        cache_dir=str(tmp_path / "cache"),
        chunksize=path.stat().st_size,
    )
    assert len(read) == many + len(lines) - 1
    assert fragments(read[-1]) == fragments(rows(lines[-1])[0])
