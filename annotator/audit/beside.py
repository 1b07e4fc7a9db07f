"""Holding the narrow rows beside the events against what the events say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.audit.facets import facet_of, label_in
from annotator.audit.models import Event, EventFacet
from annotator.audit.replay import Difference, at_one_moment

_BATCH = 1000
_TABLE = EventFacet.__table__
_COLUMNS = (
    *(Event.project_id, Event.seq, Event.at, Event.actor_id, Event.via, Event.action),
    *(Event.target, Event.target_id, Event.before, Event.after),
)

#: A row by its columns.
_Row = Mapping[Any, Any]


def compare_facets(project_id: int) -> list[Difference]:
    """Where a row of `event_facet` is missing, is no event's, or says another thing than its event.

    What is committed counts. The events are taken at their word: prove the chain first.
    """
    with at_one_moment() as session:
        return list(_differences(session, project_id))


def _differences(session: Session, project_id: int) -> Iterator[Difference]:
    labels: dict[str, str] = {}
    last: int | None = None
    while True:
        events = _after(session, project_id, last)
        upto = events[-1]["seq"] if len(events) == _BATCH else None
        stored = _stored(session, project_id, last, upto)
        for event in events:
            made = _made(event, labels)
            yield from _disagreement(made, stored.pop(event["seq"], None))
        for seq in stored:
            yield Difference(EventFacet.__tablename__, str(seq), "It stands beside no event.")
        if upto is None:
            return
        last = upto


def _after(session: Session, project_id: int, last: int | None) -> Sequence[_Row]:
    """The next events, in their order."""
    query = select(*_COLUMNS).where(Event.project_id == project_id)
    if last is not None:
        query = query.where(Event.seq > last)
    return session.execute(query.order_by(Event.seq).limit(_BATCH)).mappings().all()


def _stored(
    session: Session, project_id: int, last: int | None, upto: int | None
) -> dict[int, _Row]:
    """The rows with numbers after `last` and up to `upto`, of which None has no end."""
    query = select(_TABLE).where(_TABLE.c.project_id == project_id)
    if last is not None:
        query = query.where(_TABLE.c.seq > last)
    if upto is not None:
        query = query.where(_TABLE.c.seq <= upto)
    return {row["seq"]: row for row in session.execute(query).mappings()}


def _made(event: _Row, labels: dict[str, str]) -> _Row:
    """The row that the event should have; `labels` has the kinds of marks told so far."""
    before, after = (
        None if event[name] is None else orjson.loads(event[name]) for name in ("before", "after")
    )
    labels.update(label_in(event, after or before or {}))
    return facet_of(event, before, after, labels)


def _disagreement(made: _Row, stored: _Row | None) -> Iterator[Difference]:
    key = str(made["seq"])
    if stored is None:
        yield Difference(EventFacet.__tablename__, key, f"Event {key} has no such row.")
    elif names := [name for name in made if made[name] != stored[name]]:
        yield Difference(
            EventFacet.__tablename__, key, f"It is not what event {key} says: {', '.join(names)}."
        )
