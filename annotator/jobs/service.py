"""Asking for a job and calling it off, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import orjson

from annotator.audit.models import Actor
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict
from annotator.jobs.handover import after_commit
from annotator.jobs.models import ENDED, Job, State


def enqueue(
    project_id: int,
    kind: str,
    payload: Mapping[str, Any],
    actor: Actor,
    *,
    not_before: datetime | None = None,
) -> Job:
    """A new job; a worker takes it up once the caller's transaction has been committed.

    One that is `not_before` a moment is taken up within half a minute after it.
    """
    job = _waiting(project_id, kind, payload, actor)
    job.not_before = not_before
    db.session.add(job)
    db.session.flush()
    if not_before is None:
        after_commit(job.id)
    return job


def cancel(job: Job) -> None:
    """Call the job off: at once where nobody has begun, else as soon as its worker looks.

    Raises `Conflict` where it has ended already.
    """
    db.session.refresh(job, with_for_update=True)
    if job.state in ENDED:
        raise Conflict("This has ended already; there is nothing to stop.")
    job.is_cancelling = True
    if job.state is State.QUEUED:
        job.state, job.finished_at = State.CANCELLED, now()


def _waiting(project_id: int, kind: str, payload: Mapping[str, Any], actor: Actor) -> Job:
    return Job(
        id=str(uuid4()),
        project_id=project_id,
        kind=kind,
        payload=orjson.dumps(payload).decode(),
        state=State.QUEUED,
        done=0,
        is_cancelling=False,
        attempts=0,
        actor_id=actor.id,
        actor_name=actor.name,
        via=actor.via,
        created_at=now(),
    )
