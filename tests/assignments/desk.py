"""A project with a queue: articles, rules, and who took what."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import select

from annotator.accounts.person import Person
from annotator.articles.draws import draw_of
from annotator.articles.models import Article
from annotator.assignments.models import Assignment, State
from annotator.assignments.queue import Nothing, look_ahead, take_next
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.projects.drafts import WorkflowDraft
from annotator.projects.workflow import set_workflow
from tests.factories import SHELL, make_article
from tests.personas import World


def rule(world: World, **said: Any) -> WorkflowDraft:
    """Hand articles out by these rules."""
    with writing():
        return set_workflow(world.project, WorkflowDraft(**said), actor=SHELL)


def bring(world: World, count: int, **fields: Any) -> list[str]:
    """So many articles, by their ids in the order of the queue."""
    return [
        make_article(world.project, f"Article {number}.\n", **fields).id for number in range(count)
    ]


def take(world: World, person: Person) -> str | Nothing:
    """What this person gets from the queue, as from the page."""
    ahead = look_ahead(world.project_id, person.id)
    with writing():
        return take_next(world.project_id, person.id, actor=person.actor, ahead=ahead)


def work_of(article_id: str, person: Person) -> Assignment:
    """The person's work on the article, read anew."""
    db.session.expire_all()
    query = select(Assignment).where(
        Assignment.article_id == article_id, Assignment.reviewer_id == person.id
    )
    return db.session.scalars(query).one()


def state_of(article_id: str, person: Person) -> State:
    """Where the person's work on the article stands."""
    return work_of(article_id, person).state


def live_work(world: World) -> Counter[str]:
    """How many people have each article."""
    query = select(Assignment.article_id).where(
        Assignment.project_id == world.project_id, Assignment.state != State.RELEASED
    )
    return Counter(db.session.scalars(query))


def assert_counted() -> None:
    """What stands with each article is what its assignments and its id say."""
    db.session.rollback()
    held = select(Assignment.article_id).where(Assignment.seat.is_not(None))
    seats = Counter(db.session.scalars(held))
    rows = db.session.execute(select(Article.id, Article.seats, Article.draw)).all()
    assert [(row.seats, row.draw) for row in rows] == [
        (seats[row.id], draw_of(row.id)) for row in rows
    ]


def assert_recorded(world: World) -> None:
    """The events give the tables again, and what is counted beside them is the count."""
    assert_counted()
    assert compare(world.project_id) == []
