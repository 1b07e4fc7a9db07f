"""Readings that go straight into the tables: marks by the million, with one event for each reading.

The bulk loader writes an event for every row, which takes the most of its time. What is made here
is for measuring pages that do not read those events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from annotator.annotations.models import Annotation, Claim, Fragment, Label, Layer, Part
from annotator.assignments.models import Assignment, State
from annotator.audit.models import Action
from annotator.audit.service import change_of, record
from annotator.db import Base, db, writing
from annotator.projects.models import Project
from annotator.projects.queries import current_scheme
from annotator.sources.models import Source, Stance
from annotator.verdicts.models import Verdict
from bench.loader import SHELL
from bench.texts import spans

_KINDS = (Assignment, Annotation, Fragment, Claim, Source, Verdict)
_RATINGS = ("supported", "refuted", "conflicting", "not_enough_evidence")

Row = tuple[type[Base], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Reading:
    """One person's submitted work on the article of this number, made at this moment.

    Of two who read the same article, each in a seat of their own, every other mark is the same.
    """

    article: tuple[str, str, str]
    number: int
    seat: int
    person_id: int
    moment: datetime


def load_readings(project: Project, readings: Iterable[Reading], marks: int) -> None:
    """So many marks in each reading; each third is a claim with a source and a verdict."""
    scheme_id = current_scheme(project.id).id
    rows: dict[type[Base], list[dict[str, Any]]] = {kind: [] for kind in _KINDS}
    for one in readings:
        for kind, row in _rows(one, scheme_id, marks):
            rows[kind].append({"project_id": project.id, **row})
    if not rows[Assignment]:
        return
    with writing():
        for kind in _KINDS:
            db.session.execute(insert(kind.__table__), rows[kind])  # type: ignore[arg-type]
        work = [Assignment(**row) for row in rows[Assignment]]
        done = Action.ASSIGNMENT_IMPORTED
        changes = [change_of(done, one, article_id=one.article_id) for one in work]
        record(project.id, changes, actor=SHELL)


def _rows(one: Reading, scheme_id: int, marks: int) -> Iterator[Row]:
    (article_id, revision_id, text), moment = one.article, one.moment
    yield Assignment, {
        "id": _key(1, one, 0), "article_id": article_id, "reviewer_id": one.person_id,
        "state": State.SUBMITTED, "created_at": moment, "started_at": moment,
        "submitted_at": moment, "nothing_to_mark": False, "version": 1, "seat": one.seat,
    }  # fmt: skip
    alike, own = spans(text, marks, one.number), spans(text, marks, -one.number * one.seat)
    for place in range(marks):
        start, end = (own, alike)[place % 2][place]
        label, key = tuple(Label)[place % 3], _key(2, one, place)
        yield Annotation, {
            "id": key, "article_id": article_id, "revision_id": revision_id, "label": label,
            "author_id": one.person_id, "layer": Layer.REVIEWER, "version": 1,
            "created_at": moment, "updated_at": moment,
        }  # fmt: skip
        yield Fragment, {
            "annotation_id": key, "position": 1, "part": Part.CONTENT, "start": start,
            "end": end, "exact": text[start:end],
        }  # fmt: skip
        if label is Label.CLAIM:
            yield from _of_claim(one, scheme_id, place, key)


def _of_claim(one: Reading, scheme_id: int, place: int, key: str) -> Iterator[Row]:
    yield Claim, {"annotation_id": key}
    yield Source, {
        "id": _key(3, one, place), "annotation_id": key, "position": 1, "title": f"Source {key}",
        "url": f"https://example.org/{key}", "stance": Stance.SUPPORTS, "is_article": False,
        "added_by": one.person_id, "added_at": one.moment,
    }  # fmt: skip
    yield Verdict, {
        "id": _key(4, one, place), "annotation_id": key, "position": 1, "decisive": True,
        "scheme_version_id": scheme_id, "decided_by": one.person_id, "decided_at": one.moment,
        "rating": _RATINGS[(one.number + place * one.seat) % len(_RATINGS)], "rationale": "So.",
    }  # fmt: skip


def _key(kind: int, one: Reading, place: int) -> str:
    return f"{kind:08x}-{one.seat:04x}-4000-8000-{one.number:06x}{place:06x}"
