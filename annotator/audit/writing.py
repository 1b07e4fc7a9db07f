"""Events as lines of JSON, the oldest first, for who keeps or proves them elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Engine, Row, Select, select

from annotator.audit.chain import HASHED, canonical_json
from annotator.audit.models import Event
from annotator.audit.wanted import Wanted, conditions
from annotator.clock import iso
from annotator.db import db

_BATCH = 1000
_PERSONS = frozenset({"author_id", "reviewer_id", "user_id", "actor_id"})
#: Somebody who is no member, such as who runs the site.
OTHERS = "r0"


def event_lines(
    engine: Engine, project_id: int, wanted: Wanted, last: int, pseudonyms: Mapping[int, str] | None
) -> Iterator[bytes]:
    """Packets of lines: the events that are wanted, up to number `last`.

    A line has the columns that the hash covers, by their names and as they were hashed, and the
    hash. With `pseudonyms`, by account id, these stand for persons, and the hash can no longer be
    computed from the line. Takes constant memory.
    """
    query = _of_project(project_id).where(Event.seq <= last, *conditions(wanted))
    after = 0
    with engine.connect() as connection:
        while True:
            batch = query.where(Event.seq > after).order_by(Event.seq).limit(_BATCH)
            rows = connection.execute(batch).all()
            if not rows:
                return
            yield b"".join(_line(row, pseudonyms) for row in rows)
            after = rows[-1].seq


def events_told(
    project_id: int, seqs: Sequence[int], pseudonyms: Mapping[int, str] | None
) -> dict[int, dict[str, Any]]:
    """The same of a few events, by their numbers."""
    rows = db.session.execute(_of_project(project_id).where(Event.seq.in_(seqs)))
    return {row.seq: _told(row, pseudonyms) for row in rows}


def _of_project(project_id: int) -> Select[Any]:
    columns = [getattr(Event, name) for name in (*HASHED, "hash") if name != "project"]
    query: Select[Any] = select(Event.project_id.label("project"), *columns)
    return query.where(Event.project_id == project_id)


def _line(row: Row[Any], pseudonyms: Mapping[int, str] | None) -> bytes:
    return orjson.dumps(_told(row, pseudonyms), option=orjson.OPT_APPEND_NEWLINE)


def _told(row: Row[Any], pseudonyms: Mapping[int, str] | None) -> dict[str, Any]:
    event = dict(row._mapping)
    event["at"] = iso(event["at"])
    if pseudonyms is not None:
        _hide(event, pseudonyms)
    return event


def _hide(event: dict[str, Any], pseudonyms: Mapping[int, str]) -> None:
    if event["actor_id"] is not None:
        event["actor_name"] = pseudonyms.get(event["actor_id"], OTHERS)
    event["actor_id"] = None
    for key in ("before", "after"):
        if event[key] is not None:
            event[key] = canonical_json(_without(orjson.loads(event[key]), pseudonyms))


def _without(value: Any, pseudonyms: Mapping[int, str]) -> Any:
    """The same, with persons by their pseudonyms."""
    if isinstance(value, list):
        return [_without(one, pseudonyms) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: _hidden(key, held, pseudonyms) for key, held in value.items()}


def _hidden(key: str, value: Any, pseudonyms: Mapping[int, str]) -> Any:
    is_person = key in _PERSONS or key.endswith("_by")
    if is_person and isinstance(value, int):
        return pseudonyms.get(value, OTHERS)
    if key == "mentions" and isinstance(value, str):
        named = [pseudonyms.get(one, OTHERS) for one in orjson.loads(value)]
        return orjson.dumps(named).decode()
    return _without(value, pseudonyms)
