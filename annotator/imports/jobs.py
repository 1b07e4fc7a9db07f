"""Settling imports that wait, and clearing those that were withdrawn, as jobs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from annotator.audit.models import Actor
from annotator.db import db
from annotator.errors import Conflict, Count, Remark, Words
from annotator.imports import service
from annotator.imports.answers import SETTLING, Recorded, left, left_for
from annotator.imports.models import Import, ImportState
from annotator.imports.queries import brought
from annotator.imports.settling import give_up, settling
from annotator.jobs.attempt import Run
from annotator.jobs.kinds import job
from annotator.jobs.models import Job
from annotator.jobs.service import enqueue
from annotator.similarity.known import Choice

#: The kind of job that clears what a withdrawn import brought.
CLEARING = "clearing"
KINDS = (SETTLING, CLEARING)


def _target(result: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return ("imports.repeats" if result["left"] else "articles.index"), {}


def _settled(result: Mapping[str, Any]) -> Remark:
    if result["left"]:
        return Remark(
            "Settled: %(settled)s. Still to be answered: %(left)s.",
            settled=Count(result["settled"]),
            left=Count(result["left"]),
        )
    return Remark(
        "Settled: %(settled)s. Articles that came in: %(articles)s.",
        settled=Count(result["settled"]),
        articles=Count(result["articles"]),
    )


@job(
    SETTLING,
    Words("Settling articles that are there already"),
    subject=lambda payload: str(payload["files"]),
    target=_target,
    outcome=_settled,
)
def settle_recorded(run: Run) -> dict[str, Any]:
    """Carry out the answers that stand with the questions for this job, and finish the imports."""
    rest = run.payload["rest"]
    answers = Recorded(run.claim.id, None if rest is None else Choice(rest))
    total, waiting = run.payload["asked"], left_for(run.claim.id)
    db.session.rollback()
    done = max(0, total - waiting)
    run.progress(done, total)
    for import_id in run.payload["imports"]:
        try:
            for count in settling(
                run.project_id, import_id, answers, actor=run.actor, step=run.stepping
            ):
                done += count
                run.progress(done, max(done, total))
        except Conflict:
            continue  # Another job came to its end first: nothing of this one was left there.
    return {"settled": done, **_came_of(run.payload["imports"])}


def withdraw(project_id: int, import_id: str, *, actor: Actor) -> Job:
    """Give the import up, and have what it brought cleared, in the caller's transaction.

    Raises `Conflict` where it does not wait, or its answers are being carried out.
    """
    give_up(project_id, import_id, actor=actor)
    name = db.session.get_one(Import, import_id).name
    payload = {"import": import_id, "files": name, "articles": brought(import_id)}
    return enqueue(project_id, CLEARING, payload, actor)


@job(
    CLEARING,
    Words("Clearing what a withdrawn file had brought"),
    subject=lambda payload: str(payload["files"]),
    outcome=lambda result: Remark("Cleared: %(articles)s.", articles=Count(result["articles"])),
)
def clear_withdrawn(run: Run) -> dict[str, Any]:
    """Take away what it brought, a little at a time."""
    total, more = run.payload["articles"], True
    while more:
        with run.stepping():
            more = service.clear_some(run.payload["import"], actor=run.actor)
        left_there = brought(run.payload["import"])
        db.session.rollback()
        run.progress(total - left_there, total)
    return {"articles": total}


def _came_of(import_ids: list[str]) -> dict[str, int]:
    came = select(func.sum(Import.articles)).where(
        Import.id.in_(import_ids), Import.state == ImportState.FINISHED
    )
    found = {"articles": db.session.scalar(came) or 0, "left": left(import_ids)}
    db.session.rollback()
    return found
