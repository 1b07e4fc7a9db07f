"""Reading the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, literal_column, select

from annotator.audit.models import GENESIS, Event
from annotator.db import Prepared, db, reader


def events_about(
    project_id: int, targets: Sequence[str], *, until: datetime | int | None = None
) -> Sequence[Event]:
    """Every event about one of these rows, named by their keys, the newest first.

    With `until`, those that were recorded by then, or up to the one of that number.
    """
    query = select(Event).where(Event.project_id == project_id, Event.target_id.in_(targets))
    if isinstance(until, int):
        query = query.where(Event.seq <= until)
    elif until is not None:
        query = query.where(Event.at <= until)
    return db.session.scalars(query.order_by(Event.seq.desc())).all()


def when_recorded(project_id: int, seq: int) -> datetime | None:
    """When the event of this number was recorded; None where there is none."""
    query = select(Event.at).where(Event.project_id == project_id, Event.seq == seq)
    return db.session.scalar(query)


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


def newest_about(project_id: int, article_ids: Sequence[str]) -> dict[str, str]:
    """The hash of the newest event about each of these articles, by the article's id.

    Whatever happened to an article since gives it another one. In the order of the ids.
    """
    found: dict[str, str] = {}
    # In slices: a statement takes only so many parameters.
    for first in range(0, len(article_ids), 500):
        newest = (
            select(func.max(Event.seq))
            .where(
                Event.project_id == project_id,
                Event.article_id.in_(article_ids[first : first + 500]),
            )
            .group_by(Event.article_id)
        )
        query = select(Event.article_id, Event.hash).where(
            Event.project_id == project_id, Event.seq.in_(newest)
        )
        found |= {key: said for key, said in db.session.execute(query) if key}
    return {key: found.get(key, "") for key in article_ids}
