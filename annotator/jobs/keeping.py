"""Keeping jobs: those lost go into the line again, those put off come due, those long ended go."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from annotator.clock import now
from annotator.db import READ, db
from annotator.jobs.bookkeeping import give_up_lost, is_due
from annotator.jobs.handover import hand_over
from annotator.jobs.models import Job, State

#: How long it can be seen what came of a job.
KEPT = timedelta(days=30)
_MOST = 1_000


def keep(at: datetime | None = None) -> None:
    """Look after all jobs, as of this moment; any number of workers may do so at once."""
    at = at or now()
    if _is_needed(at):
        with db.engines[None].begin() as connection:
            give_up_lost(connection, at)
            connection.execute(delete(Job).where(Job.finished_at < at - KEPT))
    _hand_over_again(at)


def _is_needed(at: datetime) -> bool:
    # A look without the write lock: mostly there is nothing to do.
    silent = (Job.state == State.RUNNING) & (Job.lease_until < at)
    with db.engines[READ].connect() as connection:
        query = select(Job.id).where(silent | (Job.finished_at < at - KEPT)).limit(1)
        return connection.scalar(query) is not None


def _hand_over_again(at: datetime) -> None:
    # Imported here: see `hand_over`.
    from annotator.jobs.queue import queue_of

    # While the queue holds any, the others may well be among them. A job that is handed over
    # twice is claimed once.
    due = select(Job.id).where(Job.state == State.QUEUED, is_due(at))
    waiting = due.order_by(Job.created_at).limit(_MOST)
    with db.engines[READ].connect() as connection:
        found = connection.scalars(waiting).all()
    if found and queue_of(db.engines[None]).is_empty():
        hand_over(found)
