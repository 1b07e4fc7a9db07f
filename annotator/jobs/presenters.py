"""From a job to what a page shows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from annotator.errors import AnnotatorError, Words
from annotator.jobs.bookkeeping import error_of
from annotator.jobs.kinds import Kind, kind_of
from annotator.jobs.models import ENDED, Job, State


@dataclass(frozen=True, slots=True)
class Told:
    """What there is to tell of a job; `target` is the endpoint it led to, with its values."""

    id: str
    title: Words
    subject: str
    state: State
    is_ended: bool
    is_cancelling: bool
    done: int
    total: int | None
    #: Why it failed, or what came of it.
    reason: AnnotatorError | None
    target: tuple[str, Mapping[str, Any]] | None
    #: Who asked for it; None where nobody did who has an account.
    actor_id: int | None
    actor_name: str
    created_at: datetime


def told(job: Job) -> Told:
    """The job in the words of its kind."""
    kind = kind_of(job.kind)
    result = orjson.loads(job.result) if job.result else None
    return Told(
        id=job.id,
        title=kind.title if kind else Words("Unknown work"),
        subject=kind.subject(orjson.loads(job.payload)) if kind else job.kind,
        state=job.state,
        is_ended=job.state in ENDED,
        is_cancelling=job.is_cancelling,
        done=job.done,
        total=job.total,
        reason=error_of(job.reason) if job.reason else _outcome(kind, result),
        target=kind.target(result) if kind and kind.target and result else None,
        actor_id=job.actor_id,
        actor_name=job.actor_name,
        created_at=job.created_at,
    )


def _outcome(kind: Kind | None, result: Mapping[str, Any] | None) -> AnnotatorError | None:
    return kind.outcome(result) if kind and kind.outcome and result else None
