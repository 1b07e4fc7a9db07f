"""Proving a chain in the background, and what earlier proofs found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from annotator.audit.models import Actor
from annotator.audit.queries import head as head_now
from annotator.audit.verify import Head, Report, verify
from annotator.clock import now
from annotator.db import db
from annotator.errors import AnnotatorError, Conflict, Words, error_from_json, error_to_json
from annotator.jobs.attempt import Run
from annotator.jobs.kinds import job
from annotator.jobs.models import ENDED, Job, State
from annotator.jobs.queries import jobs_of_kinds
from annotator.jobs.service import enqueue

PROOF = "proof"
#: Jobs are kept for so long.
_KEPT = timedelta(days=30)
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Found:
    """What a proof found: `count` events are good, of which the last has the `head`.

    `heads` is how many kept heads were held against the chain; `told` says what is wrong.
    """

    at: datetime
    actor_id: int | None
    actor_name: str
    heads: int
    ok: bool
    count: int
    head: Head
    first_bad_seq: int | None
    told: AnnotatorError

    def covers(self, seq: int) -> bool:
        """Whether this event was among those found good."""
        return seq <= self.count


@dataclass(frozen=True, slots=True)
class Proofs:
    """The proofs of the last 30 days, the newest first; `others` run, or ended without one."""

    found: Sequence[Found]
    others: Sequence[Job]


def ask(project_id: int, slug: str, heads: Sequence[Head], actor: Actor) -> Job:
    """Have the chain proved, and held against these heads.

    Raises `Conflict` where that goes on already.
    """
    if any(one.state not in ENDED for one in _jobs(project_id)):
        raise Conflict("The chain is being checked already. Wait until that has ended.")
    payload = {"slug": slug, "heads": [[head.seq, head.hash] for head in heads]}
    return enqueue(project_id, PROOF, payload, actor)


def proofs_of(project_id: int) -> Proofs:
    """What the project's newest proofs found."""
    jobs = _jobs(project_id)
    found = [_found(one) for one in jobs if one.state is State.DONE and one.result]
    # What failed or was stopped is told until a later one has come to its end.
    ended = next((at for at, one in enumerate(jobs) if one.state is State.DONE), len(jobs))
    return Proofs(found, jobs[:ended])


@job(
    PROOF,
    Words("Checking the chain of events"),
    subject=lambda payload: str(payload["slug"]),
    target=lambda _result: ("proofs.index", {}),
    only_reads=True,
)
def prove(run: Run) -> None:
    """Recompute the chain from its first event."""
    heads = [Head(seq, sha256) for seq, sha256 in run.payload["heads"]]
    total, _hash = head_now(run.project_id)
    db.session.rollback()
    read = _Counted(run, total)
    report = verify(run.project_id, heads, read)
    with run.completing() as result:
        result.update(_kept(report), heads=len(heads))


class _Counted:
    """Tells the job how many events were read in all."""

    def __init__(self, run: Run, total: int) -> None:
        self._run, self._total, self._done = run, total, 0

    def __call__(self, count: int) -> None:
        self._done += count
        self._run.progress(self._done, max(self._total, self._done))


def _kept(report: Report) -> dict[str, Any]:
    return {
        "ok": report.ok,
        "count": report.count,
        "seq": report.head.seq,
        "hash": report.head.hash,
        "first_bad_seq": report.first_bad_seq,
        "told": error_to_json(report.told),
    }


def _jobs(project_id: int) -> Sequence[Job]:
    return jobs_of_kinds(project_id, [PROOF], now() - _KEPT, _SHOWN)


def _found(one: Job) -> Found:
    kept = orjson.loads(one.result or "{}")
    return Found(
        at=one.finished_at or one.created_at,
        actor_id=one.actor_id,
        actor_name=one.actor_name,
        heads=kept["heads"],
        ok=kept["ok"],
        count=kept["count"],
        head=Head(kept["seq"], kept["hash"]),
        first_bad_seq=kept["first_bad_seq"],
        told=error_from_json(kept["told"]),
    )
