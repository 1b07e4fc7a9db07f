"""Reading assignments."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from annotator.accounts.models import User
from annotator.articles.arrival import arrived_by_id
from annotator.assignments.models import Assignment, State
from annotator.db import db


def assignment_of(article_id: str, reviewer_id: int) -> Assignment | None:
    """This reviewer's work on the article."""
    return db.session.scalars(
        select(Assignment).where(
            Assignment.article_id == article_id, Assignment.reviewer_id == reviewer_id
        )
    ).one_or_none()


def assignments_on(article_id: str, *, submitted_only: bool) -> Sequence[Assignment]:
    """Everybody's work on the article, by name."""
    query = (
        select(Assignment)
        .join(Assignment.reviewer)
        .options(contains_eager(Assignment.reviewer))
        .where(Assignment.article_id == article_id)
        .order_by(User.name, User.id)
    )
    if submitted_only:
        query = query.where(Assignment.state == State.SUBMITTED)
    return db.session.scalars(query).all()


def assignment(project_id: int, assignment_id: str) -> Assignment | None:
    """One assignment of the project."""
    return db.session.scalar(
        select(Assignment).where(
            Assignment.id == assignment_id,
            Assignment.project_id == project_id,
            arrived_by_id(Assignment.article_id),
        )
    )
