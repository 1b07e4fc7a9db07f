"""What was decided about gold marks: read with each mark, and one row for all of a decision."""

from __future__ import annotations

from collections.abc import Iterable
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
        _from(entry["from"], mark, where + "from"),
        decision,
        None if category is None else one_of(Category, category, where + "category"),
        entry["reason"],
        target.person(entry["decided_by"], where + "decided_by"),
        as_time(entry["decided_at"], where + "decided_at"),
    )


def adjudications_of(decided: Iterable[Decided]) -> list[Adjudication]:
    """A row for each decision, with the marks that it made."""
    found: dict[Decided, list[str]] = {}
    for one in decided:
        found.setdefault(replace(one, mark=""), []).append(one.mark)
    return [_row(one, sorted(set(marks))) for one, marks in found.items()]


def _row(one: Decided, marks: list[str]) -> Adjudication:
    # The file does not name decisions: their ids follow from the marks that they made.
    key = str(uuid5(UUID(marks[0]), "adjudication"))
    row = Adjudication(
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
    vars(row)["golds"] = [
        GoldMark(annotation_id=mark, adjudication_id=key, project_id=one.project_id)
        for mark in marks
    ]
    return row


def _from(ids: list[str], mark: Annotation, field: str) -> tuple[str, ...]:
    if not ids or not all(is_uuid(one) for one in ids):
        raise Invalid("it must name the marks that were decided about, by their ids", field)
    if ids != sorted(set(ids)) or mark.id in ids:
        raise Invalid("it must name each mark once, in order, and never the gold one", field)
    return tuple(ids)
