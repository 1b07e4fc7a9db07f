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
