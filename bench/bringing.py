"""Bringing 10,000 articles of 700 words in, beside the bare driver storing the very same rows.

And settling what becomes of articles that come in again.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from annotator.articles.queries import count_of
from annotator.audit.verify import verify
from annotator.db import db, sqlite
from annotator.formats.interface import Options
from annotator.imports.files import sources_at
from annotator.imports.running import Arrival, Plan
from annotator.projects.models import Project
from annotator.similarity.known import Choice
from annotator.similarity.service import sketch_missing
from annotator.web.collecting import collect_seldom
from bench import answering
from bench.beside import application, tell_waits, waits_beside
from bench.loader import SHELL, make_project
from bench.measure import Spent, Stopwatch, peak_mebibytes, spread, verdict
from bench.texts import write_articles

ARTICLES, WORDS = 10_000, 700
ROUNDS = 3
#: So many of them are sketched and compared.
SKETCHED = 2_000
#: The best of the peers measured, in articles a second on two cores.
PEER = 943
_TABLES = ("import", "article", "revision", "event")
_AT_ONCE = 200
_PAUSE = 0.02


def main(folder: Path) -> None:
    """Measure in turn, ours and the bare driver, and print rates, memory and waits."""
    file = folder / "articles.jsonl"
    write_articles(file, ARTICLES, WORDS)
    ours, bare, memory, growth = [], [], 0.0, 0.0
    collect_seldom()
    for number in range(ROUNDS):
        with application(folder / f"own-{number}") as app:
            spent, growth = _import(file)
            ours.append(spent)
            # Later rounds would count the rows that the bare driver is given.
            memory = memory or peak_mebibytes()
            rows = _stored(app)
            if number == ROUNDS - 1:
                sketched = _sketch()
        bare.append(_insert(folder / f"bare-{number}.sqlite3", *rows))
        del rows
    print(f"import: {ARTICLES} articles of {WORDS} words, stored, canonical, hashed and audited")
    _tell_rates(ours, bare)
    print(f"  peak memory MiB      {memory:.0f}; grew by {growth:.0f} over the last nine tenths")
    print(f"  the job that follows {SKETCHED / sketched.all:.0f} articles/s sketched and compared")
    print(f"    a processor second {SKETCHED / sketched.worked:.0f}")
    _tell_waits(folder, file)
    each = min(one.worked for one in ours) / ARTICLES
    answering.tell(folder, WORDS, each)


def _tell_rates(ours: list[Spent], bare: list[Spent]) -> None:
    rates = [ARTICLES / one.all for one in ours]
    # What neighbours on the machine took is no part of it: the processor's time and the disk's.
    alone = [ARTICLES / (one.worked + one.idle) for one in ours]
    beside = [ARTICLES / (one.worked + one.idle) for one in bare]
    least = min(ours, key=lambda one: one.worked)
    print(f"  articles/s           {spread(rates, 0)} (load {os.getloadavg()[0]:.1f})")
    print(f"    without queueing   {spread(alone, 0)}; {_on_target(max(alone))}")
    print(f"  bare driver, rows/s  {spread(beside, 0)}; ratio {max(alone) / max(beside):.2f}")
    each = [f"{value / ARTICLES * 1000:.3f}" for value in (least.worked, least.queued, least.idle)]
    print(
        f"  ms an article        {each[0]} worked, {each[1]} queued for a processor, {each[2]} idle"
    )


def _on_target(rate: float) -> str:
    return verdict(rate, 3 * PEER, at_most=False)


def _import(file: Path) -> tuple[Spent, float]:
    """What it took, and MiB of growth after the first tenth."""
    project, _reviewer = make_project()
    sources = sources_at(file)
    plan = Plan(project.id, project.slug, sources, SHELL, Options(), known=Choice.SAME)
    arrival = Arrival(plan)
    early = 0.0
    watch = Stopwatch()
    for _source in arrival.run():
        if not early and arrival.report.articles >= ARTICLES / 10:
            early = _resident()
    spent = watch.spent()
    growth = _resident() - early
    if count_of(project.id) != ARTICLES or not verify(project.id).ok:
        raise SystemExit("the import is not what it should be")
    return spent, growth


def _sketch() -> Spent:
    """What it takes to sketch some of the articles and to compare them, as the job does."""
    project_id = db.session.scalars(select(Project.id)).one()
    db.session.rollback()
    watch = Stopwatch()
    for done in sketch_missing(project_id):
        if done >= SKETCHED:
            break
    return watch.spent()


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1024 / 1024


def _stored(app: Flask) -> tuple[list[str], dict[str, list[tuple[Any, ...]]]]:
    """The schema of the tables with their indexes, and every row of them."""
    connection = sqlite.driver().connect(_path(app))
    names = ", ".join(f"'{name}'" for name in _TABLES)
    schema = connection.execute(
        f"SELECT sql FROM sqlite_master WHERE tbl_name IN ({names}) "  # noqa: S608
        "AND type IN ('table', 'index') AND sql IS NOT NULL ORDER BY type DESC"
    ).fetchall()
    rows = {
        name: connection.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
        for name in _TABLES
    }
    connection.close()
    return [row[0] for row in schema], rows


def _path(app: Flask) -> str:
    return str(db.engines[None].url.database)


def _insert(path: Path, schema: list[str], rows: dict[str, list[tuple[Any, ...]]]) -> Spent:
    """What the bare driver takes, with the same settings and as many rows a transaction."""
    connection = sqlite.driver().connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    for statement in schema:
        connection.execute(statement)
    watch = Stopwatch()
    for name in _TABLES:
        places = ", ".join("?" * len(rows[name][0]))
        for first in range(0, len(rows[name]), _AT_ONCE):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                f'INSERT INTO "{name}" VALUES ({places})',  # noqa: S608
                rows[name][first : first + _AT_ONCE],
            )
            connection.execute("COMMIT")
    spent = watch.spent()
    connection.close()
    return spent


def _tell_waits(folder: Path, file: Path) -> None:
    """How long somebody's saves wait beside an import in the same process, and beside nothing."""
    with application(folder / "waits") as app:
        tell_waits("alone", waits_beside(app, lambda: time.sleep(2)))
        tell_waits("beside an import", waits_beside(app, lambda: _import(file)))
