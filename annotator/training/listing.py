"""The lists of articles that a lead's pages have."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from annotator.adjudication.models import GoldLayer
from annotator.articles.models import Article
from annotator.articles.training import counted
from annotator.assignments.models import Assignment, State
from annotator.assignments.reach import EVERYWHERE, Reach
from annotator.db import db
from annotator.training.models import Answers, Attempt, Offer, TrainingArticle

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Offered:
    """A training article in the lead's list; `versions` counts those of its answers."""

    id: str
    title: str
    state: Offer
    versions: int
    attempts: int


def training_articles(project_id: int, reach: Reach = EVERYWHERE) -> list[Offered]:
    """Every training article within reach, in the order of the queue."""
    versions = select(func.count(Answers.id)).where(Answers.article_id == Article.id)
    attempts = select(func.count(Attempt.id)).where(Attempt.article_id == Article.id)
    query = (
        select(
            Article.id,
            Article.title,
            TrainingArticle.state,
            versions.scalar_subquery(),
            attempts.scalar_subquery(),
        )
        .join(TrainingArticle, TrainingArticle.article_id == Article.id)
        .where(
            TrainingArticle.project_id == project_id,
            TrainingArticle.state != Offer.ENDED,
            reach.holds(Article.id),
        )
        .order_by(Article.number)
    )
    return [Offered(*row) for row in db.session.execute(query)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article of which answers are known: submitted by so many, with gold or without."""

    id: str
    number: int
    title: str
    submitted: int
    is_finished: bool


def possible_articles(
    project_id: int, reach: Reach, *, after: int, limit: int = PAGE_SIZE
) -> list[Candidate]:
    """Up to `limit` ordinary articles that somebody submitted, in the order of the queue."""
    submitted = func.count(Assignment.id)
    query = (
        select(Article.id, Article.number, Article.title, submitted, GoldLayer.finished_at)
        .join(Assignment, Assignment.article_id == Article.id)
        .outerjoin(GoldLayer, GoldLayer.article_id == Article.id)
        .where(
            Article.project_id == project_id,
            Article.number > after,
            Assignment.state == State.SUBMITTED,
            reach.holds(Article.id),
            counted(),
        )
        .group_by(Article.id, Article.number, Article.title, GoldLayer.finished_at)
        .order_by(Article.number)
        .limit(limit)
    )
    return [Candidate(*row[:4], row[4] is not None) for row in db.session.execute(query)]
