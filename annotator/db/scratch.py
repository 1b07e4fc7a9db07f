"""Databases for one use: every table, nothing in them, gone with their connection.

What was so at another time is put into one and read by the very code that reads what is so now.
Each is a file that has no name any more as soon as it is open: nothing is left of it after its
connection, whatever happens. What a page needs stays in memory, as nothing waits for the disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from tempfile import mkstemp
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, Table, UniqueConstraint, create_engine, insert
from sqlalchemy.pool import NullPool

from annotator.db import sqlite
from annotator.db.base import Base
from annotator.db.driver import counting, execute
from annotator.db.session import RoutingSession, db

_SCRATCH = "scratch"
#: Nothing has to outlive the connection; so much of it stays in memory, in KiB.
_PRAGMAS = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -8192")


class LookingBack(RoutingSession):
    """A session of what is in a scratch database; it has no other."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Any:
        """The scratch database, for whatever is asked."""
        return self.info[_SCRATCH]

    def reader(self) -> Connection:
        """The same for a `Prepared` statement."""
        scratch: Connection = self.info[_SCRATCH]
        return scratch


def new_scratch() -> Connection:
    """An empty database with all tables; the caller closes it, and it is gone.

    It takes rows that the real tables would refuse: what once was right may be so no longer.
    """
    scratch = _engine().connect()
    with filling(scratch):
        for statement in _schema():
            execute(scratch, statement)
    return scratch


@contextmanager
def filling(scratch: Connection) -> Iterator[None]:
    """All that is put in inside goes in at one go, which is quicker by far."""
    execute(scratch, "BEGIN")
    yield
    execute(scratch, "COMMIT")


def put(scratch: Connection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows with values as JSON has them, which is how SQLite stores them; what a row
    does not name is null.
    """
    if not rows:
        return
    statement, names = _insert(Base.metadata.tables[table], scratch.dialect)
    execute(scratch, statement, *(tuple([row.get(name) for name in names]) for row in rows))


@contextmanager
def reading_from(scratch: Connection) -> Iterator[None]:
    """Inside, `db.session` and all that reads through it find what is in the scratch database."""
    registry = db.session.registry
    before = db.session()
    looking = LookingBack(db, info={_SCRATCH: scratch}, expire_on_commit=False)
    registry.set(looking)
    try:
        yield
    finally:
        looking.close()
        registry.set(before)


def scratch_in_use() -> Connection | None:
    """What is looked back to, inside `reading_from`; None outside."""
    session = db.session()
    return session.reader() if isinstance(session, LookingBack) else None


@cache
def _engine() -> Engine:
    module = sqlite.driver()

    def connect() -> Any:
        # SQLite's own files without a name are all in memory with some of its builds.
        file, path = mkstemp(prefix="annotator-", suffix=".sqlite3")
        os.close(file)
        try:
            connection = module.connect(path, check_same_thread=False, isolation_level=None)
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            # The file is opened by the first statement that reads it.
            connection.execute("SELECT 1 FROM sqlite_schema").fetchall()
        finally:
            # Windows keeps the name of a file that is open.
            with suppress(PermissionError):
                os.unlink(path)
        return connection

    return create_engine("sqlite://", module=module, creator=connect, poolclass=NullPool)


@cache
def _schema() -> tuple[str, ...]:
    dialect = _engine().dialect
    return tuple(
        statement
        for table in Base.metadata.sorted_tables
        for statement in _statements(table, dialect)
    )


def _statements(table: Table, dialect: Dialect) -> Iterator[str]:
    """The table with its key and its indexes, and none of its rules."""
    quote = dialect.identifier_preparer.quote
    columns = [f"{quote(one.name)} {one.type.compile(dialect)}" for one in table.columns]
    key = ", ".join(quote(column.name) for column in table.primary_key)
    yield f"CREATE TABLE {quote(table.name)} ({', '.join(columns)}, PRIMARY KEY ({key}))"
    unique = [one.columns for one in table.constraints if isinstance(one, UniqueConstraint)]
    indexed = [*(index.columns for index in table.indexes), *unique]
    for number, found in enumerate(indexed):
        name = quote(f"{table.name}_{number}")
        names = ", ".join(quote(column.name) for column in found)
        yield f"CREATE INDEX {name} ON {quote(table.name)} ({names})"


@cache
def _insert(table: Table, dialect: Dialect) -> tuple[str, list[str]]:
    """The statement in the driver's own words, and the columns in their order there."""
    compiled = insert(table).compile(dialect=counting(dialect))
    return str(compiled), compiled.positiontup or []
