"""Which databases a test runs on, and a fresh migrated copy of each."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from annotator import create_app
from annotator.config import Config
from annotator.db import db
from annotator.db.migrate import upgrade

#: Marks a test that runs once on SQLite and once on PostgreSQL.
ON_BOTH = pytest.mark.parametrize(
    "database",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
    indirect=True,
)

SECRET_KEY = "a-key-for-tests-only-0123456789-abcdefghijklmnop"


#: Where Linux keeps files in memory; a run of the tests needs a part of this much.
_MEMORY, _ROOM = Path("/dev/shm"), 2_000_000_000  # noqa: S108


def quick_folder() -> str:
    """A folder for files that live for one test: in memory where there is room, else the usual."""
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
        return str(_MEMORY)
    return tempfile.gettempdir()


def kind_of(request: pytest.FixtureRequest) -> str:
    """Which kind of database the test runs on: "sqlite" or "postgresql"."""
    call = getattr(request.node, "callspec", None)
    return str(call.params.get("database", "sqlite")) if call else "sqlite"


def config_for(url: str, instance: Path, **settings: object) -> Config:
    """Settings of a test application."""
    return Config(instance=instance, database_url=url, secret_key=SECRET_KEY, **settings)  # type: ignore[arg-type]


def sqlite_url(path: Path) -> str:
    """The address of an SQLite file."""
    return f"sqlite:///{path}"


def migrate(url: str, instance: Path) -> None:
    """Bring the database at this address to the newest schema, the way `annotator init` does."""
    app = create_app(config_for(url, instance))
    with app.app_context():
        upgrade()
        for engine in db.engines.values():
            engine.dispose()


def migrated_file(folder: Path) -> Path:
    """A migrated SQLite file in one piece, to be copied for each test."""
    path = folder / "template.sqlite3"
    migrate(sqlite_url(path), folder)
    return path


def copy_file(template: Path, folder: Path) -> str:
    """The address of a copy of the template file."""
    path = folder / "annotator.sqlite3"
    shutil.copyfile(template, path)
    return sqlite_url(path)
