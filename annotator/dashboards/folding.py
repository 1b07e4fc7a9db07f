"""Bringing the tallies up to date, some articles at a time.

Events say which articles something happened to; what those count as now is read from the tables,
and what they counted as before is taken out. To do an article twice therefore changes nothing,
whatever was done meanwhile, and of two who fold at once one waits for the other. What the rules of
a project change for every article, and what an import brings at once, is gone through by the
articles' numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import orjson
from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from annotator.articles.models import Article
from annotator.audit.models import Event
from annotator.audit.queries import head
from annotator.clock import now
from annotator.dashboards.models import (
    DashboardArticle,
    DashboardPosition,
    DashboardTally,
    Kind,
)
from annotator.dashboards.reading import Cell, Counted, counted_of
from annotator.db import db
from annotator.projects.drafts import WorkflowDraft
from annotator.projects.workflow import workflow_of

#: So many events are looked at in one step, whatever they are about.
_EVENTS_AT_ONCE = 5000
#: Rows whose key is the article's.
_OF_ARTICLE = ("article", "gold_layer")


def fold(project_id: int, most: int) -> bool:
    """Take `most` articles at most into the tallies; gives whether that was all there is to do.

    In the caller's transaction, which writes.
    """
    position, rules = _held(project_id), workflow_of(project_id)
    if position.rules != _rules(rules):
        position.rules, position.seq, position.walked = _rules(rules), head(project_id)[0], 0
    ids = _touched(position, most) if position.walked is None else _walked(position, most)
    _put(project_id, ids, counted_of(project_id, ids, rules))
    position.folded_at = now()
    db.session.flush()
    return position.walked is None and position.seq >= head(project_id)[0]


def forget(project_id: int) -> None:
    """Take every tally away, so that folding makes them anew."""
    for kind in (DashboardTally, DashboardArticle, DashboardPosition):
        db.session.execute(delete(kind).where(kind.project_id == project_id))


def is_current(project_id: int) -> bool:
    """Whether every event so far is in the tallies."""
    query = select(DashboardPosition).where(DashboardPosition.project_id == project_id)
    found = db.session.scalar(query)
    if found is None or found.walked is not None:
        return False
    is_same = found.rules == _rules(workflow_of(project_id))
    return is_same and found.seq >= head(project_id)[0]


def _rules(rules: WorkflowDraft) -> str:
    """As far as they say what an article counts as."""
    return f"{rules.wanted} {rules.sample_percent} {rules.sample_wanted}"


def _held(project_id: int) -> DashboardPosition:
    """The project's position, which nobody else has until the transaction ends."""
    first = {"project_id": project_id, "seq": head(project_id)[0], "walked": 0}
    values = {**first, "rules": _rules(workflow_of(project_id)), "folded_at": now()}
    db.session.execute(_insert(DashboardPosition).values(values).on_conflict_do_nothing())
    query = select(DashboardPosition).where(DashboardPosition.project_id == project_id)
    return db.session.scalars(
        query.with_for_update().execution_options(populate_existing=True)
    ).one()


def _insert(kind: type[DashboardArticle | DashboardPosition | DashboardTally]):  # type: ignore[no-untyped-def]
    on_postgresql = db.engines[None].dialect.name == "postgresql"
    return (postgresql_insert if on_postgresql else sqlite_insert)(kind)


def _walked(position: DashboardPosition, most: int) -> list[str]:
    """The next articles by number; behind the last one the walk is over."""
    query = (
        select(Article.id, Article.number)
        .where(Article.project_id == position.project_id, Article.number > position.walked)
        .order_by(Article.number)
        .limit(most)
    )
    rows = db.session.execute(query).all()
    position.walked = rows[-1].number if len(rows) == most else None
    return [row.id for row in rows]


def _touched(position: DashboardPosition, most: int) -> list[str]:
    """The articles that the next events are about; the position is behind these events then."""
    query = (
        select(Event.seq, Event.target, Event.target_id, Event.article_id)
        .where(Event.project_id == position.project_id, Event.seq > position.seq)
        .order_by(Event.seq)
        .limit(_EVENTS_AT_ONCE)
    )
    found: dict[str, None] = {}
    for event in db.session.execute(query):
        if event.target == "import":
            first = _first_of_import(event.target_id)
            if first is not None:
                # Its articles may be very many: they are gone through, and all behind them.
                position.seq, position.walked = event.seq, first - 1
                break
        key = event.target_id if event.target in _OF_ARTICLE else event.article_id
        if key is not None and key not in found and len(found) == most:
            break
        if key is not None:
            found[key] = None
        position.seq = event.seq
    return list(found)


def _first_of_import(import_id: str) -> int | None:
    return db.session.scalar(select(func.min(Article.number)).where(Article.import_id == import_id))


def _put(project_id: int, ids: Sequence[str], found: dict[str, Counted]) -> None:
    stored = select(DashboardArticle.article_id, DashboardArticle.cells)
    before = db.session.execute(stored.where(DashboardArticle.article_id.in_(ids))).all()
    change: Counter[Cell] = Counter()
    for row in before:
        change.subtract(_from_json(row.cells))
    for one in found.values():
        change.update(one.cells)
    gone = [row.article_id for row in before]
    db.session.execute(delete(DashboardArticle).where(DashboardArticle.article_id.in_(gone)))
    rows = [_row(project_id, key, one) for key, one in found.items()]
    if rows:
        db.session.execute(_insert(DashboardArticle), rows)
    _add(project_id, change)


def _add(project_id: int, change: Counter[Cell]) -> None:
    rows = [
        {"project_id": project_id, "kind": kind, "day": day, "person_id": who, "key": key,
         "number": number}
        for (kind, day, who, key), number in sorted(change.items())
        if number
    ]  # fmt: skip
    if not rows:
        return
    insert = _insert(DashboardTally)
    insert = insert.on_conflict_do_update(
        index_elements=["project_id", "kind", "day", "person_id", "key"],
        set_={"number": text("dashboard_tally.number + excluded.number")},
    )
    db.session.execute(insert, rows)
    nothing = DashboardTally.project_id == project_id, DashboardTally.number == 0
    db.session.execute(delete(DashboardTally).where(*nothing))


def _row(project_id: int, article_id: str, one: Counted) -> dict[str, object]:
    return {
        "article_id": article_id,
        "project_id": project_id,
        "number": one.number,
        "stage": one.stage,
        "since": one.since,
        "due_on": one.due_on,
        "cells": orjson.dumps([[*cell, number] for cell, number in one.cells.items()]).decode(),
    }


def _from_json(cells: str) -> Counter[Cell]:
    found: Counter[Cell] = Counter()
    for kind, day, who, key, number in orjson.loads(cells):
        found[Kind(kind), date.fromisoformat(day), who, key] += number
    return found
