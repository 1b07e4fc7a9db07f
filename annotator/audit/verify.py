"""Proving the chain: every event's hash from the first on, and the hashes that were saved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, String, func, select, type_coerce
from sqlalchemy.exc import DBAPIError

from annotator.audit.chain import HASHED, event_hash
from annotator.audit.models import GENESIS, Event, EventFacet
from annotator.clock import iso
from annotator.db import READ, db
from annotator.errors import Remark

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Head:
    """The newest event of a project when somebody looked; 0 and `GENESIS` before the first."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Report:
    """What `verify` found: `count` events are good, and `head` is the last of them."""

    ok: bool
    count: int
    head: Head
    first_bad_seq: int | None
    told: Remark

    @property
    def sentence(self) -> str:
        """What was found, in English."""
        return str(self.told)


@dataclass(frozen=True, slots=True)
class _Fault:
    seq: int
    told: Remark


def verify(
    project_id: int,
    heads: Sequence[Head] = (),
    progress: Callable[[int], object] | None = None,
) -> Report:
    """Recompute the project's chain from its first event, and compare it with saved heads.

    Without a saved head, a chain that was rewritten from some event on looks whole, and so does
    one that was cut off at its end with the rows that stand beside its events. `progress` is told
    how many events were read since it was last told. Takes constant memory, and reads what is
    committed, whatever the caller's session holds.
    """
    good, trusted = Head(0, GENESIS), 0
    beside = _last_beside(project_id)  # Read first: more may be written while events are read.
    for row in _rows(project_id, progress or (lambda _count: None)):
        if row is None:
            return _failed(good, _unreadable(good.seq + 1))
        saved = {head.hash for head in heads if head.seq == row.seq}
        fault = _fault_of(row, good) or _rewritten(row, saved, trusted)
        if fault is not None:
            return _failed(good, fault)
        good = Head(row.seq, row.hash)
        trusted = row.seq if saved else trusted
    last_saved = max((head.seq for head in heads), default=0)
    if last_saved > good.seq:
        return _failed(good, _cut_off(good.seq, last_saved))
    if beside > good.seq:
        return _failed(good, _left_behind(good.seq, beside))
    told = Remark("%(count)s events, each true to the one before.", count=good.seq)
    return Report(True, good.seq, good, None, told)


def _failed(good: Head, fault: _Fault) -> Report:
    return Report(False, good.seq, good, fault.seq, fault.told)


def _unreadable(seq: int) -> _Fault:
    return _Fault(seq, Remark("Event %(seq)s cannot be read.", seq=seq))


def _fault_of(row: Row[Any], good: Head) -> _Fault | None:
    """What is wrong with the event that stands after `good`."""
    seq = good.seq + 1
    if not isinstance(row.seq, int):
        return _unreadable(seq)
    if row.seq != seq:
        told = Remark(
            "Event %(seq)s is missing: after event %(last)s comes %(next)s.",
            seq=seq,
            last=good.seq,
            next=row.seq,
        )
        return _Fault(seq, told)
    if _recomputed(row) != row.hash:
        told = Remark("Event %(seq)s was changed: its hash is not that of what it says.", seq=seq)
        return _Fault(seq, told)
    if row.prev_hash != good.hash:
        # This event is true to itself and names another predecessor: the one before it was
        # changed and given a hash that fits.
        changed = max(1, good.seq)
        told = Remark(
            "Event %(seq)s was changed: event %(next)s follows another one.", seq=changed, next=seq
        )
        return _Fault(changed, told)
    return None


def _recomputed(row: Row[Any]) -> str | None:
    fields: dict[str, Any] = dict(row._mapping)
    del fields["hash"]
    if not isinstance(fields["at"], str):
        if fields["at"].microsecond % 1000:
            return None  # Events are written to the millisecond; the hash sees no further.
        fields["at"] = iso(fields["at"])
    try:
        return event_hash(fields)
    except (TypeError, ValueError):
        return None  # Values that no event ever held.


def _rewritten(row: Row[Any], saved: set[str], trusted: int) -> _Fault | None:
    if saved <= {row.hash}:
        return None
    if trusted:
        told = Remark(
            "Event %(seq)s is not the one whose hash was saved: it or an event after %(last)s was "
            "written anew.",
            seq=row.seq,
            last=trusted,
        )
    else:
        told = Remark(
            "Event %(seq)s is not the one whose hash was saved: it or an event before it was "
            "written anew.",
            seq=row.seq,
        )
    return _Fault(row.seq, told)


def _cut_off(last: int, saved: int) -> _Fault:
    told = Remark(
        "Event %(seq)s is missing: the chain ends, but event %(saved)s was saved.",
        seq=last + 1,
        saved=saved,
    )
    return _Fault(last + 1, told)


def _left_behind(last: int, beside: int) -> _Fault:
    # Damage takes the newest events and leaves what is kept of them elsewhere.
    told = Remark(
        "Event %(seq)s is missing: the chain ends, but what stands beside event %(beside)s is "
        "there.",
        seq=last + 1,
        beside=beside,
    )
    return _Fault(last + 1, told)


def _last_beside(project_id: int) -> int:
    query = select(func.max(EventFacet.seq)).where(EventFacet.project_id == project_id)
    with db.engines[READ].connect() as connection:
        return connection.execute(query).scalar() or 0


def _rows(project_id: int, progress: Callable[[int], object]) -> Iterator[Row[Any] | None]:
    """The events in order; None, and then no more, where the database cannot give one back."""
    last, size = None, _BATCH
    with db.engines[READ].connect() as connection:
        raw = connection.dialect.name == "sqlite"
        while True:
            try:
                rows = connection.execute(_query(project_id, last, raw).limit(size)).all()
            except (DBAPIError, ValueError):
                connection.rollback()
                if size == 1:
                    yield None
                    return
                size = 1  # One by one from here, to come as far as can be.
                continue
            yield from rows
            progress(len(rows))
            if len(rows) < size:
                return
            last = rows[-1].seq


def _query(project_id: int, after: int | None, raw: bool) -> Select[Any]:
    # On SQLite a time is the very text that was hashed: reading it as that is quicker, and
    # gives no error when somebody has put something else there.
    at = type_coerce(Event.at, String) if raw else Event.at
    columns = [getattr(Event, name) for name in (*HASHED, "hash") if name not in {"project", "at"}]
    query = (
        select(Event.project_id.label("project"), at.label("at"), *columns)
        .where(Event.project_id == project_id)
        .order_by(Event.seq)
    )
    return query if after is None else query.where(Event.seq > after)
