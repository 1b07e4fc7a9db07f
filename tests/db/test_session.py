"""Which databases can serve, and how PostgreSQL is reached."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from annotator import create_app
from annotator.accounts.models import SignInAttempt
from annotator.clock import now
from annotator.db import READ, db
from annotator.errors import Refused
from tests.databases import config_for

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
