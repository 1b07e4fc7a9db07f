"""Columns that leave the database as the very text that is written."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, type_coerce


class Casts:
    """Ids, dates and times as text, for one kind of database."""

    def __init__(self, dialect: str) -> None:
        self._on_sqlite = dialect == "sqlite"

    def id(self, column: Any) -> ColumnElement[str]:
        """A UUID."""
        return self._as_text(column)

    def date(self, column: Any) -> ColumnElement[str]:
        """A day, `YYYY-MM-DD`."""
        return self._as_text(column)

    def time(self, column: Any) -> ColumnElement[str]:
        """A moment in UTC, to the millisecond."""
        if self._on_sqlite:
            return self._as_text(column)
        in_utc = func.timezone("UTC", column)
        written = func.to_char(in_utc, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"', type_=String)
        return written.label(column.key)

    def _as_text(self, column: Any) -> ColumnElement[str]:
        # SQLite holds all of these as the very text that is wanted.
        return plain(column) if self._on_sqlite else cast(column, String).label(column.key)


def plain(column: Any) -> ColumnElement[str]:
    """A stored value as it is, without making a Python object of it."""
    return type_coerce(column, String).label(column.key)
