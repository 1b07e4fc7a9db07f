"""The agreement of three reviewers on 10,000 articles with ten marks each: time and its growth.

Seconds are those of the clock, as two processes share the work; beside them stand those of the
processor, of both processes, which tell how far others at work on the machine made them longer.

Beside it stands reading the same rows and nothing else, and the same at half the articles and at
half the marks of each: what grows with the marks alone takes half as long there.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import insert

from annotator.accounts.models import User
from annotator.accounts.service import create_user
from annotator.agreement.queries import Reader, Wanted
from annotator.agreement.service import report_of
from annotator.annotations.models import Annotation, Claim, Fragment, Label, Layer, Part
from annotator.assignments.models import Assignment, State
from annotator.clock import now
from annotator.db import Base, db, writing
from annotator.projects.models import Project, Role
from annotator.projects.queries import current_scheme, scheme_of
from annotator.projects.service import join
from annotator.verdicts.models import Verdict
from annotator.web.collecting import collect_seldom
from bench.beside import application
from bench.loader import SHELL, load_articles, make_project
from bench.measure import peak_mebibytes, verdict
from bench.texts import spans

SIZES = ((5_000, 10), (10_000, 5), (10_000, 10))
READERS, ROUNDS, MOST_SECONDS = 3, 3, 10
_RATINGS = ("supported", "refuted", "conflicting", "not_enough_evidence")
_KINDS = (Assignment, Annotation, Fragment, Claim, Verdict)

Rows = dict[type[Base], list[dict[str, Any]]]


def main(folder: Path) -> None:
    """Load each size into a database of its own, and reckon."""
    print(f"\nAgreement of {READERS} reviewers, the least of {ROUNDS} rounds")
    # As the command and the worker do.
    collect_seldom()
    taken = {}
    for articles, marks in SIZES:
        with application(folder / f"{articles}-{marks}"):
            project = _load(articles, marks)
            read, _ = _least(_read, project)
            reckoned, worked = _least(_reckon, project)
        taken[articles, marks] = reckoned
        total = articles * marks * READERS
        print(
            f"  {articles:>6,} articles, {total:>7,} marks: {reckoned:.1f} s, "
            f"{reckoned / total * 1e6:.0f} µs a mark, {worked:.1f} s of processors; "
            f"reading alone {read:.1f} s ({reckoned / read:.1f} times)"
        )
    half, fewer, whole = (taken[one] for one in SIZES)
    print(f"  twice the articles take {whole / half:.2f} times as long")
    print(f"  twice the marks on each take {whole / fewer:.2f} times as long")
    print(f"  seconds: {verdict(whole, MOST_SECONDS, at_most=True)}")
    print(f"  growth with the articles: {verdict(whole / half, 2.2, at_most=True)}")
    print(f"  peak memory {peak_mebibytes():.0f} MiB, without that of the second process")


def _least(work: Callable[[Project], None], project: Project) -> tuple[float, float]:
    """Seconds of the clock and of processors, of the quickest round."""
    found = []
    for _ in range(ROUNDS):
        begun, worked = time.perf_counter(), _worked()
        work(project)
        found.append((time.perf_counter() - begun, _worked() - worked))
    return min(found)


def _worked() -> float:
    """Seconds of processors so far, of this process and those it has ended."""
    return sum(os.times()[:4])


def _reckon(project: Project) -> None:
    report = report_of(project.id)
    assert all(one.value is not None and one.low is not None for one in report.figures)


def _read(project: Project) -> None:
    scheme = scheme_of(current_scheme(project.id))
    assert sum(len(one.readings) for one in Reader(Wanted(project.id), scheme).articles())


def _load(count: int, marks: int) -> Project:
    """The marks go straight into the tables, without their events: nothing here reads these."""
    project, first = make_project()
    with writing():
        others = [create_user(email=f"r{n}@bench.example", name=f"R{n}") for n in (2, 3)]
        for one in others:
            join(project, one, Role.REVIEWER, actor=SHELL)
    scheme = current_scheme(project.id).id
    articles = load_articles(project, count)
    for start in range(0, count, 200):
        rows: Rows = {kind: [] for kind in _KINDS}
        for number, article in enumerate(articles[start : start + 200], start=start):
            for reader in (first, *others):
                for kind, row in _reading(project, reader, scheme, article, number, marks):
                    rows[kind].append(row)
        with writing():
            for kind in _KINDS:
                db.session.execute(insert(kind.__table__), rows[kind])  # type: ignore[arg-type]
    return project


def _reading(
    project: Project,
    reader: User,
    scheme: int,
    article: tuple[str, str, str],
    number: int,
    marks: int,
) -> Iterator[tuple[type[Base], dict[str, Any]]]:
    """One person's reading: the marks of everybody, a little moved, now and then another label."""
    article_id, revision_id, text = article
    random, moment = Random(f"{number} {reader.id}"), now()
    own: dict[str, Any] = {"project_id": project.id}
    yield Assignment, {
        **own, "id": _key(1, number, reader, 0), "article_id": article_id,
        "reviewer_id": reader.id, "state": State.SUBMITTED, "created_at": moment,
        "started_at": moment, "submitted_at": moment, "nothing_to_mark": False, "version": 1,
        "seat": reader.id,
    }  # fmt: skip
    for place, (start, end) in enumerate(spans(text, marks, number)):
        moved = random.choice((0, 0, 0, 2, 5, 40))
        start, end = min(start + moved, len(text) - 2), min(end + moved, len(text) - 1)
        label = tuple(Label)[(place + (random.random() < 0.1)) % 3]
        key = _key(2, number, reader, place)
        yield Annotation, {
            **own, "id": key, "article_id": article_id, "revision_id": revision_id,
            "author_id": reader.id, "layer": Layer.REVIEWER, "label": label, "version": 1,
            "created_at": moment, "updated_at": moment,
        }  # fmt: skip
        yield Fragment, {
            **own, "annotation_id": key, "position": 1, "part": Part.CONTENT, "start": start,
            "end": max(end, start + 1), "exact": text[start : max(end, start + 1)],
        }  # fmt: skip
        if label is Label.CLAIM:
            yield Claim, {**own, "annotation_id": key}
            yield Verdict, {
                **own, "id": _key(3, number, reader, place), "annotation_id": key, "position": 1,
                "scheme_version_id": scheme, "decisive": False, "decided_by": reader.id,
                "rating": _RATINGS[(number + (random.random() < 0.2)) % 4], "decided_at": moment,
            }  # fmt: skip


def _key(kind: int, number: int, reader: User, place: int) -> str:
    return f"{kind:08x}-{reader.id:04x}-4000-8000-{number:06x}{place:06x}"
