"""All that adjudication decided on an article, marks of gold or none: a key beside its marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson

from annotator.adjudication.drafts import NONE, UNION
from annotator.adjudication.models import Adjudication, Category, Decision, GoldLayer
from annotator.articles.models import Article
from annotator.errors import Invalid
from annotator.formats.native import shape
from annotator.formats.native.adjudications import from_ids, told_of
from annotator.formats.native.rows import Decided, Rows, as_time, one_of
from annotator.formats.native.target import Target
from annotator.formats.native.values import is_uuid


def read_settled(
    value: object, article: Article, target: Target, rows: Rows, decided: Sequence[Decided]
) -> None:
    """Add the rows of an article's decisions; `decided` is what its marks say of themselves.

    Raises `Invalid`, also where a mark tells of a decision that is not in force here.
    """
    entry = shape.check_shape(value, shape.SETTLING, shape.SETTLED + ".")
    found = [
        _decision(one, article, target, f"{shape.SETTLED}.decisions-{index}.")
        for index, one in enumerate(entry["decisions"])
    ]
    known = {told_of(row) for row in found if row.reopened_at is None}
    for one in decided:
        if replace(one, mark="") not in known:
            raise Invalid(
                "the decision that made the gold mark %(id)s is missing, or was reopened",
                shape.SETTLED + ".decisions",
                id=one.mark,
            )
    rows.decisions += found
    rows.finished += _finished(entry, article, target)


def _decision(value: object, article: Article, target: Target, where: str) -> Adjudication:
    entry = shape.check_shape(value, shape.DECISION, where)
    category, decision = entry["category"], one_of(Decision, entry["decision"], where + "decision")
    if category is None and decision is not Decision.AGREED:
        raise Invalid("only what everybody agreed on has none", where + "category")
    links = entry["links"]
    if links not in (None, UNION, NONE) and not is_uuid(links):
        raise Invalid("it must be a mark's id, “union”, “none”, or null", where + "links")
    decided_at = as_time(entry["decided_at"], where + "decided_at")
    return Adjudication(
        id=entry["id"],
        project_id=target.project_id,
        article_id=article.id,
        from_ids=orjson.dumps(from_ids(entry["from"], where + "from")).decode(),
        decision=decision,
        category=None if category is None else one_of(Category, category, where + "category"),
        reason=entry["reason"],
        decided_by=target.person(entry["decided_by"], where + "decided_by"),
        decided_at=decided_at,
        links=links,
        **_reopened(entry, decided_at, target, where),
    )


def _reopened(
    entry: dict[str, Any], decided_at: datetime, target: Target, where: str
) -> dict[str, Any]:
    by, at = _by_one(entry, "reopened", target, where)
    if at is not None and at < decided_at:
        raise Invalid("it is before “decided_at”", where + "reopened_at")
    return {"reopened_by": by, "reopened_at": at}


def _finished(entry: dict[str, Any], article: Article, target: Target) -> list[GoldLayer]:
    by, at = _by_one(entry, "finished", target, shape.SETTLED + ".")
    if at is None:
        return []
    layer = GoldLayer(
        article_id=article.id,
        project_id=target.project_id,
        finished_by=by,
        finished_at=at,
        version=1,
    )
    return [layer]


def _by_one(
    entry: dict[str, Any], what: str, target: Target, where: str
) -> tuple[int | None, datetime | None]:
    """Who did it and when, both or neither."""
    by, at = entry[what + "_by"], entry[what + "_at"]
    if (by is None) != (at is None):
        raise Invalid("a person and a time go together, or both are null", f"{where}{what}_at")
    if by is None:
        return None, None
    return target.person(by, f"{where}{what}_by"), as_time(at, f"{where}{what}_at")
