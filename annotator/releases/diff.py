"""What came, went and changed between two releases, and the events that did it.

Rows are compared by their unit and id: by the SHA-256 of their lines, and by their split.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import orjson
from sqlalchemy import select

from annotator.annotations.models import Annotation, Claim, Quote
from annotator.audit.models import Event
from annotator.db import db
from annotator.export.options import Unit
from annotator.releases.models import Release
from annotator.releases.proving import INDEX
from annotator.releases.store import Store
from annotator.speakers.models import Speaker

_BATCH = 10_000
_TABLE = (
    "CREATE TABLE entry (unit TEXT, id TEXT, article TEXT, split TEXT, sha256 TEXT,"
    " seen INTEGER DEFAULT 0, PRIMARY KEY (unit, id)) WITHOUT ROWID"
)


class Kind(StrEnum):
    """What became of a row."""

    CAME = "came"
    WENT = "went"
    CHANGED = "changed"
    #: The same row, in another split.
    MOVED = "moved"


class Entry(NamedTuple):
    """A row as the index of a release has it."""

    unit: str
    id: str
    article: str
    split: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Change:
    """One row that is not as it was; `before` and `after` are its splits.

    `events` are the numbers of those that did it, the newest first: about the mark, else about its
    article. None where what was asked for differs, and not what there was.
    """

    kind: Kind
    unit: str
    id: str
    article: str
    before: str | None
    after: str | None
    events: tuple[int, ...] = ()


@dataclass(slots=True)
class Difference:
    """All that is different: how many rows by unit and kind, and the first of them."""

    counts: dict[str, Counter[Kind]] = field(default_factory=dict)
    first: list[Change] = field(default_factory=list)
    #: The parts of the question that differ, by name: what was asked then, and now.
    asked: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    same: int = 0

    def all_of(self, kind: str) -> int:
        """How many rows of all units came, went, changed or moved."""
        return sum(found[Kind(kind)] for found in self.counts.values())

    @property
    def total(self) -> int:
        """How many rows differ."""
        return sum(sum(found.values()) for found in self.counts.values())


def difference(
    before: tuple[Release, str], after: tuple[Release, str], store: Store, *, most: int
) -> Difference:
    """Compare two releases of one project, each with its folder in the store; `first` has `most`
    rows. Memory does not grow with them: the earlier index is kept in a file meanwhile.

    Raises `Refused` where an index cannot be read.
    """
    found = Difference(asked=_asked(before[0], after[0]))
    for change in _changes(store, before[1], after[1], found):
        found.counts.setdefault(change.unit, Counter())[change.kind] += 1
        if len(found.first) < most:
            found.first.append(change)
    found.first = [_with_events(one, before[0], after[0]) for one in found.first]
    return found


def _asked(before: Release, after: Release) -> dict[str, tuple[Any, Any]]:
    then, now = (orjson.loads(one.manifest)["asked"] for one in (before, after))
    return {key: (then[key], now[key]) for key in sorted(then) if then[key] != now.get(key)}


def _changes(store: Store, before: str, after: str, found: Difference) -> Iterator[Change]:
    with TemporaryDirectory(prefix="annotator-diff-") as folder:
        path = str(Path(folder) / "index")
        with closing(sqlite3.connect(path, isolation_level=None)) as known:
            known.execute(_TABLE)
            known.execute("BEGIN")
            known.executemany(
                "INSERT INTO entry (unit, id, article, split, sha256) VALUES (?, ?, ?, ?, ?)",
                _entries(store, before),
            )
            for entry in _entries(store, after):
                change = _compared(known, entry)
                found.same += change is None
                if change is not None:
                    yield change
            left = "SELECT unit, id, article, split, sha256 FROM entry WHERE seen = 0"
            for row in known.execute(f"{left} ORDER BY unit, article, id"):
                gone = Entry(*row)
                yield Change(Kind.WENT, gone.unit, gone.id, gone.article, gone.split, None)


def _compared(known: sqlite3.Connection, entry: Entry) -> Change | None:
    key = entry.unit, entry.id
    row = known.execute("SELECT split, sha256 FROM entry WHERE unit = ? AND id = ?", key).fetchone()
    if row is None:
        return Change(Kind.CAME, entry.unit, entry.id, entry.article, None, entry.split)
    known.execute("UPDATE entry SET seen = 1 WHERE unit = ? AND id = ?", key)
    if row == (entry.split, entry.sha256):
        return None
    kind = Kind.MOVED if row[1] == entry.sha256 else Kind.CHANGED
    return Change(kind, entry.unit, entry.id, entry.article, row[0], entry.split)


def _entries(store: Store, folder: str) -> Iterator[Entry]:
    with store.open(f"{folder}/{INDEX}") as stream:
        for line in stream:
            entry = orjson.loads(line)
            yield Entry(*(entry[name] for name in Entry._fields))


def _with_events(change: Change, before: Release, after: Release) -> Change:
    """The change with the events between the two heads that touched it."""
    first, last = sorted((before.head_sequence, after.head_sequence))
    query = (
        select(Event.seq, Event.target_id, Event.before, Event.after)
        .where(Event.project_id == after.project_id, Event.article_id == change.article)
        .where(Event.seq > first, Event.seq <= last)
        .order_by(Event.seq.desc())
    )
    rows = db.session.execute(query).all()
    own = rows
    if change.unit != Unit.ARTICLE.value:
        own = [row for row in rows if _is_about(change.id, row)] or rows
    numbers = {row.seq for row in own}
    if change.kind is Kind.CHANGED:
        numbers.update(_of_speakers(change, after.project_id, first, last))
    return replace(change, events=tuple(sorted(numbers, reverse=True)))


def _of_speakers(change: Change, project_id: int, first: int, last: int) -> Iterator[int]:
    """The events of those whom the row's marks name: speakers are the project's, not an article's,
    and rows tell what they are called now."""
    named: set[str | None] = set()
    for kind in (Claim, Quote):
        query = select(kind.speaker_id).join(Annotation, Annotation.id == kind.annotation_id)
        if change.unit == Unit.ARTICLE.value:
            query = query.where(Annotation.article_id == change.article)
        else:
            query = query.where(Annotation.id == change.id)
        named.update(db.session.scalars(query.where(kind.speaker_id.is_not(None))))
    query = select(Speaker.merged_into).where(Speaker.id.in_(named))
    named.update(db.session.scalars(query.where(Speaker.merged_into.is_not(None))))
    events = select(Event.seq).where(Event.project_id == project_id, Event.target_id.in_(named))
    yield from db.session.scalars(events.where(Event.seq > first, Event.seq <= last))


def _is_about(mark: str, row: Any) -> bool:
    """Whether the event is the mark's own, or of a row that hangs on it."""
    if row.target_id == mark:
        return True
    return any(mark in told for told in (row.before, row.after) if told)
