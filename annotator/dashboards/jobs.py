"""Bringing the tallies up to date in the background, where much is new."""

from __future__ import annotations

from datetime import timedelta

from annotator.audit.models import Actor
from annotator.clock import now
from annotator.dashboards.folding import fold
from annotator.db import db, writing
from annotator.errors import Words
from annotator.jobs.attempt import Run
from annotator.jobs.kinds import job
from annotator.jobs.models import ENDED
from annotator.jobs.queries import jobs_of_kinds
from annotator.jobs.service import enqueue

DASHBOARD = "dashboard"
_STEP = 200
_MOST = 20


def ask_once(project_id: int, actor: Actor) -> None:
    """Have it done, where no job is about to; in the caller's transaction."""
    found = jobs_of_kinds(project_id, [DASHBOARD], now() - timedelta(days=1), _MOST)
    if all(one.state in ENDED for one in found):
        enqueue(project_id, DASHBOARD, {}, actor)


@job(
    DASHBOARD,
    Words("Counting for the dashboard"),
    subject=lambda _payload: "",
    routine=True,
    only_reads=True,
)
def count(run: Run) -> None:
    """Fold until nothing is new. What was folded stays, whatever becomes of the job."""
    done, is_done = 0, False
    while not is_done:
        with writing():
            is_done = fold(run.project_id, _STEP)
        db.session.expunge_all()
        done += _STEP
        run.progress(done)
    with run.completing():
        pass
