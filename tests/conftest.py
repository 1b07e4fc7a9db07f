"""Fixtures that every test may use: a database, the application, the people, their browsers."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
import time_machine
from click.testing import Result
from flask import Flask
from hypothesis import HealthCheck, settings

from annotator.accounts.person import Person
from annotator.clock import now
from annotator.config import Config
from annotator.db import db
from tests.applications import run_command, working
from tests.databases import config_for, copy_file, kind_of, migrate, migrated_file, quick_folder
from tests.factories import make_session
from tests.personas import World, make_world
from tests.thorough import mark
from tests.visitor import Visitor

if TYPE_CHECKING:
    from tests.postgres import Postgres

# The workers of a run, and the programs that tests start, import the same files hundreds of times:
# they are compiled once, whatever was said of the shell that the run was started in.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

pytest_plugins = ("tests.postgres", "tests.browser", "tests.served", "tests.looking_back")

# No test rests on how quick the machine is, nor on luck: who changed nothing sees what the last one
# saw. What chance may still find is looked for by `make evidence`, with many more examples.
settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")

Visit = Callable[..., Visitor]
Run = Callable[..., Result]

#: Who is in a test's database from the beginning.
_THERE = pytest.StashKey[World]()


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores.

    A third of the time a test waits: for a browser, another process, a lock, a moment to pass.
    """
    ours = getattr(os, "sched_getaffinity", None)
    cores = len(ours(0)) if ours else os.cpu_count() or 1
    return cores + max(cores // 2, 1)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Before the markers choose what is run."""
    mark(items)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, made once and copied for each test."""
    return migrated_file(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_template(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A migrated PostgreSQL database, made once and copied for each test."""
    url = postgres.create_database()
    migrate(url, tmp_path_factory.mktemp("postgres-template"))
    yield url
    postgres.drop_database(url)


@pytest.fixture(scope="session")
def instances() -> Iterator[Path]:
    """Where the tests of this worker have their instance folder, one after the other."""
    with TemporaryDirectory(prefix="annotator-", dir=quick_folder()) as folder:
        yield Path(folder)


@pytest.fixture
def instance(instances: Path) -> Path:
    """An instance folder with nothing in it; its path is that of the test before."""
    folder = instances / "instance"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def sqlite_world(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, World]:
    """A file with the project `demo-desk` and its people, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("world")
    url = copy_file(sqlite_template, folder)
    return folder / "annotator.sqlite3", _world_of_yesterday(url, folder)


@pytest.fixture(scope="session")
def postgresql_world(
    postgres: Postgres, postgres_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, World]]:
    """The same on PostgreSQL."""
    url = postgres.create_database(postgres_template)
    yield url, _world_of_yesterday(url, tmp_path_factory.mktemp("world-postgresql"))
    postgres.drop_database(url)


def _world_of_yesterday(url: str, folder: Path) -> World:
    with time_machine.travel(now() - timedelta(days=1)), working(config_for(url, folder)):
        return make_world()


@pytest.fixture
def template(request: pytest.FixtureRequest) -> Path | str:
    """What the test's database is a copy of: one with the world in it if the test asks for that.

    A clock that a test sets is set before the world begins, so there the world is made anew.
    """
    kind = kind_of(request)
    if "world" in request.fixturenames and "clock" not in request.fixturenames:
        made, request.node.stash[_THERE] = request.getfixturevalue(f"{kind}_world")
        return made  # type: ignore[no-any-return]
    name = "sqlite_template" if kind == "sqlite" else "postgres_template"
    return request.getfixturevalue(name)  # type: ignore[no-any-return]


@pytest.fixture
def database(
    request: pytest.FixtureRequest,
    template: Path | str,
    instance: Path,
    testrun_uid: str,
    worker_id: str,
) -> Iterator[str]:
    """The address of a fresh migrated database: SQLite, or what the parameter names."""
    if isinstance(template, Path):
        yield copy_file(template, instance)
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.create_database(template, f"annotator_{testrun_uid[:12]}_{worker_id}")
    yield url
    server.drop_database(url)


@pytest.fixture
def config(database: str, instance: Path) -> Config:
    """The application's settings; a module may define its own fixture of this name."""
    return config_for(database, instance)


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """The application, with its context pushed for the length of the test."""
    with working(config) as application:
        yield application


@pytest.fixture
def world(app: Flask, request: pytest.FixtureRequest) -> World:
    """The project `demo-desk` with its people."""
    return request.node.stash.get(_THERE, None) or make_world()


@pytest.fixture
def visit(app: Flask) -> Visit:
    """`visit(person_or_None) -> Visitor`: a browser in which that person is signed in."""

    def open_browser(person: Person | None = None, **options: object) -> Visitor:
        secret = None if person is None else make_session(person.id)
        return Visitor(app, secret=secret, **options)  # type: ignore[arg-type]

    return open_browser


@pytest.fixture
def run(app: Flask) -> Run:
    """`run("export", "slug", …)`: the command in this test's application."""

    def command(*words: object) -> Result:
        result = run_command(app, *words)
        db.session.rollback()
        db.session.expire_all()
        return result

    return command
