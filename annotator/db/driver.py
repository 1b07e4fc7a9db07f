"""Statements that are put together once and run by the database's driver itself.

SQLAlchemy looks a statement up by its structure each time it is run, and wraps what comes back:
some ten times what SQLite takes to find the row. What every request or save asks is therefore
compiled once, and only its values travel. It is still built with SQLAlchemy, runs in the
session's transaction, knows the types of its columns, and fails with SQLAlchemy's errors.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Select, bindparam
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]


class Prepared:
    """A SELECT of columns, with a `bindparam` for whatever differs from one time to the next."""

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def all(self, connection: Connection, **values: Any) -> list[tuple[Any, ...]]:
        """Every row, each value as the column's type has it in Python."""
        compiled = self._for(connection.dialect)
        rows = execute(connection, compiled.text, compiled.bound(values)).fetchall()
        return [compiled.converted(row) for row in rows]

    def first(self, connection: Connection, **values: Any) -> tuple[Any, ...] | None:
        """The first row, or None where there is none."""
        rows = self.all(connection, **values)
        return rows[0] if rows else None

    def said(self, dialect: Dialect) -> tuple[str, Values]:
        """The statement as the driver takes it, and the values that stay."""
        compiled = self._for(dialect)
        return compiled.text, compiled.constants

    def _for(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compile(self._statement, dialect)
        return found


class Lookup:
    """A SELECT of the rows in which a column has one of many values."""

    _AT_ONCE = 50

    def __init__(
        self, statement: Select[*tuple[Any, ...]], column: QueryableAttribute[Any]
    ) -> None:
        self._names = tuple(f"one_of_{number}" for number in range(self._AT_ONCE))
        wanted = [bindparam(name, type_=column.type) for name in self._names]
        self._prepared = Prepared(statement.where(column.in_(wanted)))

    def all(
        self, connection: Connection, wanted: Collection[Any], **values: Any
    ) -> Iterator[tuple[Any, ...]]:
        """Every row for these values, in no order."""
        ordered = list(wanted)
        for at in range(0, len(ordered), self._AT_ONCE):
            some = ordered[at : at + self._AT_ONCE]
            # A statement has as many places each time; one value may stand in several.
            some += some[-1:] * (self._AT_ONCE - len(some))
            named = dict(zip(self._names, some, strict=True))
            yield from self._prepared.all(connection, **named, **values)


@dataclass(frozen=True, slots=True)
class _Compiled:
    text: str
    constants: Values
    binds: tuple[tuple[str, Any], ...]
    #: By their places, the columns whose values are not as the driver has them.
    results: tuple[tuple[int, Any], ...]

    def bound(self, values: Values) -> Values:
        """The values as the driver takes them; raises `KeyError` for one that is missing."""
        given = {name: bind(values[name]) if bind else values[name] for name, bind in self.binds}
        return {**self.constants, **given} if self.constants else given

    def converted(self, row: Sequence[Any]) -> tuple[Any, ...]:
        """A row of the driver's values as Python's."""
        if not self.results:
            return tuple(row)
        found = list(row)
        for place, convert in self.results:
            found[place] = convert(found[place])
        return tuple(found)


def _compile(statement: Select[*tuple[Any, ...]], dialect: Dialect) -> _Compiled:
    compiled = statement.compile(dialect=naming(dialect))
    constants, binds = {}, []
    for parameter, name in compiled.bind_names.items():
        bind = binder(parameter.type, dialect)
        if parameter.required:
            binds.append((name, bind))
        else:
            constants[name] = bind(parameter.value) if bind else parameter.value
    results = (
        column.type.dialect_impl(dialect).result_processor(dialect, None)
        for column in statement.selected_columns
    )
    converts = tuple((place, one) for place, one in enumerate(results) if one is not None)
    return _Compiled(str(compiled), constants, tuple(binds), converts)


def naming(dialect: Dialect) -> Dialect:
    """The dialect with placeholders that have names."""
    style = "named" if dialect.paramstyle == "qmark" else dialect.paramstyle
    return type(dialect)(paramstyle=style)  # type: ignore[call-arg]


def counting(dialect: Dialect) -> Dialect:
    """The dialect with placeholders that are told apart by their place."""
    style = "qmark" if dialect.paramstyle in ("qmark", "named") else "format"
    return type(dialect)(paramstyle=style)  # type: ignore[call-arg]


def binder(kind: TypeEngine[Any], dialect: Dialect) -> Any:
    """What turns a value of this type into the driver's; None where it goes as it is."""
    return kind.dialect_impl(dialect).bind_processor(dialect)


def execute(connection: Connection, text: str, *values: Any) -> Any:
    """Run a statement in the driver's own words, once for each of `values`; gives its cursor.

    Values go by name (`naming`) or by place (`counting`).
    """
    cursor = connection.connection.cursor()
    try:
        if len(values) > 1:
            cursor.executemany(text, values)
        else:
            cursor.execute(text, *values)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _said(error, text, connection) from error
    return cursor


def _said(error: Exception, text: str, connection: Connection) -> BaseException:
    """The error as SQLAlchemy says it, without the values, which may hold a whole row."""
    base = connection.dialect.loaded_dbapi.Error
    return DBAPIError.instance(text, None, error, base, dialect=connection.dialect)
