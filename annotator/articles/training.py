"""Training articles: what is read and marked to learn, and counts nowhere else."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, column, select, table

from annotator.articles.arrival import arrived, arrived_by_id
from annotator.articles.models import Article
from annotator.db import UUID, db

# Training is a feature of its own, which knows articles and is not known to them: of its tables,
# readers need which articles are for training, and whose work on one was scored.
_training = table("training_article", column("article_id", UUID), column("state", String))
_attempt = table("training_attempt", column("article_id", UUID), column("user_id"))
#: Until it is an ordinary article again: no more handed out is still no data.
_THERE: Select[Any] = select(_training.c.article_id).where(_training.c.state != "ended")


def in_training(article_id: Any) -> ColumnElement[bool]:
    """Of a query, the condition that the article is one for training."""
    condition: ColumnElement[bool] = article_id.in_(_THERE)
    return condition


def counted() -> ColumnElement[bool]:
    """The condition under which an article is part of the project's data: it is there, and it is
    none for training. What counts, compares, hands out or exports articles has it.
    """
    return and_(arrived(), Article.id.not_in(_THERE))


def counted_by_id(article_id: Any) -> ColumnElement[bool]:
    """The same of a row that names its article."""
    return and_(arrived_by_id(article_id), ~in_training(article_id))


def is_training(article_id: str) -> bool:
    """Whether the article is one for training."""
    found = _training.c.article_id == article_id, _training.c.state != "ended"
    return db.session.scalar(select(_training.c.article_id).where(*found)) is not None


def is_scored(article_id: Any, user_id: Any) -> ColumnElement[bool]:
    """Of a query, the condition that this person's work on the article is a scored attempt."""
    own = _attempt.c.article_id == article_id, _attempt.c.user_id == user_id
    return select(_attempt.c.article_id).where(*own).exists()
