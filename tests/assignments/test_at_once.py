"""Many people who press "next article" at one moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from annotator.accounts.person import Person
from annotator.articles.models import Article, Priority
from annotator.articles.planning import Plan, plan_articles
from annotator.assignments.models import OPEN, Assignment, State
from annotator.assignments.queue import Nothing
from annotator.assignments.service import release
from annotator.audit.verify import verify
from annotator.clock import now
from annotator.db import db, writing
from annotator.projects.models import Role
from annotator.projects.service import join
from tests.assignments.desk import assert_recorded, bring, live_work, rule, take
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_user, person_of
from tests.personas import World

PEOPLE, TURNS = 32, 6


def crowd(world: World) -> list[Person]:
    """So many reviewers."""
    users = [make_user() for _ in range(PEOPLE)]
    with writing():
        for user in users:
            join(world.project, user, Role.REVIEWER, actor=SHELL)
        return [person_of(user) for user in users]


def all_press(app: Flask, world: World, people: list[Person]) -> list[str | Nothing]:
    """What each gets, when all press at the same moment."""
    start = Barrier(len(people))

    def press(person: Person) -> str | Nothing:
        with app.app_context():
            start.wait()
            return take(world, person)

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(press, people))


@ON_BOTH
def test_thirty_two_who_press_at_once_never_pass_the_wanted_number(
    app: Flask, world: World
) -> None:
    rule(world, wanted=3)
    articles, people = bring(world, 7), crowd(world)
    got = all_press(app, world, people)
    assert live_work(world) == dict.fromkeys(articles, 3)
    assert got.count(Nothing.DONE) == PEOPLE - 3 * 7
    assert verify(world.project_id).ok
    assert_recorded(world)


@ON_BOTH
def test_one_person_who_presses_in_many_windows_stays_within_their_limit(
    app: Flask, world: World
) -> None:
    rule(world, open_limit=4)
    bring(world, 12)
    got = all_press(app, world, [world.rosa] * PEOPLE)
    assert got.count(Nothing.LIMIT) == PEOPLE - 4
    assert len(set(got)) == 5
    assert_recorded(world)


@ON_BOTH
def test_who_presses_plans_and_takes_back_at_once_never_waits_for_ever(
    app: Flask, world: World
) -> None:
    # Each holds the project's chain before an article's row, so nobody holds one that another
    # who holds the other waits for.
    rule(world, wanted=2)
    articles, people = bring(world, 6), crowd(world)[:6]
    takers = [partial(keep_taking, world, person) for person in people]
    work = [*takers, partial(keep_planning, world, articles), partial(keep_releasing, world)]
    start = Barrier(len(work))

    def go_on(one: Callable[[], None]) -> None:
        with app.app_context():
            start.wait()
            one()

    with ThreadPoolExecutor(len(work)) as pool:
        list(pool.map(go_on, work))
    assert max(live_work(world).values()) <= 2
    assert_recorded(world)


def keep_taking(world: World, person: Person) -> None:
    for _ in range(TURNS):
        take(world, person)


def keep_planning(world: World, articles: list[str]) -> None:
    for turn in range(TURNS):
        with writing():
            some = [db.session.get_one(Article, key) for key in articles]
            priority = Priority.HIGH if turn % 2 else None
            plan_articles(some, Plan(priority), actor=world.lead.actor)


def keep_releasing(world: World) -> None:
    is_open = Assignment.project_id == world.project_id, Assignment.state.in_(OPEN)
    for _ in range(TURNS):
        with writing():
            found = db.session.scalars(select(Assignment).where(*is_open).limit(1)).first()
            if found is not None:
                release(found, actor=world.lead.actor)


@ON_BOTH
def test_the_database_itself_gives_a_seat_to_one_person_only(world: World) -> None:
    [only] = bring(world, 1)
    take(world, world.rosa)
    with pytest.raises(IntegrityError), writing():
        db.session.add(seated(world, only, 1))
    with pytest.raises(IntegrityError), writing():
        db.session.add(seated(world, only, None))
    with writing():
        db.session.add(seated(world, only, 2))


def seated(world: World, article_id: str, seat: int | None) -> Assignment:
    """Ravi's work on the article, as nobody should write it."""
    return Assignment(
        id=str(uuid4()),
        project_id=world.project_id,
        article_id=article_id,
        reviewer_id=world.ravi.id,
        state=State.STARTED,
        created_at=now(),
        seat=seat,
        version=1,
    )
