"""Writing events: in the same transaction as the change, and for bulk work many at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.orm import Mapper

from annotator.audit.away import refuse_put_away
from annotator.audit.chain import HASHED, canonical_json, event_hash
from annotator.audit.facets import facets_of
from annotator.audit.models import Action, Actor, Event, EventFacet
from annotator.audit.queries import head
from annotator.clock import iso, now
from annotator.db import Base, db, insert_values

Row = dict[str, Any]

_AS_THEY_ARE = frozenset({str, int, bool, type(None)})
_hashed_of = itemgetter(*("project_id" if name == "project" else name for name in HASHED))


@dataclass(frozen=True, slots=True)
class Change:
    """One row's change, before it is given its place in the chain.

    `before` and `after` are whole rows as `snapshot` gives them; None where there was, or is,
    no row. `request_sha256` is the fingerprint of the request that asked for it.
    """

    action: Action
    target: str
    target_id: str
    before: Row | None
    after: Row | None
    target_version: int | None = None
    article_id: str | None = None
    request_sha256: str | None = None


def snapshot(row: Base) -> Row:
    """The whole row as JSON values, with the rows that belong to it (`__audit_children__`).

    A column marked `info={"audit": "hash"}` is given as its SHA-256, under `<name>_sha256`:
    long texts are kept once, in their own table. `info={"audit": "skip"}` leaves a column out.
    """
    kind, held = type(row), vars(row)
    # What the object holds is taken as it is: to ask SQLAlchemy for each took three times as long.
    values = {key: held[key] if key in held else getattr(row, key) for key, _ in _columns(kind)}
    found = snapshot_of(kind, values)
    for name in getattr(row, "__audit_children__", ()):
        children = getattr(row, name)
        if isinstance(children, Base):
            found[name] = snapshot(children)
        else:
            found[name] = None if children is None else [snapshot(child) for child in children]
    return found


def snapshot_of(kind: type[Base], values: Row) -> Row:
    """What `snapshot` gives of a row that is there as values by column name only."""
    found: Row = {}
    for key, mark in _columns(kind):
        value = values[key]
        if mark == "hash":
            found[f"{key}_sha256"] = sha256(value)
        else:
            found[key] = value if type(value) in _AS_THEY_ARE else plain(value)
    return found


def record(project_id: int, changes: Sequence[Change], *, actor: Actor) -> None:
    """Append the changes to the project's chain, inside the caller's transaction.

    Raises `PutAway` for a project that is archived or in the trash.
    """
    if not changes:
        return
    # The head is read anew each time and under a lock: a number that was remembered could
    # outlive a rollback, a savepoint or another writer's commit, and tear the chain.
    lock_chain(project_id)
    refuse_put_away(project_id, {change.action for change in changes})
    seq, previous = head(project_id)
    at = now()
    rows = []
    for change in changes:
        seq += 1
        row = _event_row(project_id, seq, at, change, actor, previous)
        previous = row["hash"]
        rows.append(row)
    insert_values(Event, rows)
    facets = facets_of(project_id, rows, [(change.before, change.after) for change in changes])
    insert_values(EventFacet, facets)


def record_change(
    action: Action, row: Base, *, before: Row | None, actor: Actor, article_id: str | None = None
) -> None:
    """Flush one row and append its event; `before` is its snapshot before the change."""
    db.session.flush()
    change = change_of(action, row, before=before, article_id=article_id)
    project_id: int = getattr(row, "id" if row.__tablename__ == "project" else "project_id")
    record(project_id, [change], actor=actor)


def change_of(
    action: Action, row: Base, *, before: Row | None = None, article_id: str | None = None
) -> Change:
    """The change that made a row what it is now; `before` is its snapshot until then."""
    return Change(
        action,
        row.__tablename__,
        row_key(row),
        before,
        snapshot(row),
        getattr(row, "version", None),
        article_id,
    )


def row_key(row: Base) -> str:
    """The primary key as text; the parts of a longer key are joined by `/`."""
    return "/".join([str(getattr(row, name)) for name in _key_names(type(row))])


def _event_row(
    project_id: int, seq: int, at: datetime, change: Change, actor: Actor, previous: str
) -> Row:
    row: Row = {
        "project_id": project_id,
        "seq": seq,
        "at": at,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "via": actor.via,
        "action": change.action.value,
        "target": change.target,
        "target_id": change.target_id,
        "target_version": change.target_version,
        "article_id": change.article_id,
        "request_sha256": change.request_sha256,
        "before": None if change.before is None else canonical_json(change.before),
        "after": None if change.after is None else canonical_json(change.after),
        "prev_hash": previous,
    }
    row["hash"] = event_hash(hashed_fields(row))
    return row


def hashed_fields(row: Row) -> Row:
    """The values an event's hash is made of, from its columns."""
    fields = dict(zip(HASHED, _hashed_of(row), strict=True))
    fields["at"] = iso(fields["at"])
    return fields


def lock_chain(project_id: int) -> None:
    """Hold the project's chain until the transaction ends.

    Two writers must not take the same number. On SQLite the write transaction sees to that.
    """
    if db.engines[None].dialect.name == "postgresql":
        # FOR NO KEY UPDATE: foreign keys to the project stay free for other transactions.
        db.session.execute(
            text("SELECT 1 FROM project WHERE id = :id FOR NO KEY UPDATE"), {"id": project_id}
        )


@cache
def _key_names(kind: type[Base]) -> tuple[str, ...]:
    mapper: Mapper[Any] = inspect(kind)
    return tuple(mapper.get_property_by_column(column).key for column in mapper.primary_key)


@cache
def _columns(kind: type[Base]) -> tuple[tuple[str, str | None], ...]:
    mapper: Mapper[Any] = inspect(kind)
    marked = (
        (attribute.key, attribute.columns[0].info.get("audit")) for attribute in mapper.column_attrs
    )
    return tuple((key, kind) for key, kind in marked if kind != "skip")


def plain(value: Any) -> Any:
    """A column's value as JSON has it."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, Enum):
        return value.value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


def sha256(value: str | None) -> str | None:
    """The hash that stands for a long text in an event."""
    return None if value is None else hashlib.sha256(value.encode()).hexdigest()
