"""A job: who asked for what, how far it is, and how it ended."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from annotator.db import Base, UTCTime, enum_by_value, long_text, uuid_key


class State(StrEnum):
    """Where a job is on its way."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


#: In these nothing happens any more.
ENDED = (State.DONE, State.FAILED, State.CANCELLED)


class Job(Base):
    """One piece of work. It tells of the work and is no part of the project's data.

    `attempts` counts how often it was taken up; a worker whose number is no longer the row's
    has lost the job to another one, and nothing that it writes counts.
    """

    __tablename__ = "job"
    __audited__ = False
    __table_args__ = (
        CheckConstraint("done >= 0", name="done_counts"),
        CheckConstraint("total >= 0", name="total_counts"),
        CheckConstraint("attempts >= 0", name="attempts_count"),
        CheckConstraint("(state = 'running') = (lease_until IS NOT NULL)", name="runs_on_lease"),
        CheckConstraint(
            "(state IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL)",
            name="ended_at_a_time",
        ),
        CheckConstraint("(state = 'failed') = (reason IS NOT NULL)", name="failed_for_a_reason"),
        Index("ix_job_state", "state", "created_at"),
        Index("ix_job_project", "project_id", "created_at"),
        Index("ix_job_actor", "actor_id", "kind", "created_at"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    kind: Mapped[str]
    #: What the job is to do, and what came of it, as JSON objects.
    payload: Mapped[long_text]
    result: Mapped[long_text | None]
    state: Mapped[State] = mapped_column(enum_by_value(State, "state"))
    done: Mapped[int]
    total: Mapped[int | None]
    #: The sentence that says why it failed, with its values, as a JSON object.
    reason: Mapped[long_text | None]
    is_cancelling: Mapped[bool]
    attempts: Mapped[int]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    actor_name: Mapped[str]
    via: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UTCTime())
    lease_until: Mapped[datetime | None] = mapped_column(UTCTime())
    finished_at: Mapped[datetime | None] = mapped_column(UTCTime())
    #: Nobody takes it up before this moment.
    not_before: Mapped[datetime | None] = mapped_column(UTCTime())
