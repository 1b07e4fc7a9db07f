"""What stood in a project before a request, held against what stands there afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, Table, select
from sqlalchemy.orm import Session

from annotator.audit.kinds import kinds, project_column
from annotator.audit.models import Event
from annotator.audit.replay import Tables, at_one_moment, compare, replay, tables
from annotator.audit.verify import verify
from annotator.db import Base
from annotator.projects.models import Project

#: Columns that events do not hold: long texts, which must stay where they stand …
_UNHELD = ("hash", "skip")
#: … and these, which are counted or made from other columns at any time anew.
_MADE_ANEW = frozenset({"seats", "seat", "draw", "page_key", "seen_at"})


@dataclass(frozen=True, slots=True)
class Kept:
    """All that can be lost of one project: its rows, its events, and what events do not hold."""

    rows: Tables
    events: dict[int, str]
    unheld: dict[tuple[str, str, str], Any]


def kept(project_id: int) -> Kept:
    """What the project holds now, of what is committed."""
    with at_one_moment() as session:
        query = select(Event.seq, Event.hash).where(Event.project_id == project_id)
        events = {row.seq: row.hash for row in session.execute(query)}
        unheld = dict(_unheld(session, project_id))
    return Kept(tables(project_id), events, unheld)


def losses(project_id: int, before: Kept) -> list[str]:
    """What is gone since, a sentence each; empty when all of it is there or can be brought back.

    A row that changed or went can be brought back where the chain of events is whole, goes on
    from where it was, and gives the tables of now and, read up to then, those of before.
    """
    after = kept(project_id)
    gone = [f"{table} {key} is gone." for table, key in _keys(before) - _keys(after)]
    gone += [
        f"Event {seq} is gone, or another."
        for seq, digest in before.events.items()
        if after.events.get(seq) != digest
    ]
    gone += [
        f"The {column} of {table} {key} is gone, or another."
        for (table, key, column), value in before.unheld.items()
        if after.unheld.get((table, key, column), ...) != value
    ]
    if after.events != before.events or after.rows != before.rows:
        gone += [f"{one.table} {one.key}: {one.sentence}" for one in compare(project_id)]
        if not verify(project_id).ok:
            gone.append("The chain of events is torn.")
    return sorted(gone)


def project_ids() -> list[int]:
    """Every project of the installation."""
    with at_one_moment() as session:
        return list(session.scalars(select(Project.id).order_by(Project.id)))


def is_replayed(project_id: int, before: Kept) -> bool:
    """Whether the events give the rows that there are: what they tell of, they can bring back."""
    return replay(project_id) == before.rows


def _keys(held: Kept) -> set[tuple[str, str]]:
    return {(table, key) for table, rows in held.rows.items() for key in rows}


def _unheld(session: Session, project_id: int) -> Iterator[tuple[tuple[str, str, str], Any]]:
    """Values that events name by their hash, or not at all."""
    for kind in kinds():
        table: Any = kind.__table__
        names = [one.name for one in table.columns if one.info.get("audit") in _UNHELD]
        names = [name for name in names if name not in _MADE_ANEW]
        if not names:
            continue
        query = select(table).where(_project_of(kind, table) == project_id)
        for row in session.execute(query).mappings():
            for name in names:
                yield (table.name, _key(table, row), name), row[name]


def _project_of(kind: type[Base], table: Table) -> Any:
    return table.c[project_column(kind).key]


def _key(table: Table, row: RowMapping) -> str:
    return "/".join(str(row[column.name]) for column in table.primary_key)
