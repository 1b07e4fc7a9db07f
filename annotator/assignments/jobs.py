"""Abandoned work goes back to the queue though nobody asks the queue for anything."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from sqlalchemy import select

from annotator.assignments.abandoned import abandoned, release_abandoned
from annotator.audit.service import lock_chain
from annotator.db import READ, db, writing
from annotator.errors import PutAway
from annotator.jobs.rounds import round_every
from annotator.projects.models import Workflow
from annotator.projects.queries import put_away
from annotator.projects.workflow import workflow_of

INTERVAL = timedelta(minutes=5)


@round_every(INTERVAL)
def release_what_was_left() -> None:
    """Put abandoned work back, in each project that sets a time for it and is not put away."""
    query = select(Workflow.project_id).where(
        Workflow.abandoned_hours.is_not(None), Workflow.project_id.not_in(put_away())
    )
    with db.engines[READ].connect() as connection:
        found = connection.scalars(query.order_by(Workflow.project_id)).all()
    for project_id in found:
        _release(project_id)


def _release(project_id: int) -> None:
    # A look without the write lock: mostly there is nothing to do.
    is_needed = bool(abandoned(project_id, workflow_of(project_id)))
    db.session.rollback()
    if not is_needed:
        return
    # Where it was put away this moment, its work waits as it is.
    with suppress(PutAway), writing():
        lock_chain(project_id)
        release_abandoned(project_id, workflow_of(project_id))
