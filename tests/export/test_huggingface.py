"""A dataset folder: what `load_dataset` makes of it, and what is said of what it cannot hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pyarrow import parquet

from annotator.errors import Invalid
from annotator.export.options import Unit
from annotator.export.tables import shards
from annotator.export.tables.card import size_category
from tests.conftest import Run
from tests.databases import ON_BOTH
from tests.export.tables import folder, native, told
from tests.export.test_readers import Ids
from tests.personas import World

NAMES = ("train", "dev", "test.hard")


def loaded(path: Path, cache: Path) -> Any:
    datasets = pytest.importorskip("datasets")
    return datasets.load_dataset(str(path), cache_dir=str(cache))


def files(path: Path) -> dict[str, bytes]:
    found = (one for one in sorted(path.rglob("*")) if one.is_file())
    return {one.relative_to(path).as_posix(): one.read_bytes() for one in found}


@pytest.mark.readers
@pytest.mark.parametrize("unit", list(Unit))
def test_one_line_loads_the_splits_with_the_types_of_every_column(
    world: World, busy: Ids, unit: Unit, tmp_path: Path
) -> None:
    datasets = pytest.importorskip("datasets")
    path = tmp_path / "set"
    export = folder(world, unit, path, dict(zip(busy, NAMES, strict=True)))
    read = loaded(path, tmp_path / "cache")
    back = {name: [told(row) for row in split] for name, split in read.items()}
    expected = native(world, unit)
    assert sum(back.values(), []) == expected
    assert export.written == len(expected)
    # Articles without a span or a claim leave their splits empty.
    assert list(read) == (["train", "dev", "test.hard"] if unit is Unit.ARTICLE else ["train"])
    [one, *_] = (path / "data").glob("train-*.parquet")
    schema = parquet.read_schema(one).remove_metadata()
    assert read["train"].features == datasets.Features.from_arrow_schema(schema)
    assert read["train"].features["created_at" if unit is not Unit.ARTICLE else "published_on"]


@pytest.mark.readers
def test_a_project_without_splits_is_one(world: World, busy: Ids, tmp_path: Path) -> None:
    folder(world, Unit.SPAN, tmp_path / "set")
    assert sorted(files(tmp_path / "set")) == ["README.md", "data/train-00000-of-00001.parquet"]
    read = loaded(tmp_path / "set", tmp_path / "cache")
    assert {name: split.num_rows for name, split in read.items()} == {"train": 5}


@pytest.mark.readers
def test_a_split_of_several_files_is_read_as_one(
    world: World, busy: Ids, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "_FILE_BYTES", 0)
    folder(world, Unit.ARTICLE, tmp_path / "set")
    assert [name for name in files(tmp_path / "set") if name.startswith("data")] == [
        f"data/train-0000{number}-of-00003.parquet" for number in range(3)
    ]
    read = loaded(tmp_path / "set", tmp_path / "cache")
    assert [told(row) for row in read["train"]] == native(world, Unit.ARTICLE)


@ON_BOTH
def test_the_same_data_gives_the_same_files_in_a_folder_and_in_an_archive(
    world: World, busy: Ids, run: Run, tmp_path: Path
) -> None:
    command = ("export", world.slug, "--format", "huggingface", "--unit", "claim", "-o")
    for name in ("one", "two", "one.zip", "two.zip"):
        result = run(*command, tmp_path / name)
        assert (result.exit_code, result.stderr) == (0, "2 rows written.\n")
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with ZipFile(tmp_path / "one.zip") as zipped:
        found = {name: zipped.read(name) for name in zipped.namelist()}
    assert found == files(tmp_path / "one")
    card = found["README.md"].decode()
    assert card.startswith("---\npretty_name: demo-desk\nlicense: unknown\nlanguage:\n  - en\n")
    assert '  - "n<1K"\n' in card
    assert "      - split: train\n        path: data/train-*.parquet\n" in card


def test_what_is_in_no_split_and_what_splits_are_empty_is_said(
    world: World, busy: Ids, tmp_path: Path
) -> None:
    export = folder(world, Unit.SPAN, tmp_path / "set", {busy[1]: "dev", busy[2]: "train"})
    assert [str(remark) for remark in export.remarks] == [
        "Rows of articles in no split: 5.",
        "Splits without a row, which the datasets library does not load: train, dev.",
    ]
    assert export.written == 0
    assert sorted(files(tmp_path / "set")) == ["README.md", "data/train-00000-of-00001.parquet"]


@pytest.mark.parametrize("name", ["", "all", "cross-validation", "a b", "../up", "a..b"])
def test_a_split_that_would_not_be_found_again_is_refused(
    world: World, busy: Ids, tmp_path: Path, name: str
) -> None:
    with pytest.raises(Invalid, match="knows no split"):
        folder(world, Unit.SPAN, tmp_path / "set", {busy[0]: name})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("rows", "category"),
    [
        (0, "n<1K"),
        (999, "n<1K"),
        (1_000, "1K<n<10K"),
        (99_999, "10K<n<100K"),
        (1_000_000, "1M<n<10M"),
        (2_000_000_000, "n>1B"),
    ],
)
def test_the_size_is_told_as_the_hub_sorts_by_it(rows: int, category: str) -> None:
    assert size_category(rows) == category
