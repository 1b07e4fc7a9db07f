"""Replaying a project's events, and comparing what comes out with the tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, load_only, selectinload

from annotator.audit.kinds import children, kinds, mapper_of, project_column
from annotator.audit.models import Event
from annotator.audit.service import Row, row_key, sha256, snapshot
from annotator.db import READ, Base, db

#: Table, key, row.
Tables = dict[str, dict[str, Row]]

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """One row about which the events and the tables do not agree."""

    table: str
    key: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Left:
    """What an event left of a row; `row` is None when it took the row away."""

    seq: int
    row: Row | None


def replay(project_id: int) -> Tables:
    """The project's tables as its events make them."""
    with at_one_moment() as session:
        state, _ = _replayed(session, project_id)
    return {
        table: {key: left.row for key, left in rows.items() if left.row is not None}
        for table, rows in state.items()
    }


def tables(project_id: int) -> Tables:
    """The project's tables as they are stored, in the same shape."""
    with at_one_moment() as session:
        return _stored(session, project_id)


def compare(project_id: int) -> list[Difference]:
    """Where events and tables differ, of what is committed; empty when all is well."""
    with at_one_moment() as session:
        state, found = _replayed(session, project_id)
        stored = _stored(session, project_id)
        found.extend(_changed_texts(session, project_id))
    for table, rows in stored.items():
        made = state.get(table, {})
        for key in sorted(rows.keys() | made.keys()):
            sentence = _disagreement(rows.get(key), made.get(key))
            if sentence is not None:
                found.append(Difference(table, key, sentence))
    return found


def _disagreement(stored: Row | None, left: _Left | None) -> str | None:
    if left is None or (left.row is None and stored is not None):
        return "It is in the table, and no event put it there."
    if left.row is None:
        return None
    if stored is None:
        return f"It is not in the table, and event {left.seq} left it there."
    if _same(stored, left.row):
        return None
    return f"It is not as event {left.seq} left it: {_names(stored, left.row)}."


def _same(now: Row | None, then: Row | None) -> bool:
    """Whether a row is as it was; a column that came since must be empty."""
    if now is None or then is None:
        return now is then
    return then.keys() <= now.keys() and all(
        _same(value, then[key])
        if isinstance(value, dict) and isinstance(then.get(key), dict)
        else value == then.get(key)
        for key, value in now.items()
    )


def _replayed(
    session: Session, project_id: int
) -> tuple[dict[str, dict[str, _Left]], list[Difference]]:
    """What each row came to, and the events that tell another past than the ones before."""
    state: dict[str, dict[str, _Left]] = {kind.__tablename__: {} for kind in kinds()}
    torn = []
    query = (
        select(Event.seq, Event.target, Event.target_id, Event.before, Event.after)
        .where(Event.project_id == project_id, Event.target.in_(state))
        .order_by(Event.seq)
        .execution_options(yield_per=_BATCH)
    )
    for event in session.execute(query):
        rows = state[event.target]
        before = None if event.before is None else orjson.loads(event.before)
        known = rows.get(event.target_id)
        if not _same(before, known.row if known else None):
            where = f"event {known.seq} left it" if known else "no event made it before"
            sentence = f"Event {event.seq} tells of another row than the one that was: {where}."
            torn.append(Difference(event.target, event.target_id, sentence))
        after = None if event.after is None else orjson.loads(event.after)
        rows[event.target_id] = _Left(event.seq, after)
    return state, torn


def _stored(session: Session, project_id: int) -> Tables:
    return {
        kind.__tablename__: {
            row_key(row): snapshot(row) for row in session.scalars(_rows_of(kind, project_id))
        }
        for kind in kinds()
    }


def _rows_of(kind: type[Base], project_id: int) -> Select[Any]:
    inside = [selectinload(getattr(kind, name)) for name in children(kind)]
    return (
        select(kind)
        .where(project_column(kind) == project_id)
        .options(*inside)
        .execution_options(yield_per=_BATCH)
    )


def _changed_texts(session: Session, project_id: int) -> Iterator[Difference]:
    """Long texts that events name by their hash only, and that no longer have it."""
    for kind in kinds():
        columns = {attribute.key: attribute for attribute in mapper_of(kind).column_attrs}
        for key, attribute in columns.items():
            if attribute.columns[0].info.get("audit") != "skip" or f"{key}_sha256" not in columns:
                continue
            said = f"{key}_sha256"
            wanted = load_only(getattr(kind, key), getattr(kind, said))
            query = select(kind).where(project_column(kind) == project_id).options(wanted)
            for row in session.scalars(query.execution_options(yield_per=_BATCH)):
                if sha256(getattr(row, key)) != getattr(row, said):
                    sentence = f"Its {key} is not the one whose hash stands beside it."
                    yield Difference(kind.__tablename__, row_key(row), sentence)


@contextmanager
def at_one_moment() -> Iterator[Session]:
    """A session that sees what is committed now, and nothing that is committed later."""
    # A session of its own: nothing that the caller has changed and not committed, and on
    # PostgreSQL one snapshot for all its queries, as a reader on SQLite has anyway.
    engine = db.engines[READ]
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with Session(engine) as session:
        yield session


def _names(stored: Row, left: Row) -> str:
    return ", ".join(
        sorted(key for key in stored.keys() | left.keys() if stored.get(key) != left.get(key))
    )
