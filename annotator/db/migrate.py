"""Bring a database to the newest schema, and tell whether it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from annotator.db.session import READ, db
from annotator.paths import resource_folder

if TYPE_CHECKING:
    from alembic.config import Config as AlembicConfig

#: PostgreSQL's advisory lock that lets one process migrate at a time; the number is arbitrary.
_LOCK = 4_021_976_110


#: What is done once the newest schema is there.
_upkeep: list[Callable[[], None]] = []


def after_upgrade(work: Callable[[], None]) -> Callable[[], None]:
    """Name the function below as one that brings rows to the rules of this version.

    It runs after every upgrade to the newest schema, with an event for each change it makes.
    """
    _upkeep.append(work)
    return work


def upgrade(revision: str = "head") -> None:
    """Migrate up to a revision, in one transaction a step; at the newest, do the upkeep."""
    # Alembic takes most of a second to import; only commands that migrate pay for it.
    from alembic import command

    with _connection() as connection:
        command.upgrade(alembic_config(connection), revision)
    if revision == "head":
        for work in _upkeep:
            work()
        # Whoever migrates may be about to copy the file: nothing reads in it any more.
        db.session.remove()


def downgrade(revision: str) -> None:
    """Migrate down to a revision; `base` leaves an empty database."""
    from alembic import command

    with _connection() as connection:
        command.downgrade(alembic_config(connection), revision)


def is_current() -> bool:
    """Whether the database is at the newest revision."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    with db.engines[READ].connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def alembic_config(connection: Connection | None = None) -> AlembicConfig:
    """Alembic's settings, which live here and not in an ini file."""
    from alembic.config import Config as AlembicConfig

    configuration = AlembicConfig()
    configuration.set_main_option("script_location", str(resource_folder("migrations")))
    configuration.set_main_option("path_separator", "os")
    configuration.attributes["connection"] = connection
    return configuration


@contextmanager
def _connection() -> Iterator[Connection]:
    with db.engines[None].connect() as connection:
        prepare = _on_sqlite if connection.dialect.name == "sqlite" else _on_postgresql
        with prepare(connection):
            yield connection


@contextmanager
def _on_sqlite(connection: Connection) -> Iterator[None]:
    # SQLite changes a table by making it anew, and dropping the old one would offend the
    # foreign keys to it. The switch works outside a transaction only, so not through
    # SQLAlchemy, which would begin one.
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    # While the old table is gone, triggers of other tables may name it: the new one takes its name
    # without those being read.
    cursor.execute("PRAGMA legacy_alter_table = ON")
    try:
        yield
    finally:
        connection.rollback()
        cursor.execute("PRAGMA legacy_alter_table = OFF")
        cursor.execute("PRAGMA foreign_keys = ON")


@contextmanager
def _on_postgresql(connection: Connection) -> Iterator[None]:
    # A migration may take longer than any request, and two of them must not meet.
    connection.exec_driver_sql("SET statement_timeout = 0")
    connection.exec_driver_sql("SET idle_in_transaction_session_timeout = 0")
    connection.exec_driver_sql("SELECT pg_advisory_lock(%s)", (_LOCK,))
    connection.commit()
    try:
        yield
    finally:
        # Closing for good gives back the lock and forgets the settings.
        connection.invalidate()
