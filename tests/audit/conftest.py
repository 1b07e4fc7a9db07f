"""Projects in which something has happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
import time_machine
from flask import Flask

from annotator.clock import now
from annotator.db import db
from tests.applications import working
from tests.audit.later import LaterWork
from tests.audit.tampering import Tamper
from tests.audit.work import Work
from tests.databases import config_for, copy_file, kind_of
from tests.personas import World, make_world

if TYPE_CHECKING:
    from tests.postgres import Postgres

STEPS = 320
LATE_STEPS = 120
#: The day on which all of a busy project was done.
BUSY_DAY = now().date() - timedelta(days=1)
_NOON = datetime(BUSY_DAY.year, BUSY_DAY.month, BUSY_DAY.day, 12, tzinfo=UTC)


@pytest.fixture
def work(world: World) -> Work:
    """Work that nobody has done yet; what it will be is the same in each run."""
    return Work(world, Random(2026))


@pytest.fixture
def busy_world(app: Flask, request: pytest.FixtureRequest) -> World:
    """A project with more than a hundred events."""
    kind = db.engines[None].dialect.name
    world: World = request.getfixturevalue(f"busy_{kind}")[1]
    return world


@pytest.fixture
def trail(busy_world: World) -> Tamper:
    """A chain that is whole, in the hands of somebody who is not honest."""
    return Tamper(busy_world.project_id)


@pytest.fixture
def template(request: pytest.FixtureRequest, template: Path | str) -> Path | str:
    """What the test's database is a copy of; for tests of a busy project, one that has it."""
    if "busy_world" not in request.fixturenames:
        return template
    found: Path | str = request.getfixturevalue(f"busy_{kind_of(request)}")[0]
    return found


@pytest.fixture(scope="session")
def busy_sqlite(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, World]:
    """A file with a busy project, made once and copied for each test; and who is in it."""
    folder = tmp_path_factory.mktemp("busy")
    url = copy_file(sqlite_template, folder)
    return folder / "annotator.sqlite3", busy(url, folder)


@pytest.fixture(scope="session")
def busy_postgresql(
    postgres: Postgres, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, World]]:
    """The same on PostgreSQL."""
    url = postgres.create_database(postgres_template)
    yield url, busy(url, tmp_path_factory.mktemp("busy-postgresql"))
    postgres.drop_database(url)


def busy(url: str, folder: Path) -> World:
    """Let people work in the database at this address, and close it."""
    with time_machine.travel(_NOON), working(config_for(url, folder)):
        world = make_world()
        work = Work(world, Random(2026))
        work.go_on(STEPS)
        # What came to the product later is done at the end of the day.
        later = LaterWork(world, Random(2031), work.articles, work.marks)
        later.go_on(LATE_STEPS)
        later.talk_about_pace()
        later.use_the_trash()
        later.put_the_project_away()
        later.look_at_a_sample()
        later.release_and_withdraw()
    return world
