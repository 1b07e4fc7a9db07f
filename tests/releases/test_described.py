"""What describes a release: the data card, and Croissant metadata that its own reader accepts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from annotator.releases.models import Release
from tests.personas import World
from tests.releases.conftest import Freeze

Ids = tuple[str, str, str]
Place = Callable[[Release], Path]
NASTY = '---\nlicense: mit\n"# No title\n<script>alert(1)</script> | a | b \u2028 end'
ONE_SPLIT = ("--split", "train=1")


def rows(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


@pytest.mark.readers
# The reader's own, of a library beneath it.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("about", ["", NASTY])
def test_croissant_is_accepted_and_its_records_are_the_rows(
    world: World, busy: Ids, freeze: Freeze, place: Place, about: str
) -> None:
    mlcroissant = pytest.importorskip("mlcroissant")
    folder = place(freeze("first", *ONE_SPLIT, "--about", about, "--license", "cc-by-4.0"))
    found = mlcroissant.Dataset(folder / "croissant.json")
    assert found.metadata.ctx.issues.errors == set()
    told = {one.name for one in found.metadata.record_sets}
    assert told == {f"{unit}-train-00000-of-00001" for unit in ("articles", "claims", "spans")}
    name = "claims-train-00000-of-00001"
    read = [one[f"{name}/wording"].decode() for one in found.records(name)]
    assert read == [one["wording"] for one in rows(folder / "lines/claims/train.jsonl")]


@pytest.mark.readers
@pytest.mark.parametrize("about", ["", NASTY])
def test_one_line_loads_every_configuration(
    world: World, busy: Ids, freeze: Freeze, place: Place, tmp_path: Path, about: str
) -> None:
    datasets = pytest.importorskip("datasets")
    folder = place(freeze("first", *ONE_SPLIT, "--about", about))
    for config in ("articles", "spans", "claims"):
        found = datasets.load_dataset(str(folder), config, cache_dir=str(tmp_path))
        lines = rows(folder / f"lines/{config}/train.jsonl")
        assert found["train"]["id"] == [one["id"] for one in lines]


def test_the_card_tells_counts_splits_and_how_to_load_it(
    world: World, busy: Ids, freeze: Freeze, place: Place
) -> None:
    release = freeze("first", *ONE_SPLIT, "--about", "For tests of cards.")
    card = (place(release) / "README.md").read_text(encoding="utf-8")
    counts = json.loads(release.manifest)["counts"]
    assert "For tests of cards." in card
    assert 'load_dataset("path/of/this/folder", "articles")' in card
    assert f"| train | {counts['rows']['article']['train']} |" in card
    assert "No group of articles and no near-duplicate stands in two splits." in card
    assert f"annotator release verify {world.slug} first 1" in card
