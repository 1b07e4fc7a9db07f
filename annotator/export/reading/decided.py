"""What adjudication decided on articles, with a mark of gold or none: its SQL and its records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Select, bindparam, select

from annotator.adjudication.models import Adjudication, GoldLayer
from annotator.export.reading.casts import Casts, plain

Query = Select[*tuple[Any, ...]]
Record = dict[str, Any]

_PROJECT: Any = bindparam("project_id")
_ARTICLES: Any = bindparam("article_ids", expanding=True)

#: Where the persons stand who decided nothing that has a mark of gold.
DECIDERS = (Adjudication.reopened_by, GoldLayer.finished_by)


class DecisionRow(NamedTuple):
    """One decision, in force or reopened."""

    article_id: str
    id: str
    from_ids: str
    decision: str
    category: str | None
    reason: str | None
    decided_by: int
    decided_at: str
    links: str | None
    reopened_by: int | None
    reopened_at: str | None


class FinishedRow(NamedTuple):
    """That the adjudication of an article is finished."""

    article_id: str
    finished_by: int
    finished_at: str


@dataclass(slots=True)
class Settled:
    """By article: the decisions, the oldest first, and who finished it, where it is finished."""

    decisions: dict[str, list[DecisionRow]] = field(default_factory=lambda: defaultdict(list))
    finished: dict[str, FinishedRow] = field(default_factory=dict)

    def record(self, article_id: str, names: Mapping[int, str]) -> Record | None:
        """What an article's line says of it; None where nothing was decided. Persons by `names`."""
        decisions, finished = self.decisions.get(article_id, []), self.finished.get(article_id)
        if not decisions and finished is None:
            return None
        return {
            "finished_by": None if finished is None else names[finished.finished_by],
            "finished_at": None if finished is None else finished.finished_at,
            "decisions": [_decision(row, names) for row in decisions],
        }


class SettledStatements(Casts):
    """The queries, for one kind of database."""

    def __init__(self, dialect: str) -> None:
        super().__init__(dialect)
        self.decisions = self._decisions()
        self.finished = select(
            self.id(GoldLayer.article_id), GoldLayer.finished_by, self.time(GoldLayer.finished_at)
        ).where(
            GoldLayer.project_id == _PROJECT,
            GoldLayer.article_id.in_(_ARTICLES),
            GoldLayer.finished_at.is_not(None),
        )

    def _decisions(self) -> Query:
        return (
            select(
                self.id(Adjudication.article_id),
                self.id(Adjudication.id),
                *decided_columns(self),
                Adjudication.links,
                Adjudication.reopened_by,
                self.time(Adjudication.reopened_at),
            )
            .where(Adjudication.project_id == _PROJECT, Adjudication.article_id.in_(_ARTICLES))
            .order_by(Adjudication.decided_at, Adjudication.id)
        )


def decided_columns(casts: Casts) -> tuple[Any, ...]:
    """What a decision says and who took it, in the order of `DecisionRow` and `AdjudicationRow`."""
    return (
        Adjudication.from_ids,
        plain(Adjudication.decision),
        plain(Adjudication.category),
        Adjudication.reason,
        Adjudication.decided_by,
        casts.time(Adjudication.decided_at),
    )


@cache
def settled_statements(dialect: str) -> SettledStatements:
    """The statements, built once for each kind of database."""
    return SettledStatements(dialect)


def _decision(row: DecisionRow, names: Mapping[int, str]) -> Record:
    return {
        "id": row.id,
        "from": orjson.Fragment(row.from_ids),
        "decision": row.decision,
        "category": row.category,
        "reason": row.reason,
        "links": row.links,
        "decided_by": names[row.decided_by],
        "decided_at": row.decided_at,
        "reopened_by": None if row.reopened_by is None else names[row.reopened_by],
        "reopened_at": row.reopened_at,
    }
