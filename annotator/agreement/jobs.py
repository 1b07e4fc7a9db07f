"""Reckoning the agreement of many readings in the background."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson

from annotator.agreement.queries import handed_in_count
from annotator.agreement.report import Options
from annotator.agreement.service import as_json, report_of
from annotator.audit.models import Actor
from annotator.clock import now
from annotator.db import db
from annotator.errors import Words
from annotator.jobs.attempt import Run
from annotator.jobs.kinds import job
from annotator.jobs.models import Job, State
from annotator.jobs.queries import jobs_of_kinds
from annotator.jobs.service import enqueue

AGREEMENT = "agreement"
#: So many readings are reckoned while the page is waited for: about half a second on a slow
#: machine. More of them would keep others waiting.
MOST_IN_REQUEST = 300
#: Jobs are kept for so long.
_KEPT = timedelta(days=30)
_MOST = 50


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The newest report of these options that is there, and whether one is on its way."""

    document: Mapping[str, Any] | None
    at: datetime | None
    is_running: bool


def is_short(project_id: int) -> bool:
    """Whether the page may be waited for."""
    return handed_in_count(project_id) <= MOST_IN_REQUEST


def ask(project_id: int, slug: str, options: Options, actor: Actor) -> Job:
    """Have it reckoned."""
    return enqueue(project_id, AGREEMENT, _payload(slug, options, actor.id), actor)


def reckoned(project_id: int, slug: str, options: Options, actor: Actor) -> Reckoned:
    """What this person's jobs have found; each has its own, as each may read something else."""
    payload = orjson.dumps(_payload(slug, options, actor.id)).decode()
    jobs = [
        one
        for one in jobs_of_kinds(project_id, [AGREEMENT], now() - _KEPT, _MOST)
        if one.payload == payload
    ]
    done = next((one for one in jobs if one.state is State.DONE and one.result), None)
    running = any(one.state in (State.QUEUED, State.RUNNING) for one in jobs)
    if done is None:
        return Reckoned(None, None, running)
    return Reckoned(orjson.loads(done.result or "{}")["report"], done.finished_at, running)


def _target(result: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    options = result["report"]["options"]
    return "agreement.index", {key: value for key, value in options.items() if value is not None}


@job(
    AGREEMENT,
    Words("Reckoning agreement"),
    subject=lambda payload: f"{payload['threshold'] * 100:g} %",
    target=_target,
)
def reckon(run: Run) -> None:
    """Compare all that was handed in; the report is the job's result."""
    options = Options(run.payload["threshold"], run.payload["language"])
    report = report_of(run.project_id, options, tell=run.progress)
    db.session.rollback()
    with run.completing() as result:
        result["report"] = orjson.loads(as_json(report, run.payload["slug"]))


def _payload(slug: str, options: Options, person_id: int | None) -> dict[str, Any]:
    return {"slug": slug, **asdict(options), "person": person_id}
