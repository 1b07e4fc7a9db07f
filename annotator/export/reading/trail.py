"""What the trail tells of an article whose text was corrected, out of an export's snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from sqlalchemy import bindparam, func, select

from annotator.articles.models import Revision
from annotator.audit.models import Event
from annotator.export.reading.casts import Casts, plain
from annotator.export.reading.rows import (
    CarryRow,
    CorrectedRow,
    CorrectionRow,
    EventRow,
    RevisionRow,
)
from annotator.export.reading.snapshot import Snapshot
from annotator.export.reading.statements import Query
from annotator.revisions.models import Carry, Correction

#: Rows as events have them, by table and key.
State = dict[str, dict[str, dict[str, Any]]]

_PROJECT: Any = bindparam("project_id")
_ARTICLE: Any = bindparam("article_id")


class _Statements(Casts):
    """What a corrected article has beside its newest text."""

    def __init__(self, dialect: str) -> None:
        super().__init__(dialect)
        self.corrected = (
            select(self.id(Revision.article_id))
            .where(Revision.project_id == _PROJECT)
            .group_by(Revision.article_id)
            .having(func.count() > 1)
        )
        self.revisions = self._revisions()
        self.corrections = self._corrections()
        self.carries = self._carries()
        self.events = (
            select(Event.target, Event.target_id, Event.after)
            .where(Event.project_id == _PROJECT, Event.article_id == _ARTICLE)
            .order_by(Event.seq)
        )

    def _revisions(self) -> Query:
        return (
            select(
                self.id(Revision.id),
                Revision.number,
                Revision.canonical,
                Revision.text,
                Revision.text_sha256,
                Revision.layout,
            )
            .where(Revision.project_id == _PROJECT, Revision.article_id == _ARTICLE)
            .order_by(Revision.number)
        )

    def _corrections(self) -> Query:
        return select(
            self.id(Correction.revision_id),
            Correction.reason,
            Correction.made_by,
            self.time(Correction.made_at),
        ).where(Correction.project_id == _PROJECT, Correction.article_id == _ARTICLE)

    def _carries(self) -> Query:
        return select(
            self.id(Carry.id),
            self.id(Carry.annotation_id),
            self.id(Carry.from_id),
            self.id(Carry.to_id),
            plain(Carry.outcome),
            Carry.version,
            Carry.fragments_before,
            Carry.fragments_after,
            Carry.candidates,
            Carry.sentence_changed,
            plain(Carry.settled),
            Carry.settled_by,
            self.time(Carry.settled_at),
        ).where(Carry.project_id == _PROJECT, Carry.article_id == _ARTICLE)


@dataclass(frozen=True, slots=True)
class Told:
    """All texts of an article, the oldest first, and how its rows stood when each was corrected.

    `stood` has the rows by the id of a text, as they were just before the next one was made;
    `now` are the rows as they are.
    """

    revisions: list[RevisionRow]
    corrections: dict[str, CorrectionRow]
    carries: list[CarryRow]
    stood: dict[str, State]
    now: State


class Trail:
    """Asks a snapshot for what was before."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._statements = _statements_for(snapshot.dialect)

    def corrected(self) -> set[str]:
        """Which articles have more than one text."""
        rows = self._snapshot.rows(CorrectedRow, self._statements.corrected)
        return {row.article_id for row in rows}

    def of(self, article_id: str) -> Told:
        """Everything about one of them."""
        rows, said, values = self._snapshot.rows, self._statements, {"article_id": article_id}
        stood, now = _replayed(rows(EventRow, said.events, values))
        return Told(
            rows(RevisionRow, said.revisions, values),
            {row.revision_id: row for row in rows(CorrectionRow, said.corrections, values)},
            rows(CarryRow, said.carries, values),
            stood,
            now,
        )


def _replayed(events: Iterable[EventRow]) -> tuple[dict[str, State], State]:
    state: State = {}
    stood: dict[str, State] = {}
    newest: str | None = None
    for event in events:
        rows = state.setdefault(event.target, {})
        if event.target == "revision" and event.target_id not in rows:
            if newest is not None:
                stood[newest] = {table: dict(kept) for table, kept in state.items()}
            newest = event.target_id
        if event.after is None:
            rows.pop(event.target_id, None)
        else:
            rows[event.target_id] = orjson.loads(event.after)
    return stood, state


@cache
def _statements_for(dialect: str) -> _Statements:
    return _Statements(dialect)
