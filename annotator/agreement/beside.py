"""One moment of the database, which two processes see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from sqlalchemy import Connection, Engine, text

from annotator.agreement.reading import Plan
from annotator.agreement.sharing import Helper
from annotator.agreement.there import Door, enter, see
from annotator.db import READ, db
from annotator.errors import Busy

_SQLITE_FIRST = ("PRAGMA query_only = ON", "PRAGMA trusted_schema = OFF")
#: Only what is read begins to be seen in SQLite.
_LOOK = "SELECT count(*) FROM sqlite_schema"


@contextmanager
def moment() -> Iterator[Connection]:
    """A read transaction of its own, so that people at work change nothing half-way."""
    with db.engines[READ].connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


@contextmanager
def shared_moment(helper: Helper, plan: Plan) -> Iterator[tuple[Connection, bool]]:
    """The same, and whether the helper sees it too; where it does not, this process reads all."""
    there = helper.ask(partial(enter, _door(db.engines[READ]), plan))
    with moment() as connection:
        yield connection, bool(there) and _together(connection, helper)


def _door(engine: Engine) -> Door:
    places, options = engine.dialect.create_connect_args(engine.url)
    connect = engine.dialect.loaded_dbapi.connect
    if engine.dialect.name == "sqlite":
        return Door(connect, places, {**options, "isolation_level": None}, _SQLITE_FIRST)
    # How SQLAlchemy has the driver convert types does not go from process to process, and nothing
    # that is read needs it.
    options.pop("context", None)
    return Door(connect, places, {**options, "autocommit": True}, ())


def _together(connection: Connection, helper: Helper) -> bool:
    if connection.dialect.name == "postgresql":
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        see_it = partial(see, (begin, f"SET TRANSACTION SNAPSHOT '{snapshot}'"))
        return bool(helper.ask(see_it))
    try:
        with _unchanging():
            connection.execute(text(_LOOK))
            return bool(helper.ask(partial(see, ("BEGIN", _LOOK))))
    except Busy:
        return False


@contextmanager
def _unchanging() -> Iterator[None]:
    """Nobody writes meanwhile; raises `Busy` when it is not to be had."""
    with db.engines[None].connect() as connection, connection.begin() as nothing:
        yield
        nothing.rollback()
