"""A project brought over to PostgreSQL gives the release that it gave on SQLite, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.config import Config
from annotator.releases.models import Release
from tests.applications import run_command, working
from tests.conftest import Run
from tests.databases import config_for
from tests.export.work import busy_project
from tests.personas import World
from tests.releases.conftest import Freeze

if TYPE_CHECKING:
    from tests.postgres import Postgres

ASKED = ("--seed", "1", "--split", "train=0.7", "--split", "test=0.3", "--stratify", "label")


@pytest.fixture
def elsewhere(postgres: Postgres, postgres_template: str, tmp_path: Path) -> Iterator[Config]:
    """Another installation, on PostgreSQL, with nothing in it."""
    url = postgres.create_database(postgres_template)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    yield config_for(url, folder)
    postgres.drop_database(url)


def files(folder: Path) -> dict[str, bytes]:
    found = (one for one in folder.rglob("*") if one.is_file())
    return {one.relative_to(folder).as_posix(): one.read_bytes() for one in found}


@pytest.mark.postgres
def test_it_is_the_same_on_another_machine_and_another_database(
    world: World,
    freeze: Freeze,
    run: Run,
    place: Callable[[Release], Path],
    elsewhere: Config,
    tmp_path: Path,
) -> None:
    busy_project(world.project, world.rosa.id, world.ravi.id, gold=False)
    release = freeze("first", *ASKED)
    here = files(place(release))
    path = tmp_path / "all.jsonl"
    assert run("export", world.slug, "-o", path).exit_code == 0
    name = world.project.name
    with working(elsewhere) as app:
        for command in (
            ("project", "create", world.slug, "--name", name),
            ("import", world.slug, path),
            ("release", "create", world.slug, "first", *ASKED),
        ):
            result = run_command(app, *command)
            assert result.exit_code == 0, result.stderr
    there = files(tmp_path / "elsewhere" / "releases" / world.slug / "first-v1")
    manifests = [json.loads(one.pop("manifest.json")) for one in (here, there)]
    assert here == there
    assert {key for key in manifests[0] if manifests[0][key] != manifests[1][key]} == {"made"}
