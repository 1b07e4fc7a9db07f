"""Which databases can serve, and how PostgreSQL is reached."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from annotator import create_app
from annotator.accounts.models import SignInAttempt
from annotator.clock import now
from annotator.db import READ, Prepared, begin_writing, db, reader, writing
from annotator.db.readers import MOST_KEPT
from annotator.errors import Refused
from tests.databases import ON_BOTH, config_for

ATTEMPTS = Prepared(select(SignInAttempt.key))

ON_POSTGRESQL = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/x", "not a url", ""]
)
def test_what_cannot_serve_is_refused_in_a_sentence(url: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="ANNOTATOR_DATABASE_URL"):
        create_app(config_for(url, tmp_path))


@pytest.mark.postgres
@ON_POSTGRESQL
def test_no_request_holds_postgresql_for_long(app: Flask) -> None:
    with db.engines[None].connect() as connection:
        shown = [
            connection.exec_driver_sql(f"SHOW {name}").scalar()
            for name in ("statement_timeout", "idle_in_transaction_session_timeout")
        ]
    assert shown == ["10s", "30s"]


@pytest.mark.postgres
@ON_POSTGRESQL
def test_readers_are_refused_writes_by_postgresql(app: Flask) -> None:
    with (
        db.engines[READ].connect() as connection,
        pytest.raises(DBAPIError, match="read-only transaction"),
    ):
        connection.execute(insert(SignInAttempt).values(key="sly", at=now()))


def test_what_is_asked_before_a_transaction_begins_none(app: Flask) -> None:
    assert ATTEMPTS.all(reader()) == []
    assert not db.session().in_transaction()


def test_what_is_asked_in_a_transaction_sees_what_it_wrote(app: Flask) -> None:
    with writing():
        db.session.execute(insert(SignInAttempt).values(key="own", at=now()))
        assert ATTEMPTS.all(reader()) == [("own",)]


def test_a_transaction_that_is_about_to_write_is_begun_by_what_is_asked(app: Flask) -> None:
    with writing():
        assert reader() is db.session.connection()


@pytest.mark.parametrize("end", [db.session.rollback, db.session.remove, begin_writing])
def test_the_connection_that_only_reads_goes_back(app: Flask, end: Callable[[], object]) -> None:
    reader()
    assert (in_use(app), kept(app)) == (1, 0)
    end()
    assert (in_use(app), kept(app)) == (0, 1)


@pytest.mark.postgres
@ON_POSTGRESQL
def test_the_connection_that_only_reads_goes_back_to_postgresqls_pool(app: Flask) -> None:
    ATTEMPTS.all(reader())
    db.session.rollback()
    assert (in_use(app), kept(app)) == (0, 0)


def test_a_request_holds_one_connection_that_reads(app: Flask) -> None:
    reader()
    db.session.execute(text("SELECT 1"))
    assert in_use(app) == 1


@ON_BOTH
def test_the_next_request_reads_what_was_written_meanwhile(app: Flask) -> None:
    assert ATTEMPTS.all(reader()) == []
    with writing():
        db.session.execute(insert(SignInAttempt).values(key="meanwhile", at=now()))
    assert ATTEMPTS.all(reader()) == [("meanwhile",)]


def test_a_connection_is_lent_again(app: Flask) -> None:
    first = reader()
    db.session.rollback()
    assert reader() is first


def test_a_connection_with_a_transaction_on_it_is_not_lent_again(app: Flask) -> None:
    reader().execute(text("SELECT 1"))
    db.session.rollback()
    assert (in_use(app), kept(app)) == (0, 0)


def test_only_so_many_connections_are_kept(app: Flask) -> None:
    readers = app.extensions["readers"]
    lent = [readers.lend() for _ in range(MOST_KEPT + 2)]
    for connection in lent:
        readers.take_back(connection)
    assert (in_use(app), kept(app)) == (0, MOST_KEPT)


def test_no_connection_is_kept_from_before_the_engine_was_disposed_of(app: Flask) -> None:
    readers = app.extensions["readers"]
    idle, lent = readers.lend(), readers.lend()
    readers.take_back(idle)
    db.engines[READ].dispose()
    readers.take_back(lent)
    assert idle.closed
    assert lent.closed
    assert kept(app) == 0


def kept(app: Flask) -> int:
    """How many connections are at hand for whoever reads next."""
    return len(app.extensions["readers"])


def in_use(app: Flask) -> int:
    """How many connections to read on are with somebody."""
    return db.engines[READ].pool.checkedout() - kept(app)  # type: ignore[attr-defined, no-any-return]
