"""Times go in with their offset and come out in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text
from sqlalchemy.exc import StatementError

from annotator.accounts.models import SignInAttempt
from annotator.clock import iso, now
from annotator.db import db, writing
from tests.databases import ON_BOTH

FIRST, LAST = datetime(1970, 1, 1), datetime(2999, 12, 31)


def stored_and_read(moment: datetime) -> datetime:
    """What comes back."""
    with writing():
        db.session.execute(delete(SignInAttempt))
        db.session.execute(insert(SignInAttempt).values(key="k", at=moment))
        return db.session.scalars(select(SignInAttempt.at)).one()


@ON_BOTH
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    moment=st.datetimes(FIRST, LAST, timezones=st.timezones()).map(
        lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    )
)
def test_a_moment_comes_back_as_the_same_moment_in_utc(app: Flask, moment: datetime) -> None:
    found = stored_and_read(moment)
    assert found == moment.astimezone(UTC)
    assert found.utcoffset() == timedelta(0)


@ON_BOTH
def test_the_present_moment_loses_nothing(app: Flask) -> None:
    moment = now()
    assert stored_and_read(moment) == moment


@ON_BOTH
def test_a_time_without_an_offset_is_refused(app: Flask) -> None:
    with pytest.raises(StatementError, match="must name its offset"):
        stored_and_read(datetime(2026, 11, 21, 12))


def test_on_sqlite_texts_sort_as_times_do(app: Flask) -> None:
    eastern = timezone(timedelta(hours=9))
    moments = [datetime(2026, 3, 1, tzinfo=eastern), datetime(2026, 3, 1, tzinfo=UTC), now()]
    with writing():
        rows = [{"key": "k", "at": moment} for moment in moments]
        db.session.execute(insert(SignInAttempt), rows)
    stored = list(db.session.scalars(text("SELECT at FROM sign_in_attempt ORDER BY at")))
    assert stored == [iso(moment.astimezone(UTC)) for moment in sorted(moments)]
    assert {len(item) for item in stored} == {24}
