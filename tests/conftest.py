"""Fixtures that every test may use: a database, the application, the people, their browsers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from click.testing import Result
from flask import Flask
from hypothesis import HealthCheck, settings

from annotator.accounts.person import Person
from annotator.config import Config
from annotator.db import db
from tests.applications import run_command, working
from tests.databases import config_for, copy_file, migrate, migrated_file, quick_folder
from tests.factories import make_session
from tests.personas import World, make_world
from tests.visitor import Visitor

if TYPE_CHECKING:
    from tests.postgres import Postgres

pytest_plugins = ("tests.postgres", "tests.browser", "tests.served", "tests.looking_back")

# No test rests on how quick the machine is.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

Visit = Callable[..., Visitor]
Run = Callable[..., Result]


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are cores.

    A third of the time a test waits: for a browser, another process, a lock, a moment to pass.
    """
    ours = getattr(os, "sched_getaffinity", None)
    cores = len(ours(0)) if ours else os.cpu_count() or 1
    return cores + max(cores // 2, 1)


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


@pytest.fixture
def database(
    request: pytest.FixtureRequest, instance: Path, testrun_uid: str, worker_id: str
) -> Iterator[str]:
    """The address of a fresh migrated database: SQLite, or what the parameter names."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield copy_file(request.getfixturevalue("sqlite_template"), instance)
        return
    server: Postgres = request.getfixturevalue("postgres")
    template = request.getfixturevalue("postgres_template")
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
def world(app: Flask) -> World:
    """The project `demo-desk` with its people."""
    return make_world()


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
