"""The stored count of seats is the count from scratch, and the walk by it finds what is first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any
from uuid import uuid4

import time_machine
from sqlalchemy import delete, insert, select, update

from annotator.accounts.person import Person
from annotator.accounts.queries import languages_of
from annotator.articles.models import Article
from annotator.articles.planning import in_order_of_need
from annotator.articles.training import counted
from annotator.assignments import queue
from annotator.assignments.abandoned import abandoned
from annotator.assignments.models import Assignment, State
from annotator.assignments.queries import assignment_of
from annotator.assignments.queue import Next, begin, come_back, look_ahead
from annotator.assignments.reading import readable
from annotator.assignments.wanting import first_wanting, walk, wanted_on
from annotator.clock import now
from annotator.db import READ, db, writing
from annotator.projects.drafts import WorkflowDraft
from annotator.projects.workflow import set_workflow, workflow_of
from tests.assignments.desk import assert_counted, bring, rule
from tests.audit.later import LaterWork
from tests.databases import ON_BOTH
from tests.factories import make_user, person_of
from tests.looking_back import clock
from tests.personas import World

__all__ = ["clock"]

STEPS, FEW, MANY = 60, 5, 3_000


class SeatWork(LaterWork):
    """Whatever gives a seat, gives one up, or changes who may still want one."""

    def _steps(self) -> list[Callable[[], None]]:
        if len(self.articles) < 4:
            return [self._bring_in]
        seats = [self._hand_out, self._begin, self._come_back, self._finish, self._take_back]
        coming = [self._bring_in] if len(self.articles) < FEW else []
        return [*seats * 3, self._rules, self._train, *coming]

    def _rules(self) -> None:
        dice = self.dice
        wanted, hours = dice.randint(1, 3), dice.choice((None, 1))
        more, share = wanted + dice.randint(0, 2), dice.choice((0, 40, 100))
        rules = WorkflowDraft(wanted, share, more, None, hours)
        set_workflow(self._project(), rules, actor=self.world.lead.actor)

    def _someone(self) -> Person:
        world = self.world
        return self.dice.choice([world.reviewer, world.other_reviewer, world.lead])

    def _begin(self) -> None:
        article, who = self.dice.choice(self.articles), self._someone()
        if assignment_of(article, who.id) is None:
            begin(self.world.project_id, article, reviewer_id=who.id, actor=who.actor)

    def _come_back(self) -> None:
        who = self._someone()
        found = assignment_of(self.dice.choice(self.articles), who.id)
        if found is not None and found.state is State.RELEASED:
            come_back(found, actor=who.actor)


@ON_BOTH
def test_whatever_happens_the_stored_count_is_the_count_and_the_walk_finds_what_is_first(
    clock: time_machine.Traveller, world: World
) -> None:
    work, people = SeatWork(world, Random(1)), (world.reviewer, world.other_reviewer)
    for _ in range(STEPS):
        work.go_on(1)
        clock.shift(timedelta(minutes=work.dice.randint(0, 40)))
        assert_counted()
        for person in people:
            assert_first(world, person)
    # Once all that is there is had, and once there is something new.
    rule(world)
    newcomer = person_of(make_user())
    for key in work.articles:
        with writing():
            begin(world.project_id, key, reviewer_id=newcomer.id, actor=newcomer.actor)
    assert not any(assert_first(world, person) for person in people)
    bring(world, 1)
    assert all(assert_first(world, person) for person in people)
    assert_counted()


def assert_first(world: World, person: Person) -> bool:
    """The queue gives what a look at every article gives, from each place on; whether any."""
    project_id, rules = world.project_id, workflow_of(world.project_id)
    left = abandoned(project_id, rules)
    wanting = list(all_wanting(project_id, person, rules, Counter(one.article_id for one in left)))
    if queue.handed_over(project_id, person.id) is None:
        ahead = look_ahead(project_id, person.id)
        assert (ahead.article_id if isinstance(ahead, Next) else None) == next(iter(wanting), None)
    conditions = queue._not_had_by(person.id), readable(languages_of(person.id))
    freed = [one.article_id for one in left]
    since, found = None, []
    while one := first_wanting(project_id, rules, freed, *conditions, since=since):
        found.append(one.article_id)
        since = replace(one.place, number=one.place.number + 1)
    assert found == wanting
    return bool(wanting)


def all_wanting(
    project_id: int, person: Person, rules: WorkflowDraft, left: Counter[str]
) -> Iterator[str]:
    """By looking at every article: those that want somebody whom the person may be."""
    known = languages_of(person.id)
    query = select(Article.id).where(Article.project_id == project_id, counted(), readable(known))
    for key in db.session.scalars(query.order_by(*in_order_of_need(Article.due_on))).all():
        rows = select(Assignment.reviewer_id, Assignment.seat).where(Assignment.article_id == key)
        work = db.session.execute(rows).all()
        seats = sum(1 for row in work if row.seat is not None) - left[key]
        if seats < wanted_on(key, rules) and person.id not in {row.reviewer_id for row in work}:
            yield key


@ON_BOTH
def test_the_database_counts_whoever_writes_and_however(world: World) -> None:
    first, second = bring(world, 2)
    rows = [row(world, first, person, seat) for seat, person in enumerate(people(world), 1)]
    with writing():
        db.session.execute(insert(Assignment), rows)
    assert_counts(first, 3, second, 0)
    one = Assignment.id == rows[0]["id"]
    for values in ({"seat": 7}, {"seat": None, "state": State.RELEASED}):
        with writing():
            db.session.execute(update(Assignment).where(one).values(**values))
        assert_counts(first, 2 + (values["seat"] is not None), second, 0)
    with writing():
        db.session.execute(update(Assignment).values(article_id=second))
    assert_counts(first, 0, second, 2)
    with writing():
        db.session.execute(delete(Assignment).where(Assignment.seat == 2))
    assert_counts(first, 0, second, 1)
    with writing():
        db.session.execute(delete(Assignment).where(one))
    assert_counts(first, 0, second, 1)


def assert_counts(first: str, held: int, second: str, others: int) -> None:
    assert_counted()
    counts = {key: seats for key, seats in db.session.execute(select(Article.id, Article.seats))}
    assert (counts[first], counts[second]) == (held, others)


def people(world: World) -> list[Person]:
    return [world.rosa, world.ravi, world.lead]


def row(world: World, article_id: str, person: Person, seat: int) -> dict[str, Any]:
    return {
        "id": str(uuid4()), "project_id": world.project_id, "article_id": article_id,
        "reviewer_id": person.id, "state": State.STARTED, "created_at": now(), "version": 1,
        "seat": seat,
    }  # fmt: skip


@ON_BOTH
def test_the_walk_goes_by_its_indexes_and_passes_nothing_that_is_full(world: World) -> None:
    moment = now()
    some = [
        {"id": str(uuid4()), "project_id": world.project_id, "number": number, "title": "A",
         "title_key": "a", "created_at": moment}
        for number in range(1, MANY + 1)
    ]  # fmt: skip
    done = [row(world, one["id"], world.ravi, 1) for one in some[: MANY * 9 // 10]]
    with writing():
        db.session.execute(insert(Article), some)
        db.session.execute(insert(Assignment), done)
    with db.engines[None].connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.commit()
    rules = WorkflowDraft(1, 50, 2)
    told = explained(walk(rules, *place_of(world)))
    assert "ix_article_seats" in told
    assert "ix_article_draw" in told
    for word in ("Seq Scan on article", "SCAN article", "ix_article_queue", "Sort", "ORDER BY"):
        assert word not in told, told


def place_of(world: World) -> tuple[Any, ...]:
    return (
        Article.project_id == world.project_id,
        counted(),
        queue._not_had_by(world.rosa.id),
        Article.priority.is_(None),
        Article.due_on.is_(None),
    )


def explained(query: Any) -> str:
    """What the database says of how it will go about it."""
    with db.engines[READ].connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        literal = query.compile(connection, compile_kwargs={"literal_binds": True})
        words = "EXPLAIN QUERY PLAN" if on_sqlite else "EXPLAIN"
        rows = connection.exec_driver_sql(f"{words} {literal}").all()
        return "\n".join(str(row[-1]) for row in rows)
