"""Reading what stands in a chain as its heads, as it is stored; nothing is proved here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select

from annotator.audit.models import COMMAND_LINE, Action, Event
from annotator.audit.verify import Head
from annotator.db import db


@dataclass(frozen=True, slots=True)
class StoredHead:
    """An event as the head that it was: `actor` is None for the command line.

    `action` is None where a later version of the program wrote it; `made` is what an export was.
    """

    head: Head
    at: datetime
    actor: str | None
    action: Action | None
    made: dict[str, Any]


def newest_head(project_id: int) -> StoredHead | None:
    """The head now; None for a project without events."""
    query = select(Event).where(Event.project_id == project_id).order_by(Event.seq.desc())
    event = db.session.scalar(query.limit(1))
    return None if event is None else _stored(event)


def head_at(project_id: int, seq: int) -> Head | None:
    """The head once this event was written."""
    query = select(Event.seq, Event.hash).where(Event.project_id == project_id, Event.seq == seq)
    row = db.session.execute(query).one_or_none()
    return None if row is None else Head(row.seq, row.hash)


def export_heads(project_id: int, most: int) -> Sequence[StoredHead]:
    """The heads of the newest exports, the newest first: the event that each of them wrote."""
    query = select(Event).where(
        Event.project_id == project_id, Event.action == Action.EXPORT_MADE.value
    )
    return [
        _stored(event) for event in db.session.scalars(query.order_by(Event.seq.desc()).limit(most))
    ]


def _stored(event: Event) -> StoredHead:
    action = Action(event.action) if event.action in set(Action) else None
    made = orjson.loads(event.after) if action is Action.EXPORT_MADE and event.after else {}
    actor = None if event.via == COMMAND_LINE else event.actor_name
    return StoredHead(Head(event.seq, event.hash), event.at, actor, action, made)
