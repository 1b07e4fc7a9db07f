"""Signals of pace, as they are read from the record: none is stored.

Times are those of the audit's events, which the server wrote: when something arrived. Only what
a person did on a page counts; imports and the command line leave other events.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Select,
    String,
    and_,
    cast,
    extract,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from annotator.annotations.models import Annotation, Layer
from annotator.articles.models import Revision
from annotator.articles.training import counted_by_id
from annotator.assignments.models import Assignment
from annotator.audit.models import PAGE, Action, Event
from annotator.db import READ, db
from annotator.pace.models import PaceTalk
from annotator.projects.drafts import WorkflowDraft
from annotator.verdicts.models import Verdict

#: What follows within so many seconds may have been sent at once, whenever it was done.
TOGETHER = 2.0
PAGE_SIZE = 50
_NO_WORDS: ColumnElement[int] = literal_column("0", Integer).label("words")
_BEGINS = (Action.ASSIGNMENT_OPENED, Action.ASSIGNMENT_TAKEN, Action.ASSIGNMENT_STARTED)


class Kind(StrEnum):
    """What was quick: a verdict after its mark, or the work on an article."""

    VERDICT = "verdict"
    READING = "reading"


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that was quick; `key` is the verdict's or the assignment's.

    It lasted from one event of the project to another, whose numbers these are; `words` are those
    of an article's text. `from_queue` says that the article came by “next article”.
    """

    kind: Kind
    key: str
    person_id: int
    article_id: str
    annotation_id: str | None
    words: int
    first: int
    last: int
    begun_at: datetime
    at: datetime
    begun_by: str
    from_queue: bool

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (self.at - self.begun_at).total_seconds()

    def covers(self, seq: int) -> bool:
        """Whether the event with this number lies in it."""
        return self.first <= seq <= self.last


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which signals: by these rules, or (None) those that were talked about.

    Of one person, or of all but one; `before` is the event that ended the last one seen.
    """

    rules: WorkflowDraft | None
    person_id: int | None = None
    but_not: int | None = None
    before: int | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Some signals, the newest first; of so many others at that time nobody knows how long."""

    signals: Sequence[Signal]
    left_out: int
    next_cursor: int | None


def signals(project_id: int, wanted: Wanted) -> Found:
    """A page of signals, in as many statements however many there are."""
    rows = _candidates(project_id, wanted)
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    known = rows if wanted.rules is None else list(_known(project_id, rows))
    return Found(known, len(rows) - len(known), rows[-1].last if more else None)


def talks(keys: Sequence[str]) -> dict[str, PaceTalk]:
    """What was noted of talks about these signals, by their keys."""
    about = or_(PaceTalk.verdict_id.in_(keys), PaceTalk.assignment_id.in_(keys))
    rows = db.session.scalars(select(PaceTalk).where(about))
    return {one.verdict_id or one.assignment_id or "": one for one in rows}


def _candidates(project_id: int, wanted: Wanted) -> list[Signal]:
    found = union_all(_verdicts(project_id, wanted), _readings(project_id, wanted)).subquery()
    query = select(found).order_by(found.c.last.desc()).limit(PAGE_SIZE + 1)
    if wanted.before is not None:
        query = query.where(found.c.last < wanted.before)
    return [Signal(Kind(row[0]), *row[1:]) for row in db.session.execute(query)]


def _verdicts(project_id: int, wanted: Wanted) -> Select[Any]:
    """Each person's first verdict on a mark of theirs."""
    made, given = aliased(Event), aliased(Event)
    columns = _columns(Kind.VERDICT, Verdict.id, Verdict.decided_by, Annotation.article_id)
    query = (
        select(*columns, Annotation.id.label("annotation_id"), _NO_WORDS, *_span(made, given))
        .join(Annotation, Annotation.id == Verdict.annotation_id)
        .join(given, _is_event(given, Verdict, Action.VERDICT_GIVEN))
        .join(made, _is_event(made, Annotation, Action.ANNOTATION_CREATED))
        .where(
            Verdict.project_id == project_id,
            Verdict.position == 1,
            Verdict.decided_by == Annotation.author_id,
            Annotation.layer == Layer.REVIEWER,
            counted_by_id(Annotation.article_id),
        )
    )
    if wanted.rules is not None:
        soon = _seconds(given.at, made.at) < wanted.rules.verdict_seconds
        query = query.where(soon, Annotation.removed_at.is_(None))
    return query.where(*_by_talk(PaceTalk.verdict_id, Verdict.id, Verdict.decided_by, wanted))


def _readings(project_id: int, wanted: Wanted) -> Select[Any]:
    """Each person's work on an article, from its beginning until it was first handed in."""
    begun, sent = aliased(Event), aliased(Event)
    words = _words_at(Assignment.article_id, sent.at)
    columns = _columns(Kind.READING, Assignment.id, Assignment.reviewer_id, Assignment.article_id)
    nowhere = null().label("annotation_id"), words.label("words")
    query = (
        select(*columns, *nowhere, *_span(begun, sent))
        .join(sent, _is_event(sent, Assignment, Action.ASSIGNMENT_SUBMITTED))
        .join(begun, _is_event(begun, Assignment, *_BEGINS))
        .where(
            Assignment.project_id == project_id,
            _is_first(begun, *_BEGINS),
            _is_first(sent, Action.ASSIGNMENT_SUBMITTED),
            ~_has_imports(),
            counted_by_id(Assignment.article_id),
        )
    )
    if wanted.rules is not None:
        pace = literal(wanted.rules.reading_pace)
        query = query.where(pace > 0, _seconds(sent.at, begun.at) * pace < words * 60)
    by_talk = _by_talk(PaceTalk.assignment_id, Assignment.id, Assignment.reviewer_id, wanted)
    return query.where(*by_talk)


def _columns(kind: Kind, key: Any, person: Any, article: Any) -> list[Any]:
    said = literal_column(f"'{kind.value}'", String).label("kind")
    return [said, key.label("key"), person.label("person_id"), article.label("article_id")]


def _span(first: Any, last: Any) -> list[Any]:
    columns = {"first": first.seq, "last": last.seq, "begun_at": first.at, "at": last.at}
    from_queue = and_(first.action == Action.ASSIGNMENT_TAKEN, first.before.is_(None))
    named = [column.label(name) for name, column in columns.items()]
    return [*named, first.action.label("begun_by"), from_queue.label("from_queue")]


def _is_event(event: Any, kind: Any, *actions: Action) -> ColumnElement[bool]:
    """The event is about the row, and somebody did it on a page."""
    return and_(
        event.project_id == kind.project_id,
        event.target_id == cast(kind.id, String),
        event.action.in_(actions),
        event.via == PAGE,
    )


def _is_first(event: Any, *actions: Action) -> ColumnElement[bool]:
    earlier = aliased(Event)
    return ~(
        select(earlier.seq)
        .where(
            earlier.project_id == event.project_id,
            earlier.target_id == event.target_id,
            earlier.action.in_(actions),
            earlier.seq < event.seq,
        )
        .exists()
    )


def _has_imports() -> ColumnElement[bool]:
    """Whether any of the work on the article came from elsewhere."""
    marks = select(cast(Annotation.id, String)).where(
        Annotation.article_id == Assignment.article_id,
        Annotation.author_id == Assignment.reviewer_id,
        Annotation.layer == Layer.REVIEWER,
    )
    return (
        select(Event.seq)
        .where(
            Event.project_id == Assignment.project_id,
            Event.action.in_([Action.ANNOTATION_IMPORTED, Action.ASSIGNMENT_IMPORTED]),
            or_(Event.target_id == cast(Assignment.id, String), Event.target_id.in_(marks)),
        )
        .correlate(Assignment)
        .exists()
    )


def _words_at(article_id: Any, moment: Any) -> Any:
    """How many words the article's text had then."""
    return (
        select(Revision.words)
        .where(Revision.article_id == article_id, Revision.created_at <= moment)
        .order_by(Revision.number.desc())
        .limit(1)
        .scalar_subquery()
    )


def _by_talk(talk: Any, key: Any, person: Any, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    talked = select(PaceTalk.id).where(talk == key).exists()
    yield talked if wanted.rules is None else ~talked
    if wanted.person_id is not None:
        yield person == wanted.person_id
    if wanted.but_not is not None:
        yield person != wanted.but_not
    if wanted.key is not None:
        yield key == wanted.key


def _seconds(later: Any, earlier: Any) -> ColumnElement[float]:
    if db.engines[READ].dialect.name == "postgresql":
        return cast(extract("epoch", later.op("-")(earlier)), Float)
    # Days as floats; times have milliseconds.
    return func.round((func.julianday(later) - func.julianday(earlier)) * 86400.0, 3)


def _known(project_id: int, rows: Sequence[Signal]) -> Iterator[Signal]:
    """Those of them of which is known how long they took."""
    events = _events_in(project_id, rows)
    for one in rows:
        times = [at for seq, who, at in events if who == one.person_id and one.covers(seq)]
        gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(times)]
        if _is_known(one, gaps):
            yield one


def _is_known(signal: Signal, gaps: Sequence[float]) -> bool:
    """Whether what was recorded tells how long it took; `gaps` lie between the person's events."""
    if signal.kind is Kind.VERDICT:
        # Without a pause, the two may have been sent one after the other, long after either.
        return any(gap > TOGETHER for gap in gaps)
    if signal.begun_by == Action.ASSIGNMENT_OPENED:
        return False
    # Work that began with its first save was read before; “next article” is asked for by itself.
    return signal.from_queue or (bool(gaps) and gaps[0] > TOGETHER)


def _events_in(project_id: int, rows: Sequence[Signal]) -> list[tuple[int, int, datetime]]:
    """What these persons did while each of these lasted, in its order."""
    if not rows:
        return []
    spans = [
        and_(Event.actor_id == one.person_id, Event.seq.between(one.first, one.last))
        for one in rows
    ]
    query = select(Event.seq, Event.actor_id, Event.at).where(
        Event.project_id == project_id, or_(*spans)
    )
    return [(seq, who or 0, at) for seq, who, at in db.session.execute(query.order_by(Event.seq))]
