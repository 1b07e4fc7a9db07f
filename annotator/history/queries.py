"""Reading the events of some rows, page by page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from annotator.audit.models import Event
from annotator.db import db

#: Tables whose rows are never changed: the newest takes the place of the one before.
FOLLOWING = frozenset({"verdict", "scheme_version", "guideline_version"})
#: Rows by their table: the keys as events name them.
Rows = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a story begins.

    `cursor` is the number of the last event seen, or None at the start.
    """

    newest_first: bool = True
    cursor: int | None = None


def story(project_id: int, rows: Rows, place: Place, *, limit: int) -> Sequence[Event]:
    """Up to `limit` events about these rows, from that place on."""
    query = select(Event).where(Event.project_id == project_id, about(rows))
    query = query.order_by(Event.seq.desc() if place.newest_first else Event.seq)
    if place.cursor is not None:
        seq = Event.seq
        query = query.where(seq < place.cursor if place.newest_first else seq > place.cursor)
    return db.session.scalars(query.limit(limit)).all()


def last_event(project_id: int, table: str, key: str) -> Event | None:
    """The newest event about one row; None where no event tells of it."""
    found = Event.project_id == project_id, about({table: [key]})
    return db.session.scalars(
        select(Event).where(*found).order_by(Event.seq.desc()).limit(1)
    ).one_or_none()


def event_of(project_id: int, rows: Rows, sha256: str) -> Event | None:
    """The event about one of these rows that has this hash."""
    found = Event.project_id == project_id, about(rows), Event.hash == sha256
    return db.session.scalars(select(Event).where(*found)).one_or_none()


def newest_of(project_id: int, rows: Rows) -> set[int]:
    """The numbers of the newest events: one of each row, and of rows that follow one another one
    of all.
    """
    query = select(func.max(Event.seq)).where(Event.project_id == project_id, about(rows))
    key = case((Event.target.in_(FOLLOWING), ""), else_=Event.target_id)
    return set(db.session.scalars(query.group_by(Event.target, key)))


def about(rows: Rows) -> ColumnElement[bool]:
    """Of a query for events, those that are about these rows."""
    # The keys alone find them in the index; keys that count from one are those of several tables.
    keys = sorted({key for some in rows.values() for key in some})
    tables = [and_(Event.target == name, Event.target_id.in_(some)) for name, some in rows.items()]
    return and_(Event.target_id.in_(keys), or_(*tables))
