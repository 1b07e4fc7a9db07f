"""Applications on databases that were never migrated, and ways to look into them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from annotator import create_app
from annotator.db import db
from tests.databases import config_for, sqlite_url
from tests.postgres import Postgres


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database of the kind that the parameter names."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield sqlite_url(tmp_path / "empty.sqlite3")
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.create_database()
    yield url
    server.drop_database(url)


@pytest.fixture
def app(database: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on the empty database, with its context pushed."""
    application = create_app(config_for(database, tmp_path))
    with application.app_context():
        yield application
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
