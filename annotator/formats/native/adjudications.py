"""What was decided about gold marks: read with each mark, and one row for all of a decision."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

import orjson

from annotator.adjudication.models import Adjudication, Category, Decision, GoldMark
from annotator.annotations.models import Annotation, Layer
from annotator.errors import Invalid
from annotator.formats.native import shape
from annotator.formats.native.rows import Decided, as_time, one_of
from annotator.formats.native.target import Target
from annotator.formats.native.values import is_uuid


def read_adjudication(
    value: object, mark: Annotation, target: Target, where: str
) -> Decided | None:
    """What was decided about one mark; raises `Invalid` for a gold one without, or another with."""
    if (mark.layer is Layer.GOLD) != (value is not None):
        raise Invalid("a gold mark has it, and nothing else has", where.rstrip("."))
    if value is None:
        return None
    entry = shape.check_shape(value, shape.ADJUDICATION, where)
    category, decision = entry["category"], one_of(Decision, entry["decision"], where + "decision")
    if category is None and decision is not Decision.AGREED:
        raise Invalid("only what everybody agreed on has none", where + "category")
    if decision is Decision.DROPPED:
        raise Invalid("what was dropped has no gold mark", where + "decision")
    return Decided(
        mark.id,
        target.project_id,
        mark.article_id,
        from_ids(entry["from"], where + "from", mark.id),
        decision,
        None if category is None else one_of(Category, category, where + "category"),
        entry["reason"],
        target.person(entry["decided_by"], where + "decided_by"),
        as_time(entry["decided_at"], where + "decided_at"),
    )


def adjudications_of(
    decided: Iterable[Decided], listed: Sequence[Adjudication] = ()
) -> list[Adjudication]:
    """A row for each decision, with the marks that it made; `listed` are those with an id."""
    found: dict[Decided, list[str]] = {}
    for one in decided:
        found.setdefault(replace(one, mark=""), []).append(one.mark)
    known = {told_of(row): row for row in listed if row.reopened_at is None}
    for row in listed:
        vars(row)["golds"] = []
    for one, marks in found.items():
        row = known[one] = known.get(one) or _row(one, marks)
        vars(row)["golds"] = _golds(row, marks)
    return list({row.id: row for row in [*listed, *known.values()]}.values())


def told_of(row: Adjudication) -> Decided:
    """A decision as its gold marks tell of it."""
    return Decided(
        "",
        row.project_id,
        row.article_id,
        tuple(orjson.loads(row.from_ids)),
        row.decision,
        row.category,
        row.reason,
        row.decided_by,
        row.decided_at,
    )


def _row(one: Decided, marks: list[str]) -> Adjudication:
    # The file does not name decisions: their ids follow from the marks that they made.
    key = str(uuid5(UUID(min(marks)), "adjudication"))
    return Adjudication(
        id=key,
        project_id=one.project_id,
        article_id=one.article_id,
        from_ids=orjson.dumps(one.from_ids).decode(),
        decision=one.decision,
        category=one.category,
        reason=one.reason,
        decided_by=one.decided_by,
        decided_at=one.decided_at,
        reopened_by=None,
        reopened_at=None,
        links=None,
    )


def _golds(row: Adjudication, marks: Iterable[str]) -> list[GoldMark]:
    return [
        GoldMark(annotation_id=mark, adjudication_id=row.id, project_id=row.project_id)
        for mark in sorted(set(marks))
    ]


def from_ids(ids: list[str], field: str, own: str | None = None) -> tuple[str, ...]:
    """The marks that were decided about; raises `Invalid`. `own` is the gold mark that tells."""
    if not ids or not all(is_uuid(one) for one in ids):
        raise Invalid("it must name the marks that were decided about, by their ids", field)
    if ids != sorted(set(ids)) or own in ids:
        raise Invalid("it must name each mark once, in order, and never the gold one", field)
    return tuple(ids)
