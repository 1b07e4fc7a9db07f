"""How a SQLite connection is set up, and which library it comes from."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from annotator.db.driver import execute
from annotator.db.gate import WriteGate
from annotator.db.together import GATE

try:
    import pysqlite3
except ImportError:  # No wheel for this platform: the standard library's will do.
    pysqlite3 = None

BUSY_MILLISECONDS = 10_000
#: The log goes into the database after so many pages: 16 MB. Whoever writes the page that is one
#: too many does it and keeps the others waiting, at SQLite's own thousand with every fortieth save.
CHECKPOINT_PAGES = 4_000

#: Execution option: the longest wait at the gate for this connection, in seconds.
PATIENCE = "gate_seconds"


def driver() -> ModuleType:
    """The newer of the two SQLite libraries at hand."""
    if pysqlite3 is None or pysqlite3.sqlite_version_info < sqlite3.sqlite_version_info:
        return sqlite3
    return pysqlite3  # type: ignore[no-any-return]


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the WAL-reset bug.

    From 3.7.0 on, a checkpoint that races a write may lose committed rows; mended in 3.51.3,
    and in the branches 3.50.7 and 3.44.6 (https://sqlite.org/wal.html#walresetbug).
    """
    return version >= (3, 51, 3) or (
        (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    )


def journal_mode(version: tuple[int, ...] | None = None) -> str:
    """WAL where it is safe, else the older rollback journal."""
    return "WAL" if wal_is_safe(version or driver().sqlite_version_info) else "DELETE"


def set_up_writer(engine: Engine, gate: WriteGate) -> None:
    """Writers wait at the gate, then take the write lock at BEGIN, never half-way through."""
    event.listen(engine, "engine_disposed", lambda _engine: gate.close())
    event.listen(engine, "connect", _connect_writer)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        info = connection.info
        if not info.get(GATE):
            gate.acquire(connection.get_execution_options().get(PATIENCE))
            info[GATE] = True
        execute(connection, "BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def leave(_connection: Any, record: ConnectionPoolEntry) -> None:
        # After the commit, when the connection goes back to its pool: a listener on "commit"
        # would run before the database has committed.
        if record.info.pop(GATE, False):
            gate.release()


def set_up_reader(engine: Engine) -> None:
    """Readers never take the write lock, and the database refuses their writes."""
    event.listen(engine, "connect", _connect_reader)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        execute(connection, "BEGIN")


def _connect_writer(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    checkpoint = f"wal_autocheckpoint = {CHECKPOINT_PAGES}"
    _pragmas(connection, f"journal_mode = {journal_mode()}", "synchronous = FULL", checkpoint)


def _connect_reader(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    _pragmas(connection, "query_only = ON")


def _pragmas(connection: Any, *more: str) -> None:
    # recursive_triggers: without it INSERT OR REPLACE deletes a row without its triggers, and
    # so walks around the fence that keeps the audit trail append-only.
    common = (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "foreign_keys = ON",
        "recursive_triggers = ON",
        "trusted_schema = OFF",
    )
    for pragma in (*common, *more):
        connection.execute(f"PRAGMA {pragma}")


def gate_path(database: str) -> Path:
    """The lock file beside a database file."""
    return Path(f"{database}.gate")
