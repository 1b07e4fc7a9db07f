"""Reading jobs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select

from annotator.db import db
from annotator.jobs.kinds import routine_kinds
from annotator.jobs.models import Job, State

#: How many of the newest a page shows.
SHOWN = 50


def newest_jobs(project_id: int, *, of: int | None, routine: bool) -> Sequence[Job]:
    """The newest jobs of the project, the newest first: one person's, or everybody's (None).

    Without `routine`, none of a routine kind that went well.
    """
    wanted = _visible(project_id, of)
    if not routine:
        wanted = wanted.where(~_went_as_ever())
    newest = wanted.order_by(Job.created_at.desc(), Job.id).limit(SHOWN)
    return db.session.scalars(newest).all()


def has_routine(project_id: int, *, of: int | None) -> bool:
    """Whether there are jobs that the list leaves out."""
    return db.session.scalar(_visible(project_id, of).where(_went_as_ever()).limit(1)) is not None


def jobs_of_kinds(
    project_id: int, kinds: Collection[str], since: datetime, most: int
) -> Sequence[Job]:
    """The newest jobs of these kinds that were asked for since then, the newest first."""
    wanted = _visible(project_id, None).where(Job.kind.in_(kinds), Job.created_at > since)
    return db.session.scalars(wanted.order_by(Job.created_at.desc(), Job.id).limit(most)).all()


def job_of(project_id: int, job_id: str, *, of: int | None) -> Job | None:
    """One job, where it is the person's own, or whoever asks sees everybody's (None)."""
    return db.session.scalar(_visible(project_id, of).where(Job.id == job_id))


def times_asked(actor_id: int | None, kind: str, since: datetime) -> Sequence[datetime]:
    """When the person asked for jobs of the kind since then, in all projects, oldest first."""
    query = select(Job.created_at).where(
        Job.actor_id == actor_id, Job.kind == kind, Job.created_at > since
    )
    return db.session.scalars(query.order_by(Job.created_at)).all()


def _went_as_ever() -> ColumnElement[bool]:
    return (Job.state == State.DONE) & Job.kind.in_(routine_kinds())


def _visible(project_id: int, of: int | None) -> Select[Job]:
    query = select(Job).where(Job.project_id == project_id)
    return query if of is None else query.where(Job.actor_id == of)
