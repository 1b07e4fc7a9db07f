"""Statements that the driver runs itself: what goes in, what comes out, and how they fail."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from annotator.accounts.models import SignInAttempt, Theme, User
from annotator.db import Lookup, Prepared, db, insert_values, writing
from annotator.db.driver import execute
from tests.databases import ON_BOTH
from tests.factories import make_user

MOMENT = datetime(2026, 11, 22, 4, 5, 6, 789000, UTC)

NAMED = Prepared(
    select(User.name, User.theme, User.is_admin, User.language)
    .where(User.name == bindparam("name"), User.theme == Theme.DARK, User.is_active)
    .order_by(User.id)
)
ATTEMPTS = Prepared(
    select(SignInAttempt.key, SignInAttempt.at).where(SignInAttempt.at >= bindparam("since"))
)
SINCE = Lookup(
    select(SignInAttempt.id).where(SignInAttempt.at >= bindparam("since")), SignInAttempt.key
)


@pytest.fixture
def people(app: Flask) -> None:
    for name, theme in (("Ada", Theme.DARK), ("Ada", Theme.LIGHT), ("Bo", Theme.DARK)):
        user = make_user(name)
        with writing():
            db.session.merge(user).theme = theme


@ON_BOTH
@pytest.mark.usefixtures("people")
def test_values_come_out_as_the_types_of_their_columns_have_them() -> None:
    assert NAMED.all(db.session.connection(), name="Ada") == [("Ada", Theme.DARK, False, None)]


@ON_BOTH
@pytest.mark.usefixtures("people")
def test_there_is_no_first_row_where_there_is_none() -> None:
    assert NAMED.first(db.session.connection(), name="Cy") is None


@ON_BOTH
def test_times_go_in_and_come_out_in_utc(app: Flask) -> None:
    with writing():
        insert_values(SignInAttempt, [{"id": 1, "key": "a", "at": MOMENT}])
    assert ATTEMPTS.all(db.session.connection(), since=MOMENT) == [("a", MOMENT)]


@ON_BOTH
@pytest.mark.parametrize("count", [0, 1, 50, 120])
def test_rows_are_found_by_however_many_values(app: Flask, count: int) -> None:
    with writing():
        insert_values(SignInAttempt, [{"id": n, "key": str(n), "at": MOMENT} for n in range(130)])
    wanted = {str(n) for n in range(count)}
    found = list(SINCE.all(db.session.connection(), wanted, since=MOMENT))
    assert sorted(found) == [(n,) for n in range(count)]


@ON_BOTH
def test_many_rows_go_in_at_once_and_none_is_no_statement(app: Flask) -> None:
    with writing():
        insert_values(SignInAttempt, [{"id": n, "key": str(n), "at": MOMENT} for n in range(3)])
        insert_values(SignInAttempt, [])
    assert len(ATTEMPTS.all(db.session.connection(), since=MOMENT)) == 3


@ON_BOTH
def test_a_value_that_is_missing_is_named(app: Flask) -> None:
    with pytest.raises(KeyError, match="since"):
        ATTEMPTS.all(db.session.connection())


@ON_BOTH
def test_what_the_database_refuses_is_said_as_sqlalchemy_says_it(app: Flask) -> None:
    row = {"id": 1, "key": "secret", "at": MOMENT}
    with writing():
        insert_values(SignInAttempt, [row])
    with pytest.raises(IntegrityError) as refused, writing():
        insert_values(SignInAttempt, [row])
    assert "INSERT INTO sign_in_attempt" in str(refused.value)
    assert "secret" not in str(refused.value.params)


@ON_BOTH
def test_a_statement_that_cannot_be_read_is_an_error_of_sqlalchemys(app: Flask) -> None:
    with pytest.raises((OperationalError, ProgrammingError)):
        execute(db.session.connection(), "SELECT nothing FROM nowhere")
    db.session.rollback()
    assert db.session.scalar(text("SELECT 1")) == 1
