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
from annotator.errors import Refused
from tests.databases import config_for

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
    pool = db.engines[READ].pool
    reader()
    assert pool.checkedout() == 1  # type: ignore[attr-defined]
    end()
    assert pool.checkedout() == 0  # type: ignore[attr-defined]


def test_a_request_holds_one_connection_that_reads(app: Flask) -> None:
    reader()
    db.session.execute(text("SELECT 1"))
    assert db.engines[READ].pool.checkedout() == 1  # type: ignore[attr-defined]
