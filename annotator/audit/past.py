"""An article's rows as they were before an event, out of the trail itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar

import orjson
from sqlalchemy import Date, inspect, select

from annotator.audit.kinds import children
from annotator.audit.models import Event
from annotator.audit.service import Row
from annotator.clock import from_iso
from annotator.db import Base, UTCTime, db

Kind = TypeVar("Kind", bound=Base)


def first_seq(project_id: int, target: str, target_id: str) -> int | None:
    """The number of the event that a row came with, if there is one."""
    query = select(Event.seq).where(
        Event.project_id == project_id,
        Event.target_id == target_id,
        Event.target == target,
    )
    return db.session.scalar(query.order_by(Event.seq).limit(1))


def rows_before(project_id: int, article_id: str, seq: int) -> dict[str, dict[str, Row]]:
    """Every row that belonged to the article just before that event, by table and key."""
    state: dict[str, dict[str, Row]] = {}
    query = (
        select(Event.target, Event.target_id, Event.after)
        .where(Event.project_id == project_id, Event.article_id == article_id, Event.seq < seq)
        .order_by(Event.seq)
        .execution_options(yield_per=500)
    )
    for target, key, after in db.session.execute(query):
        rows = state.setdefault(target, {})
        if after is None:
            rows.pop(key, None)
        else:
            rows[key] = orjson.loads(after)
    return state


def revived(kind: type[Kind], row: Row) -> Kind:
    """The row as an object of its model, in no session; the inverse of `snapshot`."""
    values = dict(_values(kind, row))
    for name, child in children(kind).items():
        found = row.get(name)
        if isinstance(found, list):
            values[name] = [revived(child, one) for one in found]
        else:
            values[name] = None if found is None else revived(child, found)
    return kind(**values)


def _values(kind: type[Base], row: Row) -> Iterator[tuple[str, Any]]:
    for attribute in inspect(kind).column_attrs:
        value, column = row.get(attribute.key), attribute.columns[0]
        enum = getattr(column.type, "enum_class", None)
        if value is not None and isinstance(column.type, UTCTime):
            value = from_iso(value)
        elif value is not None and isinstance(column.type, Date):
            value = date.fromisoformat(value)
        elif value is not None and enum is not None:
            value = enum(value)
        yield attribute.key, value
