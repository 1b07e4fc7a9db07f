"""How SQLite is used: which journal, who begins how, who may write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, insert, text
from sqlalchemy.exc import OperationalError

from annotator import create_app
from annotator.accounts.models import SignInAttempt
from annotator.clock import now
from annotator.config import Config
from annotator.db import READ, begin_writing, db, sqlite, writing
from annotator.errors import Busy
from tests.databases import config_for


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), False),
        ((3, 37, 2), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 99), True),
        ((3, 45, 0), False),
        ((3, 46, 1), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_write_ahead_logging_only_where_the_library_is_free_of_its_bug(
    version: tuple[int, ...], safe: bool
) -> None:
    assert sqlite.wal_is_safe(version) is safe
    assert sqlite.journal_mode(version) == ("WAL" if safe else "DELETE")


def test_the_newer_library_is_taken() -> None:
    assert sqlite.driver().sqlite_version_info >= sqlite3.sqlite_version_info


def test_the_older_journal_serves_as_well(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "wal_is_safe", lambda _version: False)
    app = create_app(config_for(database, tmp_path))
    with app.app_context():
        assert pragma(None, "journal_mode") == "delete"
        add_attempt("somebody")
        assert keys() == ["somebody"]
        for engine in db.engines.values():
            engine.dispose()


def pragma(bind: str | None, name: str) -> object:
    """What a connection of this engine is set to."""
    with db.engines[bind].connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()


def add_attempt(key: str) -> None:
    """One small write."""
    with writing():
        db.session.execute(insert(SignInAttempt).values(key=key, at=now()))


def keys() -> list[str]:
    """What was written."""
    with db.engines[READ].connect() as connection:
        return list(connection.scalars(text("SELECT key FROM sign_in_attempt ORDER BY id")))


def test_writers_and_readers_are_set_up(app: Flask) -> None:
    for bind in (None, READ):
        assert pragma(bind, "foreign_keys") == 1
        assert pragma(bind, "recursive_triggers") == 1
        assert pragma(bind, "trusted_schema") == 0
        assert pragma(bind, "busy_timeout") == 10_000
    assert pragma(None, "synchronous") == 2
    assert pragma(READ, "query_only") == 1
    assert pragma(None, "journal_mode") == sqlite.journal_mode().lower()


@pytest.fixture
def begun(app: Flask) -> Iterator[list[tuple[str, str]]]:
    """Every BEGIN that is sent, by the engine that sends it."""
    seen: list[tuple[str, str]] = []
    listening = []
    for name, engine in (("writer", db.engines[None]), ("reader", db.engines[READ])):

        def look(sql: str, name: str = name) -> None:
            if sql.startswith("BEGIN"):
                seen.append((name, sql))

        @event.listens_for(engine, "checkout")
        def listen(connection: Any, *_rest: object, look: Any = look) -> None:
            connection.set_trace_callback(look)

        listening.append((engine, "checkout", listen))

    yield seen
    for one in listening:
        event.remove(*one)


def test_a_writer_takes_the_write_lock_at_once(begun: list[tuple[str, str]]) -> None:
    with writing():
        db.session.execute(text("SELECT 1"))
    assert begun == [("writer", "BEGIN IMMEDIATE")]


def test_a_reader_begins_without_a_lock(begun: list[tuple[str, str]]) -> None:
    db.session.execute(text("SELECT 1"))
    assert begun == [("reader", "BEGIN")]


def test_a_reader_reads_on_while_somebody_writes(app: Flask) -> None:
    begin_writing()
    db.session.execute(insert(SignInAttempt).values(key="unseen", at=now()))
    assert keys() == []
    db.session.commit()
    assert keys() == ["unseen"]


def test_a_reader_is_refused_a_write_by_the_database(app: Flask) -> None:
    with pytest.raises(OperationalError, match="readonly"):
        db.session.execute(insert(SignInAttempt).values(key="sly", at=now()))
    db.session.rollback()
    assert keys() == []


def test_work_that_fails_leaves_nothing_and_lets_the_next_in(app: Flask) -> None:
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            fail_half_way()
    add_attempt("after")
    assert keys() == ["after"]


def fail_half_way() -> None:
    """A write that is followed by an error."""
    with writing():
        db.session.execute(insert(SignInAttempt).values(key="half", at=now()))
        raise ZeroDivisionError


class TestWhenTheGateIsShut:
    """Somebody else is at the gate, or past it without having used it."""

    @pytest.fixture
    def config(self, database: str, instance: Path) -> Config:
        """Settings under which nobody waits long."""
        return config_for(database, instance, gate_seconds=0.05)

    def test_a_writer_is_told_that_it_is_busy_and_keeps_no_connection(self, app: Flask) -> None:
        with db.engines[None].begin():
            for _ in range(40):
                with pytest.raises(Busy):
                    add_attempt("late")
            # Its own connection is the one that is out.
            assert db.engines[None].pool.checkedout() == 1  # type: ignore[attr-defined]
        assert db.engines[None].pool.checkedout() == 0  # type: ignore[attr-defined]
        add_attempt("in time")
        assert keys() == ["in time"]

    def test_a_lock_taken_beside_the_gate_shuts_nobody_out_for_good(self, app: Flask) -> None:
        # By the same library: two of them in one process do not see each other's locks.
        beside = sqlite.driver().connect(db.engines[None].url.database, isolation_level=None)
        beside.execute("BEGIN IMMEDIATE")
        with db.engines[None].connect() as connection:
            connection.connection.cursor().execute("PRAGMA busy_timeout = 10")
        for _ in range(3):
            with pytest.raises(OperationalError, match="locked"):
                add_attempt("late")
        beside.execute("ROLLBACK")
        beside.close()
        add_attempt("in time")
        assert keys() == ["in time"]
