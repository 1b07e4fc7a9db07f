"""The same tallies, counted one by one from all rows: slowly, and another way."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from itertools import pairwise

from sqlalchemy import select

from annotator.adjudication.models import GoldLayer
from annotator.annotations.models import Annotation, Claim
from annotator.articles.models import Article, Revision
from annotator.articles.training import counted
from annotator.assignments.models import Assignment
from annotator.assignments.wanting import wanted_on
from annotator.audit.models import Event
from annotator.dashboards.models import DashboardTally
from annotator.db import db
from annotator.projects.workflow import workflow_of
from annotator.verdicts.models import Verdict

Cells = Counter[tuple[str, date, int, str]]


def stored(project_id: int) -> Cells:
    """The tallies that are kept."""
    db.session.rollback()
    query = select(DashboardTally).where(DashboardTally.project_id == project_id)
    return Counter({
        (one.kind.value, one.day, one.person_id, one.key): one.number
        for one in db.session.scalars(query)
    })  # fmt: skip


def brute(project_id: int) -> Cells:
    """What they have to be."""
    db.session.rollback()
    found: Cells = Counter()
    there = Article.project_id == project_id
    for article in db.session.scalars(select(Article).where(there, counted())).all():
        stage, since = _stage(article)
        found["stage", since, 0, stage] += 1
        if article.due_on:
            found["due", article.due_on, 0, stage] += 1
        for mark in _rows(Annotation, article.id):
            _count_mark(found, mark)
        for work in _rows(Assignment, article.id):
            _count_work(found, work)
    return found


def _rows(kind, article_id):  # type: ignore[no-untyped-def]
    return db.session.scalars(select(kind).where(kind.article_id == article_id)).all()


def _day(moment: datetime | None) -> date:
    assert moment is not None
    return moment.date()


def _stage(article: Article) -> tuple[str, date]:
    gold = db.session.get(GoldLayer, article.id)
    if gold and gold.finished_at:
        return "settled", _day(gold.finished_at)
    work = [one for one in _rows(Assignment, article.id) if one.seat is not None]
    if not work:
        return "untouched", _day(article.created_at)
    newest = _day(max(one.created_at for one in work))
    if len(work) < wanted_on(article.id, workflow_of(article.project_id)):
        return "wanting", newest
    if {one.state.value for one in work} == {"submitted"}:
        return "submitted", _day(max(one.submitted_at for one in work))
    return "in_work", newest


def _count_mark(found: Cells, mark: Annotation) -> None:
    if mark.removed_at:
        return
    gold = "gold_" if mark.layer.value == "gold" else ""
    found[f"{gold}mark", _day(mark.created_at), mark.author_id, mark.label.value] += 1
    if mark.label.value != "claim":
        return
    for one in db.session.scalars(select(Verdict).where(Verdict.annotation_id == mark.id)):
        found[f"{gold}verdict", _day(one.decided_at), one.decided_by, one.rating] += 1
    claim = db.session.get(Claim, mark.id)
    if claim and mark.revision_id == _texts(mark.article_id)[-1].id:
        if claim.stale_reason:
            found["stale", _day(mark.created_at), mark.author_id, claim.stale_reason.value] += 1
        if claim.pending_rating:
            found["pending", _day(mark.created_at), mark.author_id, ""] += 1


def _texts(article_id: str) -> list[Revision]:
    return sorted(_rows(Revision, article_id), key=lambda one: one.number)


def _count_work(found: Cells, work: Assignment) -> None:
    if work.state.value == "returned":
        found["returned", _day(work.created_at), work.reviewer_id, ""] += 1
    if work.state.value != "submitted":
        return
    assert work.submitted_at
    day, who = _day(work.submitted_at), work.reviewer_id
    texts = _texts(work.article_id)
    words = next(
        (one.words for one in reversed(texts) if one.created_at <= work.submitted_at),
        texts[0].words,
    )
    found["submitted", day, who, ""] += 1
    found["words", day, who, ""] += words
    kind, key = _time(work, words)
    found[kind, day, who, key] += 1


def _time(work: Assignment, words: int) -> tuple[str, str]:
    events = db.session.scalars(
        select(Event).where(Event.article_id == work.article_id).order_by(Event.seq)
    ).all()
    marks = {
        one.id for one in _rows(Annotation, work.article_id) if one.author_id == work.reviewer_id
    }
    for one in events:
        if one.action in ("annotation.imported", "assignment.imported") and (
            one.target_id in marks or one.target_id == work.id
        ):
            return "unpaced", "imported"
    if words < 100:
        return "unpaced", "short"
    ends = [
        one.seq
        for one in events
        if one.target_id == work.id and one.action == "assignment.submitted"
    ]
    times = [
        one.at
        for one in events
        if one.actor_id == work.reviewer_id and one.via == "page" and ends and one.seq <= max(ends)
    ]
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
    worked = sum(gap for gap in gaps if gap <= 300)
    if not any(gap > 2 for gap in gaps) or worked <= 2:
        return "unpaced", "together"
    return "pace", str(min(round(worked * 1000 / words / 60), 600))
