"""Settling what becomes of articles that come in again: most are left out, some are linked."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import select

from annotator.db import db, writing
from annotator.formats.interface import Options
from annotator.imports.answers import Answers, record
from annotator.imports.files import sources_at
from annotator.imports.queries import waiting_imports
from annotator.imports.running import Arrival, Plan
from annotator.jobs.attempt import Hands
from annotator.jobs.models import Job, State
from annotator.jobs.running import run_job
from annotator.similarity.known import Choice
from annotator.similarity.models import StagedRepeat
from bench.beside import application, tell_waits, waits_beside
from bench.loader import SHELL, make_project
from bench.measure import Spent, Stopwatch
from bench.texts import write_articles

ANSWERED = 1_000


def tell(folder: Path, words: int, one_article: float) -> None:
    """Print what a request takes that answers, and how fast the answers are carried out.

    `one_article` is the processor time that bringing one article in took, in seconds.
    """
    first, again = folder / "first.jsonl", folder / "again.jsonl"
    write_articles(first, ANSWERED, words)
    _write_again(first, again)
    with application(folder / "answers") as app:
        project_id = _brought(first, again)
        kept, job_id = _recorded(project_id)
        hands, spent = Hands(app.config["ANNOTATOR"]), []
        waits = waits_beside(app, lambda: spent.append(_carried_out(job_id, hands)))
        [carried] = spent
    each = carried.worked / ANSWERED
    print(f"  {ANSWERED} answers kept in {kept.worked * 1000:.0f} ms of the request")
    print(f"    carried out, beside saves: {ANSWERED / carried.all:.0f}/s")
    print(f"    a processor second {1 / each:.0f}; ratio to bringing in {each / one_article:.1f}")
    tell_waits("beside settling", waits)


def _write_again(first: Path, again: Path) -> None:
    """The same articles under no name, every second one with a sentence more."""
    with first.open(encoding="utf-8") as lines, again.open("w", encoding="utf-8") as file:
        for number, line in enumerate(lines):
            more = " One sentence more stands here." if number % 2 else ""
            file.write(json.dumps({"text": json.loads(line)["text"] + more}) + "\n")


def _brought(first: Path, again: Path) -> int:
    project, _reviewer = make_project()
    project_id, slug = project.id, project.slug
    for file, choice in ((first, Choice.SAME), (again, Choice.ASK)):
        plan = Plan(project_id, slug, sources_at(file), SHELL, Options(), known=choice)
        for _source in Arrival(plan).run():
            pass
    return project_id


def _recorded(project_id: int) -> tuple[Spent, str]:
    """What it takes to keep the answers, and the job that carries them out."""
    asked = db.session.scalars(select(StagedRepeat.id).order_by(StagedRepeat.id)).all()
    answers = Answers(dict.fromkeys(asked[1:200:2], Choice.LINK), Choice.SKIP)
    shown = [one.id for one in waiting_imports(project_id)]
    db.session.rollback()
    watch = Stopwatch()
    with writing():
        job_id = record(project_id, answers, shown=shown, listed=[], actor=SHELL).id
    return watch.spent(), job_id


def _carried_out(job_id: str, hands: Hands) -> Spent:
    watch = Stopwatch()
    run_job(job_id, hands)
    spent = watch.spent()
    if db.session.get_one(Job, job_id, populate_existing=True).state is not State.DONE:
        raise SystemExit("the answers were not carried out")
    db.session.rollback()
    return spent
