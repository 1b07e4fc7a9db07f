"""Reading the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, bindparam, func, literal_column, select

from annotator.audit.models import GENESIS, Event
from annotator.db import Prepared, db, reader


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events somebody wants to see; what is None is not asked for.

    `action` is one of the closed list, or the noun of several with its dot: `verdict.`.
    `articles` are ids, or a query for them; where there are none, no event is wanted. `until`
    is not included.
    """

    actor_id: int | None = None
    via: str | None = None
    articles: Sequence[str] | Select[str] | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    #: What else must hold of an event for it to be shown at all.
    shown: ColumnElement[bool] | None = None


def events(
    project_id: int, wanted: Wanted, *, before: int | None = None, limit: int
) -> Sequence[Event]:
    """The newest events that are wanted, newest first; `before` is the last seq seen."""
    conditions = [Event.project_id == project_id, *_conditions(wanted)]
    if before is not None:
        conditions.append(Event.seq < before)
    query = select(Event).where(*conditions).order_by(Event.seq.desc()).limit(limit)
    return db.session.scalars(query).all()


def first_events(
    project_id: int, wanted: Wanted, *, most: int, limit: int
) -> tuple[Sequence[Event], int]:
    """Of the `most` oldest events that are wanted the newest, newest first, and how many are left.

    A page by the count of what is wanted: unlike a `seq`, it tells nothing of what is not.
    """
    left = max(0, most - limit)
    conditions = [Event.project_id == project_id, *_conditions(wanted)]
    query = select(Event).where(*conditions).order_by(Event.seq).offset(left).limit(most - left)
    return db.session.scalars(query).all()[::-1], left


def count_of(project_id: int, wanted: Wanted) -> int:
    """How many events are wanted."""
    query = select(func.count(Event.seq)).where(
        Event.project_id == project_id, *_conditions(wanted)
    )
    return db.session.scalar(query) or 0


def events_about(
    project_id: int, targets: Sequence[str], *, until: datetime | None = None
) -> Sequence[Event]:
    """Every event about one of these rows, named by their keys, the newest first.

    With `until`, those that were recorded by then.
    """
    query = select(Event).where(Event.project_id == project_id, Event.target_id.in_(targets))
    if until is not None:
        query = query.where(Event.at <= until)
    return db.session.scalars(query.order_by(Event.seq.desc())).all()


def last_recorded(project_id: int) -> datetime | None:
    """When the project's last event was recorded; None where there is none."""
    query = select(Event.at).where(Event.project_id == project_id).order_by(Event.seq.desc())
    return db.session.scalar(query.limit(1))


# The limit is written out: SQLite plans a statement anew each time a limit is given to it.
_HEAD = Prepared(
    select(Event.seq, Event.hash)
    .where(Event.project_id == bindparam("project"))
    .order_by(Event.seq.desc())
    .limit(literal_column("1"))
)


def head(project_id: int) -> tuple[int, str]:
    """Number and hash of the project's newest event; 0 and `GENESIS` when there is none."""
    row = _HEAD.first(reader(), project=project_id)
    return (row[0], row[1]) if row else (0, GENESIS)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.shown is not None:
        found.append(wanted.shown)
    if wanted.actor_id is not None:
        found.append(Event.actor_id == wanted.actor_id)
    if wanted.via is not None:
        found.append(Event.via == wanted.via)
    if wanted.articles is not None:
        found.append(Event.article_id.in_(wanted.articles))
    if wanted.action is not None:
        noun = wanted.action.endswith(".")
        found.append(
            Event.action.startswith(wanted.action, autoescape=True)
            if noun
            else Event.action == wanted.action
        )
    if wanted.since is not None:
        found.append(Event.at >= wanted.since)
    if wanted.until is not None:
        found.append(Event.at < wanted.until)
    return found
