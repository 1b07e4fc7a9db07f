"""Changing the trail as somebody would who has the database in hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, text, update

from annotator.audit.chain import event_hash
from annotator.audit.models import Event, EventFacet
from annotator.audit.service import hashed_fields
from annotator.db import db

TABLE = Event.__table__
Rows = list[dict[str, Any]]


class Tamper:
    """One project's trail; the fences in the database are taken down first."""

    def __init__(self, project_id: int) -> None:
        self.project_id = project_id

    def rows(self) -> Rows:
        """The events as they are stored."""
        query = select(TABLE).where(TABLE.c.project_id == self.project_id).order_by(TABLE.c.seq)
        with db.engines["read"].connect() as connection:
            return [dict(row._mapping) for row in connection.execute(query)]

    def edit(self, seq: int, **values: Any) -> None:
        """Put other values, or SQL expressions, into one event."""
        self._run(update(TABLE).where(self._mine, TABLE.c.seq == seq).values(values))

    def drop(self, first: int, last: int | None = None) -> None:
        """Take events away: one, or all from the first to the last."""
        last = first if last is None else last
        self._run(delete(TABLE).where(self._mine, TABLE.c.seq.between(first, last)))

    def cut_off(self, first: int) -> None:
        """Take away all events from this one on, and the narrow rows beside them."""
        self.drop(first, 10**6)
        beside = EventFacet.__table__
        mine = beside.c.project_id == self.project_id, beside.c.seq >= first
        self._run(delete(beside).where(*mine))

    def plant(self, row: dict[str, Any]) -> None:
        """Put one event more."""
        self._run(insert(TABLE).values(row))

    def swap(self, one: int, other: int) -> None:
        """Let two events change places."""
        for old, new in ((one, 10**6), (other, one), (10**6, other)):
            self._run(update(TABLE).where(self._mine, TABLE.c.seq == old).values(seq=new))

    def chain_anew(self, start: int) -> None:
        """Change who acted from an event on, and give it and all that follow hashes that fit."""
        rows = self.rows()
        previous = rows[start - 1]["prev_hash"]
        for row in rows[start - 1 :]:
            row |= {"actor_name": "Somebody else", "prev_hash": previous}
            row["hash"] = previous = event_hash(hashed_fields(row))
        self.put_back(rows, start)

    def put_back(self, rows: Rows, since: int = 1, until: int | None = None) -> None:
        """Make these the project's events, of which only those between two numbers changed."""
        until = 10**6 if until is None else until
        changed = self._mine, TABLE.c.seq.between(since, until)
        self._run(delete(TABLE).where(*changed), insert(TABLE).values(rows[since - 1 : until]))

    @property
    def _mine(self) -> ColumnElement[bool]:
        return TABLE.c.project_id == self.project_id

    def _run(self, *statements: Any) -> None:
        db.session.rollback()
        with db.engines[None].begin() as connection:
            for fence in _fences_down(connection.dialect.name):
                connection.execute(text(fence))
            for statement in statements:
                connection.execute(statement)


def _fences_down(dialect: str) -> Sequence[str]:
    if dialect == "postgresql":
        return ["ALTER TABLE event DISABLE TRIGGER USER"]
    return [f"DROP TRIGGER IF EXISTS event_refuses_{verb}" for verb in ("update", "delete")]


def longer(column: str) -> ColumnElement[str]:
    """The column's value with a space after it."""
    return func.coalesce(TABLE.c[column], "") + " "
