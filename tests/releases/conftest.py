"""A project full of work, and what was frozen of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from annotator.releases.models import Release
from annotator.releases.queries import release_of
from annotator.releases.store import Store
from tests.conftest import Run
from tests.export.work import busy_project
from tests.personas import World
from tests.releases.buckets import Bucket, a_bucket

Freeze = Callable[..., Release]


@pytest.fixture
def busy(world: World) -> tuple[str, str, str]:
    """The ids of three articles: full of work, read in vain, never opened."""
    return busy_project(world.project, world.rosa.id, world.ravi.id)


@pytest.fixture
def freeze(world: World, run: Run) -> Freeze:
    """`freeze(name, "--unit", "span") -> Release`: as the command makes it."""

    def made(name: str = "first", *options: Any) -> Release:
        result = run("release", "create", world.slug, name, *options)
        assert result.exit_code == 0, result.stderr
        return release_of(world.project_id, name)

    return made


@pytest.fixture
def store(app: Flask) -> Store:
    """Where releases lie."""
    return Store.of(app.config["ANNOTATOR"])


@pytest.fixture
def place(instance: Path, world: World) -> Callable[[Release], Path]:
    """The folder of a release on the disk."""
    return lambda release: instance / "releases" / world.slug / release.folder


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """A bucket on a server of this machine, which the environment names."""
    with a_bucket(monkeypatch) as made:
        yield made
