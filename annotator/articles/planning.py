"""How urgent articles are: what comes first, and until when it is to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import SQLColumnExpression, case

from annotator.articles.models import Article, Priority
from annotator.audit.models import Action, Actor
from annotator.audit.service import Change, change_of, lock_chain, record, snapshot
from annotator.db import db


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody says of articles: both count, None is the usual priority and no day."""

    priority: Priority | None = None
    due_on: date | None = None


def plan_articles(articles: Sequence[Article], plan: Plan, *, actor: Actor) -> int:
    """Say it of all of these, which are of one project; how many were not so before."""
    if not articles:
        return 0
    # The chain before the rows, as whoever gives a seat has it: that writes to its article too.
    lock_chain(articles[0].project_id)
    changes: list[Change] = []
    for article in articles:
        if Plan(article.priority, article.due_on) == plan:
            continue
        before = snapshot(article)
        article.priority, article.due_on = plan.priority, plan.due_on
        change = change_of(Action.ARTICLE_PLANNED, article, before=before, article_id=article.id)
        changes.append(change)
    if changes:
        db.session.flush()
        record(articles[0].project_id, changes, actor=actor)
    return len(changes)


def in_order_of_need(due_on: Any) -> tuple[SQLColumnExpression[Any], ...]:
    """Sorts articles: by priority, then by this day, then as they came in."""
    rank = case(
        (Article.priority == Priority.HIGH, 0), (Article.priority == Priority.LOW, 2), else_=1
    )
    return rank, due_on.is_(None), due_on, Article.number
