"""Reading assignments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from annotator.accounts.models import User
from annotator.articles.arrival import arrived_by_id
from annotator.articles.models import Article, Priority
from annotator.articles.planning import in_order_of_need
from annotator.assignments.models import OPEN, Assignment, State
from annotator.db import db
from annotator.projects.models import Membership, Role

#: The roles that may be given work.
WORKERS = (Role.REVIEWER, Role.LEAD)


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


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Something that a person has not finished."""

    article_id: str
    title: str
    state: State
    priority: Priority | None
    due_on: date | None


def open_work(project_id: int, person_id: int) -> list[OpenWork]:
    """What the person has not finished in the project: first what came back to them, for which
    somebody waits, then the most urgent.
    """
    due_on = func.coalesce(Assignment.due_on, Article.due_on)
    query = (
        select(Article.id, Article.title, Assignment.state, Article.priority, due_on)
        .join(Assignment, Assignment.article_id == Article.id)
        .where(
            Assignment.project_id == project_id,
            Assignment.reviewer_id == person_id,
            Assignment.state.in_(OPEN),
            arrived_by_id(Article.id),
        )
        .order_by(Assignment.state != State.RETURNED, *in_order_of_need(due_on))
    )
    return [OpenWork(*row) for row in db.session.execute(query)]


def released_count(project_id: int, person_id: int) -> int:
    """How much of the person's work went back to the queue and has not come back to them."""
    query = select(func.count(Assignment.id)).where(
        Assignment.project_id == project_id,
        Assignment.reviewer_id == person_id,
        Assignment.state == State.RELEASED,
        arrived_by_id(Assignment.article_id),
    )
    return db.session.scalar(query) or 0


def over_limit(project_id: int, person_ids: Sequence[int], limit: int) -> Sequence[str]:
    """The names of those of these people who have more unfinished work than this."""
    query = (
        select(User.name)
        .join(Assignment, Assignment.reviewer_id == User.id)
        .where(
            Assignment.project_id == project_id,
            Assignment.reviewer_id.in_(person_ids),
            Assignment.state.in_(OPEN),
            arrived_by_id(Assignment.article_id),
        )
        .group_by(User.id, User.name)
        .having(func.count(Assignment.id) > limit)
        .order_by(User.name)
    )
    return db.session.scalars(query).all()


def work_on(article_ids: Sequence[str]) -> Mapping[str, list[Assignment]]:
    """Everybody's work on these articles that was not released, by article and name."""
    query = (
        select(Assignment)
        .join(Assignment.reviewer)
        .options(contains_eager(Assignment.reviewer))
        .where(Assignment.article_id.in_(article_ids), Assignment.state != State.RELEASED)
        .order_by(User.name, User.id)
    )
    found: dict[str, list[Assignment]] = defaultdict(list)
    for one in db.session.scalars(query):
        found[one.article_id].append(one)
    return found


def without_work(project_id: int, people: Sequence[int]) -> list[str]:
    """The names of those among these people whom nobody may give work in this project, by name.

    Read as columns: what the session holds of them may be older than the chain it waited for.
    """
    workers = (
        select(Membership.user_id)
        .join(Membership.user)
        .where(
            Membership.project_id == project_id,
            Membership.removed_at.is_(None),
            Membership.role.in_(WORKERS),
            User.is_active,
        )
    )
    names = select(User.name).where(User.id.in_(people), User.id.not_in(workers))
    return list(db.session.scalars(names.order_by(User.name)))
