"""What some articles count as, read from the project's tables as they are now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from annotator.adjudication.models import GoldLayer
from annotator.annotations.models import Annotation, Claim, Label, Layer
from annotator.articles.models import Article, Revision
from annotator.articles.training import counted
from annotator.assignments.models import Assignment, State
from annotator.assignments.wanting import wanted_on
from annotator.audit.models import PAGE, Action, Event
from annotator.clock import UTC
from annotator.dashboards.models import NOBODY, Kind, Stage
from annotator.dashboards.pacing import Unknown, minutes_per_thousand
from annotator.db import db
from annotator.projects.drafts import WorkflowDraft
from annotator.verdicts.models import Verdict

#: What is counted, on which day, of whom, with which key.
Cell = tuple[Kind, date, int, str]
_OF_WORK: tuple[Any, ...] = (
    Assignment.article_id,
    Assignment.id,
    Assignment.reviewer_id,
    Assignment.state,
    Assignment.created_at,
    Assignment.submitted_at,
)
_OF_MARK: tuple[Any, ...] = (
    Annotation.article_id,
    Annotation.id,
    Annotation.revision_id,
    Annotation.author_id,
    Annotation.layer,
    Annotation.label,
    Annotation.created_at,
    Annotation.removed_at,
    Claim.stale_reason,
    Claim.pending_rating,
)
_OF_VERDICT: tuple[Any, ...] = (
    Annotation.article_id,
    Annotation.layer,
    Verdict.decided_at,
    Verdict.decided_by,
    Verdict.rating,
)
_BROUGHT = (Action.ANNOTATION_IMPORTED, Action.ASSIGNMENT_IMPORTED)


@dataclass(frozen=True, slots=True)
class Counted:
    """What one article counts as."""

    number: int
    stage: Stage
    since: date
    due_on: date | None
    cells: Counter[Cell]


@dataclass(slots=True)
class _Facts:
    """The rows of one article, as far as they count."""

    article: Any
    texts: list[Any] = field(default_factory=list)
    work: list[Any] = field(default_factory=list)
    marks: list[Any] = field(default_factory=list)
    verdicts: list[Any] = field(default_factory=list)
    events: list[Any] = field(default_factory=list)
    finished_at: datetime | None = None

    def words_at(self, moment: datetime) -> int:
        """How many words the text had then."""
        words: int = self.texts[0].words
        for one in self.texts:
            words = one.words if one.created_at <= moment else words
        return words


def day_of(moment: datetime) -> date:
    """The day in UTC."""
    return moment.astimezone(UTC).date()


def counted_of(
    project_id: int, article_ids: Sequence[str], rules: WorkflowDraft
) -> dict[str, Counted]:
    """What each of these articles counts as; those that do not count are not in it."""
    found = _read(project_id, article_ids)
    return {key: _counted(key, facts, rules) for key, facts in found.items()}


def _read(project_id: int, article_ids: Sequence[str]) -> dict[str, _Facts]:
    of_articles = select(Article.id, Article.number, Article.created_at, Article.due_on).where(
        Article.project_id == project_id, Article.id.in_(article_ids), counted()
    )
    found = {row.id: _Facts(row) for row in db.session.execute(of_articles)}
    ids = list(found)
    for name, query in _queries(ids):
        for row in db.session.execute(query):
            getattr(found[row.article_id], name).append(row)
    for row in db.session.execute(
        select(GoldLayer.article_id, GoldLayer.finished_at).where(GoldLayer.article_id.in_(ids))
    ):
        found[row.article_id].finished_at = row.finished_at
    _read_events(project_id, found)
    return found


def _queries(ids: Sequence[str]) -> Iterator[tuple[str, Any]]:
    texts = select(Revision.article_id, Revision.id, Revision.words, Revision.created_at)
    texts = texts.where(Revision.article_id.in_(ids))
    yield "texts", texts.order_by(Revision.article_id, Revision.number)
    work = Assignment.article_id.in_(ids), Assignment.state != State.RELEASED
    yield "work", select(*_OF_WORK).where(*work)
    marks = select(*_OF_MARK).outerjoin(Claim, Claim.annotation_id == Annotation.id)
    yield "marks", marks.where(Annotation.article_id.in_(ids))
    verdicts = select(*_OF_VERDICT).join(Annotation, Annotation.id == Verdict.annotation_id)
    there = Annotation.label == Label.CLAIM, Annotation.removed_at.is_(None)
    yield "verdicts", verdicts.where(Annotation.article_id.in_(ids), *there)


def _read_events(project_id: int, found: Mapping[str, _Facts]) -> None:
    """Only where somebody submitted: nothing else asks how long it took."""
    ids = [
        key
        for key, facts in found.items()
        if any(one.state is State.SUBMITTED for one in facts.work)
    ]
    query = (
        select(Event.article_id, Event.actor_id, Event.at, Event.via, Event.action, Event.target_id)
        .where(Event.project_id == project_id, Event.article_id.in_(ids))
        .order_by(Event.seq)
    )
    for row in db.session.execute(query):
        if row.article_id is not None:
            found[row.article_id].events.append(row)


def _counted(article_id: str, facts: _Facts, rules: WorkflowDraft) -> Counted:
    stage, since = _stage(facts, wanted_on(article_id, rules))
    due_on = facts.article.due_on
    cells: Counter[Cell] = Counter({(Kind.STAGE, since, NOBODY, stage.value): 1})
    if due_on is not None:
        cells[Kind.DUE, due_on, NOBODY, stage.value] = 1
    cells.update(_of_marks(facts))
    cells.update(_of_verdicts(facts))
    for work in facts.work:
        cells.update(_of_work(facts, work))
    return Counted(facts.article.number, stage, since, due_on, cells)


def _stage(facts: _Facts, wanted: int) -> tuple[Stage, date]:
    """How far the article is, and since when."""
    work = facts.work
    if facts.finished_at is not None:
        return Stage.SETTLED, day_of(facts.finished_at)
    if not work:
        return Stage.UNTOUCHED, day_of(facts.article.created_at)
    begun = day_of(max(one.created_at for one in work))
    if len(work) < wanted:
        return Stage.WANTING, begun
    if any(one.state is not State.SUBMITTED for one in work):
        return Stage.IN_WORK, begun
    return Stage.SUBMITTED, day_of(max(one.submitted_at for one in work))


def _of_marks(facts: _Facts) -> Counter[Cell]:
    found: Counter[Cell] = Counter()
    newest = facts.texts[-1].id
    for one in facts.marks:
        if one.removed_at is not None:
            continue
        day = day_of(one.created_at)
        kind = Kind.MARK if one.layer is Layer.REVIEWER else Kind.GOLD_MARK
        found[kind, day, one.author_id, one.label.value] += 1
        # Marks in an earlier text are nobody's to mend.
        if one.label is Label.CLAIM and one.revision_id == newest:
            if one.stale_reason is not None:
                found[Kind.STALE, day, one.author_id, one.stale_reason.value] += 1
            if one.pending_rating is not None:
                found[Kind.PENDING, day, one.author_id, ""] += 1
    return found


def _of_verdicts(facts: _Facts) -> Counter[Cell]:
    found: Counter[Cell] = Counter()
    for one in facts.verdicts:
        kind = Kind.VERDICT if one.layer is Layer.REVIEWER else Kind.GOLD_VERDICT
        found[kind, day_of(one.decided_at), one.decided_by, one.rating] += 1
    return found


def _of_work(facts: _Facts, work: Any) -> Counter[Cell]:
    who: int = work.reviewer_id
    if work.state is State.RETURNED:
        return Counter({(Kind.RETURNED, day_of(work.created_at), who, ""): 1})
    if work.state is not State.SUBMITTED:
        return Counter()
    day, words = day_of(work.submitted_at), facts.words_at(work.submitted_at)
    found: Counter[Cell] = Counter({(Kind.SUBMITTED, day, who, ""): 1})
    found[Kind.WORDS, day, who, ""] = words
    minutes = _minutes(facts, work, words)
    if isinstance(minutes, Unknown):
        found[Kind.UNPACED, day, who, minutes.value] = 1
    else:
        found[Kind.PACE, day, who, str(minutes)] = 1
    return found


def _minutes(facts: _Facts, work: Any, words: int) -> int | Unknown:
    """By what the person did on pages until they submitted last."""
    own = {one.id for one in facts.marks if one.author_id == work.reviewer_id} | {work.id}
    last = 0
    for place, one in enumerate(facts.events, start=1):
        if one.target_id in own and one.action in _BROUGHT:
            return Unknown.IMPORTED
        if one.target_id == work.id and one.action == Action.ASSIGNMENT_SUBMITTED:
            last = place
    until = facts.events[:last]
    moments = [one.at for one in until if one.via == PAGE and one.actor_id == work.reviewer_id]
    return minutes_per_thousand(moments, words)
