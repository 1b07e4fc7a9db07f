"""Sketching as a job: it follows whatever brings articles in, and nobody waits for it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from annotator.audit.models import Actor
from annotator.db import db
from annotator.errors import Words
from annotator.jobs.attempt import Run
from annotator.jobs.kinds import job
from annotator.jobs.models import Job, State
from annotator.jobs.service import enqueue
from annotator.similarity.service import sketch_missing

KIND = "similarity"


@job(KIND, Words("Looking for similar articles"), subject=lambda payload: "", routine=True)
def look_for_likenesses(run: Run) -> dict[str, Any]:
    """Sketch what the project has not sketched yet."""
    done = 0
    for done in sketch_missing(run.project_id):
        run.progress(done)
    return {"articles": done}


def ask_for_likenesses(project_id: int, actor: Actor) -> None:
    """Have what came in compared, in the caller's transaction; a job that waits will do."""
    waiting = select(Job.id).where(
        Job.project_id == project_id, Job.kind == KIND, Job.state == State.QUEUED
    )
    if db.session.scalar(waiting.limit(1)) is None:
        enqueue(project_id, KIND, {}, actor)
