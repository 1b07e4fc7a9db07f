"""What a new row stands in the place of: the verdict before it, or the version before it.

Such rows are never changed, so their events have no row before; what was there before is the row
of the same kind with the number before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select, tuple_

from annotator.audit.models import Event
from annotator.audit.presenters import Compared
from annotator.audit.service import sha256
from annotator.db import db
from annotator.guidelines.models import GuidelineVersion
from annotator.history.queries import about
from annotator.projects.models import SchemeVersion
from annotator.verdicts.models import Verdict

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Line:
    """Rows that take the place of the one before: what they belong to, and their order."""

    whose: str
    order: str
    key: Any
    columns: tuple[Any, Any]


_LINES: Mapping[str, _Line] = {
    "verdict": _Line(
        "annotation_id", "position", Verdict.id, (Verdict.annotation_id, Verdict.position)
    ),
    "scheme_version": _Line(
        "project_id", "number", SchemeVersion.id, (SchemeVersion.project_id, SchemeVersion.number)
    ),
    "guideline_version": _Line(
        "project_id",
        "number",
        GuidelineVersion.id,
        (GuidelineVersion.project_id, GuidelineVersion.number),
    ),
}


def compared_rows(project_id: int, events: Sequence[Event]) -> dict[int, Compared]:
    """By the numbers of some of the events, the row that was in force before and the new one."""
    found: dict[int, Compared] = {}
    for table, line in _LINES.items():
        made = {one.seq: _row(one) for one in events if _makes(one, table)}
        before = _before(project_id, table, line, list(made.values()))
        for seq, row in made.items():
            stood = before.get((row[line.whose], row[line.order] - 1))
            found[seq] = (stood, row if stood is None else {**row, **_order_of(stood)})
    return _with_texts(project_id, events, found)


def _order_of(stood: Row) -> Row:
    """That a verdict is the next one after the one before it is no change to tell of."""
    return {"position": stood["position"]} if "position" in stood else {}


def _makes(event: Event, table: str) -> bool:
    return event.target == table and event.before is None and event.after is not None


def _row(event: Event) -> Row:
    return dict(orjson.loads(event.after or "{}"))


def _before(
    project_id: int, table: str, line: _Line, rows: Sequence[Row]
) -> dict[tuple[Any, int], Row]:
    wanted = [(row[line.whose], row[line.order] - 1) for row in rows]
    if not wanted:
        return {}
    query = select(line.key).where(tuple_(*line.columns).in_(wanted))
    keys = [str(key) for key in db.session.scalars(query)]
    told = select(Event).where(Event.project_id == project_id, about({table: keys}))
    found = [_row(event) for event in db.session.scalars(told) if _makes(event, table)]
    return {(row[line.whose], row[line.order]): row for row in found}


def _with_texts(
    project_id: int, events: Sequence[Event], found: dict[int, Compared]
) -> dict[int, Compared]:
    """Guidelines with the texts for which their events have a hash, where they still fit it."""
    of_guidelines = [one.seq for one in events if one.target == "guideline_version"]
    told = [found[seq] for seq in of_guidelines if seq in found]
    numbers = {row["number"] for pair in told for row in pair if row}
    query = select(GuidelineVersion.number, GuidelineVersion.text).where(
        GuidelineVersion.project_id == project_id, GuidelineVersion.number.in_(numbers)
    )
    texts = {row.number: row.text for row in db.session.execute(query)} if numbers else {}

    def whole(row: Any) -> Any:
        text = texts.get(row["number"]) if row else None
        return {**row, "guidelines": text} if row and sha256(text) == row["text_sha256"] else row

    told_whole = {seq: (whole(found[seq][0]), whole(found[seq][1])) for seq in of_guidelines}
    return {**found, **told_whole}
