"""Writing new rows without the session's unit of work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert

from annotator.db.base import Base
from annotator.db.driver import Values, binder, counting, execute
from annotator.db.session import writer


def insert_rows(rows: Sequence[Base]) -> None:
    """Insert model objects that are in no session, in the order given.

    Sorting, tracking and expiring objects that nobody asks the session for again took a fifth of
    a save; what the objects hold, under the names of the columns, is written as it is.
    """
    connection = writer()
    for kind, group in groupby(rows, type):
        _insert(connection, kind, [vars(row) for row in group])


def insert_values(kind: type[Base], rows: Sequence[Values]) -> None:
    """Insert rows given by column name; every row names every column."""
    if rows:
        _insert(writer(), kind, rows)


def _insert(connection: Connection, kind: type[Base], rows: Sequence[Values]) -> None:
    statement = _statement(kind.__table__, connection.dialect)
    execute(connection, statement.text, *(statement.bound(row) for row in rows))


@dataclass(frozen=True, slots=True)
class _Statement:
    """An INSERT in the driver's own words, and what turns values into the driver's.

    `binders` has, by its place, each column whose values the driver does not take as they are.
    """

    text: str
    values: Callable[[Values], tuple[Any, ...]]
    binders: tuple[tuple[int, Any], ...]

    def bound(self, row: Values) -> Sequence[Any]:
        """The row as the driver takes it."""
        if not self.binders:
            return self.values(row)
        found = list(self.values(row))
        for place, bind in self.binders:
            found[place] = bind(found[place])
        return found


@cache
def _statement(table: Table, dialect: Dialect) -> _Statement:
    compiled = insert(table).compile(dialect=counting(dialect))
    names = compiled.positiontup or []
    binders = (binder(table.columns[name].type, dialect) for name in names)
    return _Statement(
        str(compiled),
        _picker(names),
        tuple((place, bind) for place, bind in enumerate(binders) if bind is not None),
    )


def _picker(names: Sequence[str]) -> Callable[[Values], tuple[Any, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda row: (row[names[0]],)
