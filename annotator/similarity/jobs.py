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
from annotator.similarity.staging import make_staged

KIND = "similarity"
CORRECTING = "corrections"


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


@job(CORRECTING, Words("Making texts the newest of their articles"), subject=lambda payload: "")
def make_corrections(run: Run) -> dict[str, Any]:
    """Make what an import left to be made."""
    done = refused = 0
    for refusal in make_staged(run.payload["import"], actor=run.actor):
        done += refusal is None
        refused += refusal is not None
        run.progress(done)
    return {"articles": done, "refused": refused}


def ask_for_corrections(project_id: int, import_id: str, actor: Actor) -> None:
    """Have an import's corrections made, in the caller's transaction."""
    enqueue(project_id, CORRECTING, {"import": import_id}, actor)
