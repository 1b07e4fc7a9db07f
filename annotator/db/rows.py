"""Writing new rows without the session's unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

from annotator.db.base import Base
from annotator.db.driver import Values, binder, execute, naming
from annotator.db.session import db


def insert_rows(rows: Sequence[Base]) -> None:
    """Insert model objects that are in no session, in the order given.

    Sorting, tracking and expiring objects that nobody asks the session for again took a fifth of
    a save; what the objects hold, under the names of the columns, is written as it is.
    """
    connection = db.session.connection()
    for kind, group in groupby(rows, type):
        _insert(connection, kind, [vars(row) for row in group])


def insert_values(kind: type[Base], rows: Sequence[Values]) -> None:
    """Insert rows given by column name; every row names every column."""
    if rows:
        _insert(db.session.connection(), kind, rows)


def _insert(connection: Connection, kind: type[Base], rows: Sequence[Values]) -> None:
    statement = _statement(kind.__table__, connection.dialect)
    execute(connection, statement.text, *(statement.bound(row) for row in rows))


@dataclass(frozen=True, slots=True)
class _Statement:
    """An INSERT in the driver's own words, and what turns values into the driver's."""

    text: str
    columns: tuple[tuple[str, Any], ...]

    def bound(self, row: Values) -> dict[str, Any]:
        """The row as the driver takes it."""
        return {name: bind(row[name]) if bind else row[name] for name, bind in self.columns}


@cache
def _statement(table: Table, dialect: Dialect) -> _Statement:
    return _Statement(
        str(insert(table).compile(dialect=naming(dialect))),
        tuple((column.name, binder(column.type, dialect)) for column in table.columns),
    )
