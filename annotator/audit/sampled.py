"""Samples of events as they are read: what was drawn, and what was found on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, tuple_

from annotator.audit.models import Event, EventFinding, EventSample, EventSampleItem, Finding
from annotator.audit.sampling import Asked, asked_of
from annotator.db import behind, db

PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a sample, None where it is kept from whoever reads; with what was found.

    The newest finding, which holds, is the last one.
    """

    item: EventSampleItem
    event: Event | None
    findings: Sequence[EventFinding]

    @property
    def finding(self) -> EventFinding | None:
        """The one that holds."""
        return self.findings[-1] if self.findings else None


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample with all its events, in the order of the lot."""

    sample: EventSample
    entries: Sequence[Entry]

    @property
    def asked(self) -> Asked:
        """What it was drawn from."""
        return asked_of(self.sample)

    @property
    def looked_at(self) -> int:
        """On how many something was found."""
        return sum(entry.finding is not None for entry in self.entries)

    def found(self, finding: str) -> int:
        """On how many this is what holds."""
        return sum(
            one.finding is not None and one.finding.finding == finding for one in self.entries
        )

    def entry(self, position: int) -> Entry | None:
        """The event at this place, from 1."""
        return next((one for one in self.entries if one.item.position == position), None)


@dataclass(frozen=True, slots=True)
class Listed:
    """A sample in the list, with how many of its events were looked at, and what was found."""

    sample: EventSample
    asked: Asked
    looked_at: int
    doubts: int


def sample_of(project_id: int, sample_id: str, shown: ColumnElement[bool]) -> Sample | None:
    """One sample with the events that may be `shown`."""
    query = select(EventSample).where(
        EventSample.project_id == project_id, EventSample.id == sample_id
    )
    sample = db.session.scalar(query)
    if sample is None:
        return None
    seqs = [item.seq for item in sample.items]
    found = select(Event).where(Event.project_id == project_id, Event.seq.in_(seqs), shown)
    events = {event.seq: event for event in db.session.scalars(found)}
    findings = _findings(sample.id)
    entries = [
        Entry(item, events.get(item.seq), findings.get(item.position, ())) for item in sample.items
    ]
    return Sample(sample, entries)


def samples_of(project_id: int, drawn_by: int | None, before: str | None) -> list[Listed]:
    """A page of samples and one more, the newest first; of everybody, or of one person alone."""
    query = select(EventSample).where(
        EventSample.project_id == project_id, *behind(EventSample.drawn_at, EventSample.id, before)
    )
    if drawn_by is not None:
        query = query.where(EventSample.drawn_by == drawn_by)
    newest_first = EventSample.drawn_at.desc(), EventSample.id.desc()
    found = db.session.scalars(query.order_by(*newest_first).limit(PAGE_SIZE + 1)).all()
    counted = _counted([one.id for one in found])
    return [Listed(one, asked_of(one), *counted.get(one.id, (0, 0))) for one in found]


def _counted(ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """By sample, on how many events something was found, and on how many there is a doubt."""
    place = EventFinding.sample_id, EventFinding.position
    newest = select(*place, func.max(EventFinding.number)).where(EventFinding.sample_id.in_(ids))
    holds = tuple_(*place, EventFinding.number).in_(newest.group_by(*place))
    counts = select(EventFinding.sample_id, EventFinding.finding, func.count())
    grouped = counts.where(holds).group_by(EventFinding.sample_id, EventFinding.finding)
    found: dict[str, tuple[int, int]] = {}
    for sample_id, finding, count in db.session.execute(grouped):
        looked_at, doubts = found.get(sample_id, (0, 0))
        more = count if finding is Finding.LOOK_INTO else 0
        found[sample_id] = looked_at + count, doubts + more
    return found


def _findings(sample_id: str) -> Mapping[int, list[EventFinding]]:
    query = select(EventFinding).where(EventFinding.sample_id == sample_id)
    found: dict[int, list[EventFinding]] = defaultdict(list)
    for one in db.session.scalars(query.order_by(EventFinding.position, EventFinding.number)):
        found[one.position].append(one)
    return found
