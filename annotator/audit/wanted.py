"""Finding the events that somebody wants to see, however many there are.

A filter is looked up in the facets, which are narrow, and of those in a window of so many
events: whatever is asked, a page reads no more than that. Where the window held too few, the
page says how far back it searched, and the next one goes on from there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, literal, select

from annotator.audit.corrections import AFTER_SUBMISSION, ALWAYS, is_correction
from annotator.audit.facets import bit_of
from annotator.audit.models import Event, EventFacet
from annotator.audit.queries import head
from annotator.clock import from_iso, iso
from annotator.db import Prepared, db, reader

#: Events that one page looks through at most.
WINDOW = 1_000_000
#: The same where each asks for what was before it.
_CORRECTIONS_WINDOW = 10_000
#: A count says no more than that there are more.
MOST_COUNTED = 10_000
# A clock that was set back leaves times out of order: days are looked for this much farther.
_OUT_OF_ORDER = 10_000
#: So much of a hash tells events of one moment apart.
_OF_HASH = 16
_START_OF_HASH = re.compile(f"[0-9a-f]{{{_OF_HASH}}}")

_AT = Prepared(
    select(EventFacet.at).where(
        EventFacet.project_id == bindparam("project"), EventFacet.seq == bindparam("seq")
    )
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events somebody wants to see; what is None is not asked for.

    `action` is one of the closed list, or the noun of several with its dot: `verdict.`.
    `articles` are ids; where there are none, no event is wanted. `until` is not included.
    `label` is a kind of mark, `field` one of `facets.FIELDS`, and `way` a `Way`.
    """

    actor_id: int | None = None
    by_nobody: bool = False
    articles: Sequence[str] | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    way: str | None = None
    label: str | None = None
    field: str | None = None
    #: Only what corrects what was there: `corrections.is_correction`.
    corrections: bool = False
    #: What else must hold of an event for it to be shown at all.
    shown: ColumnElement[bool] | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is asked for but what may be shown."""
        return replace(self, shown=None) == Wanted()


@dataclass(frozen=True, slots=True)
class Found:
    """Events, the newest first; `floor` is the number down to which was searched.

    It is None where enough was found, or nothing is left to search.
    """

    events: Sequence[Event]
    floor: int | None


@dataclass(frozen=True, slots=True)
class _Span:
    """Events from `first` on, and before `end`."""

    first: int
    end: int


def events(
    project_id: int,
    wanted: Wanted,
    *,
    before: int | None = None,
    limit: int,
    window: int | None = WINDOW,
) -> Found:
    """The newest events that are wanted; `before` is the last seq seen.

    Without a `window` all there are is searched: where it ends would tell of what is kept back.
    """
    span = _span(project_id, wanted, before)
    floor = _floor(wanted, span, window)
    seqs = db.session.scalars(_seqs(project_id, wanted, _Span(floor, span.end)).limit(limit)).all()
    query = select(Event).where(Event.project_id == project_id, Event.seq.in_(seqs))
    rows = db.session.scalars(query.order_by(Event.seq.desc())).all() if seqs else []
    is_through = len(seqs) >= limit or floor <= span.first
    return Found(rows, None if is_through else floor)


def cursor_of_event(event: Event) -> str:
    """The event's place for an address of whoever may not know its number: its time and hash."""
    return f"{iso(event.at)}_{event.hash[:_OF_HASH]}"


def seq_behind(project_id: int, cursor: str | None) -> int | None:
    """The number of the event that a cursor of `cursor_of_event` stands for; None where none is."""
    moment, _, start = (cursor or "").partition("_")
    if not _START_OF_HASH.fullmatch(start):
        return None
    try:
        at = from_iso(moment)
    except ValueError:
        return None
    near = _first_at(project_id, head(project_id)[0], at)
    span = Event.seq.between(near - _OUT_OF_ORDER, near + _OUT_OF_ORDER)
    found = Event.project_id == project_id, span, Event.at == at, Event.hash.startswith(start)
    return db.session.scalar(select(Event.seq).where(*found))


def at_of(project_id: int, seq: int) -> datetime | None:
    """When this event was; None where there is none."""
    row = _AT.first(reader(), project=project_id, seq=seq)
    return row[0] if row else None


def count_up_to(
    project_id: int, wanted: Wanted, *, most: int = MOST_COUNTED, window: int = WINDOW
) -> tuple[int, bool]:
    """How many of the newest events of one window are wanted, and whether that is all of them.

    Beyond `most` it counts no further.
    """
    span = _span(project_id, wanted, None)
    floor = _floor(wanted, span, window)
    some = _seqs(project_id, wanted, _Span(floor, span.end)).order_by(None).limit(most + 1)
    number = db.session.scalar(select(func.count()).select_from(some.subquery())) or 0
    return min(number, most), number <= most and floor <= span.first


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What must hold of an event."""
    found = _of_event(wanted)
    if replace(wanted, shown=None, articles=None) != Wanted():
        beside = EventFacet.project_id == Event.project_id, EventFacet.seq == Event.seq
        found.append(exists().where(*beside, *_of_facet(wanted)))
    return found


def seqs_between(project_id: int, wanted: Wanted, first: int, end: int) -> Select[int]:
    """The numbers of the wanted events from `first` on and before `end`, in their order."""
    return _seqs(project_id, wanted, _Span(first, end)).order_by(None).order_by("seq")


def _seqs(project_id: int, wanted: Wanted, span: _Span) -> Select[int]:
    """The numbers of the events in the span, the newest first."""
    seq = EventFacet.seq
    if wanted.articles is not None:
        # An index leads to the events of so few articles, whatever a database guesses of the rest.
        seq = Event.seq
        found = [Event.project_id == project_id, *conditions(wanted)]
    elif wanted.is_everything:
        # The chain itself is asked: whatever was done to it, a page without a filter shows.
        seq = Event.seq
        found = [Event.project_id == project_id, *_of_event(wanted)]
    else:
        found = [EventFacet.project_id == project_id, *_of_facet(wanted)]
        also = _of_event(wanted)
        if also:
            beside = Event.project_id == project_id, Event.seq == seq, *also
            found.append(exists(select(literal(1)).where(*beside)))
    return select(seq).where(*found, seq >= span.first, seq < span.end).order_by(seq.desc())


def _span(project_id: int, wanted: Wanted, before: int | None) -> _Span:
    """The numbers that can be wanted at all: before the cursor, and about the days asked for."""
    newest = head(project_id)[0]
    first, end = 1, newest + 1 if before is None else min(before, newest + 1)
    if wanted.until is not None:
        end = min(end, _first_at(project_id, newest, wanted.until) + _OUT_OF_ORDER)
    if wanted.since is not None:
        first = max(first, _first_at(project_id, newest, wanted.since) - _OUT_OF_ORDER)
    return _Span(first, max(first, end))


def _floor(wanted: Wanted, span: _Span, window: int | None) -> int:
    """The number down to which one page searches."""
    if window is None:
        return span.first
    most = min(window, _CORRECTIONS_WINDOW) if wanted.corrections else window
    return max(span.first, span.end - most)


def _first_at(project_id: int, newest: int, moment: datetime) -> int:
    """The number of the first event at this moment or later, as far as times are in order."""
    low, high = 1, newest + 1
    while low < high:
        middle = (low + high) // 2
        row = _AT.first(reader(), project=project_id, seq=middle)
        if row is None or row[0] < moment:
            low = middle + 1
        else:
            high = middle
    return low


def _of_event(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.shown is not None:
        found.append(wanted.shown)
    if wanted.articles is not None:
        found.append(Event.article_id.in_(wanted.articles))
    if wanted.corrections:
        found.append(is_correction())
    return found


def _of_facet(wanted: Wanted) -> list[ColumnElement[bool]]:
    pairs = (
        (EventFacet.actor_id, wanted.actor_id),
        (EventFacet.way, wanted.way),
        (EventFacet.label, wanted.label),
    )
    found = [column == value for column, value in pairs if value is not None]
    if wanted.by_nobody:
        found.append(EventFacet.actor_id.is_(None))
    if wanted.action is not None:
        found.append(_did(wanted.action))
    if wanted.corrections:
        found.append(EventFacet.action.in_((*ALWAYS, *AFTER_SUBMISSION)))
    if wanted.field is not None:
        found.append(EventFacet.fields.bitwise_and(bit_of(wanted.field)) != 0)
    if wanted.since is not None:
        found.append(EventFacet.at >= wanted.since)
    if wanted.until is not None:
        found.append(EventFacet.at < wanted.until)
    return found


def _did(action: str) -> ColumnElement[bool]:
    if action.endswith("."):
        return EventFacet.action.startswith(action, autoescape=True)
    return EventFacet.action == action
