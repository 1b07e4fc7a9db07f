"""What a worker writes about a job: each step says which attempt it is, or it does not count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Update, and_, or_, update

from annotator.clock import now
from annotator.db import db
from annotator.errors import AnnotatorError, Invalid, error_from_json, error_to_json
from annotator.jobs.models import Job, State
from annotator.jobs.reading import READING
from annotator.projects.queries import put_away

#: How long a job belongs to a worker that says nothing.
LEASE = timedelta(seconds=90)
#: So often a job is taken up; then it is what ends its workers.
MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """A job as a worker took it up; `attempt` is what makes it this worker's."""

    id: str
    attempt: int
    project_id: int
    kind: str
    payload: str
    actor_id: int | None
    actor_name: str
    via: str


class LostClaim(Exception):
    """Another worker has the job now, or it is gone."""


def claim(job_id: str) -> Claim | None:
    """Take the job up, or None where it does not wait any more: only one worker gets it."""
    statement = (
        update(Job)
        .where(Job.id == job_id, Job.state == State.QUEUED, is_due(now()))
        .values(state=State.RUNNING, attempts=Job.attempts + 1, lease_until=now() + LEASE, done=0)
        .returning(
            Job.id,
            Job.attempts.label("attempt"),
            Job.project_id,
            Job.kind,
            Job.payload,
            Job.actor_id,
            Job.actor_name,
            Job.via,
        )
    )
    with db.engines[None].begin() as connection:
        row = connection.execute(statement).one_or_none()
    return None if row is None else Claim(**row._mapping)


def is_due(at: datetime) -> ColumnElement[bool]:
    """The condition under which a job that waits may be taken up at this moment.

    In a project that is put away, only what changes nothing in it.
    """
    may_begin = or_(Job.kind.in_(sorted(READING)), Job.project_id.not_in(put_away()))
    return and_(or_(Job.not_before.is_(None), Job.not_before <= at), may_begin)


def note_progress(claim: Claim, done: int, total: int | None) -> bool:
    """Write down how far the job is; whether somebody called it off. Raises `LostClaim`."""
    values = {"done": done, "total": total, "lease_until": now() + LEASE}
    with db.engines[None].begin() as connection:
        return _step(connection, claim, values)


def hold(claim: Claim) -> bool:
    """Keep the job's row until the session's transaction ends; whether it was called off."""
    return _step(db.session.connection(), claim, {"lease_until": now() + LEASE})


def finish(claim: Claim, result: Mapping[str, Any]) -> None:
    """Done, in the session's transaction. Raises `LostClaim`."""
    values = {**_ended(State.DONE), "result": orjson.dumps(result).decode()}
    _step(db.session.connection(), claim, values)


def settle(claim: Claim, state: State, reason: AnnotatorError | None = None) -> None:
    """Ended in this state. Raises `LostClaim`."""
    values = {**_ended(state), "reason": None if reason is None else reason_of(reason)}
    with db.engines[None].begin() as connection:
        _step(connection, claim, values)


def put_back(claim: Claim, *, counts: bool = True) -> None:
    """Into the line again; after the last attempt that counts it has failed instead."""
    if counts and claim.attempt >= MOST_ATTEMPTS:
        settle(claim, State.FAILED, Invalid("The database was busy for too long; try it again."))
        return
    values: dict[str, Any] = {"state": State.QUEUED, "lease_until": None}
    if not counts:
        values["attempts"] = claim.attempt - 1
    with db.engines[None].begin() as connection:
        _step(connection, claim, values)


def renew(claims: Mapping[str, int]) -> None:
    """Keep these jobs, attempts by key, for another while."""
    if not claims:
        return
    with db.engines[None].begin() as connection:
        for job_id, attempt in claims.items():
            statement = _of(job_id, attempt).values(lease_until=now() + LEASE)
            connection.execute(statement)


def give_up_lost(connection: Connection, at: datetime) -> None:
    """Put jobs whose worker is silent into the line again, or end those that ended theirs."""
    silent = update(Job).where(Job.state == State.RUNNING, Job.lease_until < at)
    ended = {
        **_ended(State.FAILED, at),
        "reason": reason_of(Invalid("The server stopped each time while it was doing this.")),
    }
    connection.execute(silent.where(Job.attempts >= MOST_ATTEMPTS).values(ended))
    called_off = silent.where(Job.is_cancelling)
    connection.execute(called_off.values(_ended(State.CANCELLED, at)))
    connection.execute(silent.values(state=State.QUEUED, lease_until=None))


def reason_of(error: AnnotatorError) -> str:
    """The error as JSON, to be told in the language of whoever reads it."""
    return orjson.dumps(error_to_json(error)).decode()


def error_of(reason: str) -> AnnotatorError:
    """The error that `reason_of` wrote."""
    return error_from_json(orjson.loads(reason))


def _ended(state: State, at: datetime | None = None) -> dict[str, Any]:
    return {"state": state, "lease_until": None, "finished_at": at or now()}


def _of(job_id: str, attempt: int) -> Update:
    return update(Job).where(Job.id == job_id, Job.attempts == attempt, Job.state == State.RUNNING)


def _step(connection: Connection, claim: Claim, values: Mapping[str, Any]) -> bool:
    statement = _of(claim.id, claim.attempt).values(values).returning(Job.is_cancelling)
    row = connection.execute(statement).one_or_none()
    if row is None:
        raise LostClaim
    return bool(row.is_cancelling)
