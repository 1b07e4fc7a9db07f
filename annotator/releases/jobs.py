"""Making a release in the background."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import select

from annotator.audit.models import Actor
from annotator.audit.service import lock_chain
from annotator.db import db
from annotator.errors import Conflict, Count, Remark, Words
from annotator.export.formats.parquet import ParquetExport
from annotator.jobs.attempt import Run
from annotator.jobs.bookkeeping import LostClaim
from annotator.jobs.kinds import job
from annotator.jobs.models import ENDED, Job
from annotator.jobs.service import enqueue
from annotator.projects.models import Project
from annotator.releases import service
from annotator.releases.asking import asked_of
from annotator.releases.publishing import place_of, publish, take_back
from annotator.releases.queries import next_version
from annotator.releases.store import Store

RELEASE = "release"


def ask(project: Project, words: Mapping[str, Any], actor: Actor) -> Job:
    """Have the release made that these words, as JSON values, ask for.

    Raises `Invalid` for words that ask for none, and `Conflict` while one of this name is made.
    """
    asked = asked_of(project, words)
    missing = ParquetExport().missing()
    if missing is not None:
        raise missing
    lock_chain(project.id)
    if asked.name in _under_way(project.id):
        raise Conflict("A release of this name is being made: wait until it is done.", "name")
    return enqueue(project.id, RELEASE, words, actor)


def _under_way(project_id: int) -> set[str]:
    query = select(Job.payload).where(
        Job.project_id == project_id, Job.kind == RELEASE, Job.state.not_in(ENDED)
    )
    return {_subject(orjson.loads(payload)) for payload in db.session.scalars(query)}


def _subject(payload: Mapping[str, Any]) -> str:
    return str(payload["name"])


def _target(result: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    return "releases.show", {"name": result["name"], "version": result["version"]}


def _outcome(result: Mapping[str, Any]) -> Remark:
    return Remark("Version %(version)s is there.", version=Count(result["version"]))


@job(RELEASE, Words("Making a release"), subject=_subject, target=_target, outcome=_outcome)
def make(run: Run) -> None:
    """Build it, put it into the store, and keep it as a release."""
    project = db.session.get_one(Project, run.project_id)
    asked, store = asked_of(project, run.payload), Store.of(run.config)
    published = publish(project, asked, store, run.progress)
    place = place_of(project, published.name, published.version)
    db.session.rollback()
    try:
        with run.completing() as result:
            release = service.keep(project, published, actor=run.actor)
            result |= {"name": release.name, "version": release.version}
    except LostClaim:
        # What lies there is the next one's by now.
        raise
    except BaseException:
        db.session.rollback()
        # A commit may have been heard and not answered.
        if next_version(run.project_id, published.name) == published.version:
            take_back(store, place)
        raise
