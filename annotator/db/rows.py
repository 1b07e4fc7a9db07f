"""Writing new rows without the session's unit of work."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, insert, inspect

from annotator.db.base import Base
from annotator.db.session import db


def insert_rows(rows: Sequence[Base]) -> None:
    """Insert model objects that are in no session, in the order given.

    Sorting, tracking and expiring objects that nobody asks the session for again took a fifth of
    a save; what the objects hold is written as it is.
    """
    connection = db.session.connection()
    for row in rows:
        connection.execute(_insert(type(row)), _values(row))


@cache
def _insert(kind: type[Base]) -> Insert:
    return insert(kind.__table__)  # type: ignore[arg-type]


@cache
def _attributes(kind: type[Base]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (attribute.columns[0].name, attribute.key) for attribute in inspect(kind).column_attrs
    )


def _values(row: Base) -> dict[str, Any]:
    return {column: getattr(row, key) for column, key in _attributes(type(row))}
