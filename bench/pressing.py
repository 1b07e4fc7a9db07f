"""Reviewers who press "next article" in a large project: what one press costs, and how it grows.

Beside each press stands the least that one could be: one row is found by its index, one is
written, and that is committed. Both are measured at a tenth of the articles too. Once the project
is untouched, once half of it is done, and once nearly all: what is done stands before all that
waits. Each figure is the least of all turns, as others may use the machine meanwhile.

On SQLite it is the processor that counts, which does the database's work in the same thread; on
PostgreSQL, whose work is done elsewhere, it is the time in all.

A press first looks for an article while it keeps nobody from writing; `held` is the rest, in which
everybody else who writes in SQLite's one file waits.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from annotator.accounts.models import User
from annotator.accounts.service import create_user
from annotator.articles.models import Article
from annotator.assignments.models import Assignment, State
from annotator.assignments.queue import look_ahead, take_next
from annotator.audit.models import PAGE, Actor
from annotator.clock import now
from annotator.db import begin_writing, db, writing
from annotator.projects.drafts import WorkflowDraft
from annotator.projects.models import Project, Role
from annotator.projects.service import join
from annotator.projects.workflow import set_workflow
from bench.beside import application
from bench.loader import SHELL, make_project
from bench.measure import verdict
from bench.postgres import postgres

SIZES, PEOPLE, WANTED, TURNS = (10_000, 100_000), 20, 2, 5
MOST_GROWTH = 1.5
_AT_ONCE = 5_000
_TITLES = "Article {}"


@dataclass(frozen=True, slots=True)
class _Cost:
    """Milliseconds of one turn, the least of all: of the processor, in all, and held."""

    worked: float
    wall: float
    held: float


def press_in_turn(folder: Path) -> None:
    """Load each size into a database of its own, and let everybody press in turn."""
    print(f"\n{PEOPLE} reviewers who press for the next article, each wanted by {WANTED}")
    _on_each(folder, lambda _name: None, ("all of it", "the held part"))
    with postgres(folder) as create:
        if create is None:
            print("  PostgreSQL is left out: it is not installed for tests here.")
        else:
            _on_each(folder, create, ("all of it",))


def _on_each(folder: Path, create: Callable[[str], str | None], parts: tuple[str, ...]) -> None:
    for share, words in ((0.0, "untouched"), (0.5, "half done"), (0.95, "nearly done")):
        names = [f"{words}-{size}".replace(" ", "-") for size in SIZES]
        few, many = (
            _times(folder / name, create(name), size, share, words)
            for name, size in zip(names, SIZES, strict=True)
        )
        print(f"  {words}, with ten times the articles one press takes so many times as long: ")
        for name, before, after in zip(parts, few, many, strict=True):
            growth = after / before
            print(f"    {name} {growth:.2f}: {verdict(growth, MOST_GROWTH, at_most=True)}")


def _times(folder: Path, url: str | None, size: int, share: float, words: str) -> tuple[float, ...]:
    """How often the reference's time a press takes; and on SQLite, the time it holds."""
    with application(folder, url):
        project, people = _load(size, share)
        kind = db.engines[None].dialect.name
        pressed, bare = [], []
        for turn in range(TURNS):
            for place, person in enumerate(people):
                bare.append(_spent(_bare(project, person, size - turn * PEOPLE - place)))
                pressed.append(_spent(_press(project, person)))
    press, least = _least(pressed), _least(bare)
    print(
        f"  {kind}, {size:>7,} articles, {words}: {press.worked:.2f} ms of the processor, "
        f"{press.wall:.2f} ms in all, {press.held:.2f} ms held; the least {least.worked:.2f}, "
        f"{least.wall:.2f} and {least.held:.2f} ms ({press.worked / least.worked:.1f} times the "
        f"processor, held {press.held / least.held:.1f} times)"
    )
    if kind == "postgresql":
        return (press.wall / least.wall,)
    return press.worked / least.worked, press.held / least.held


def _press(project: Project, person: User) -> Callable[[], float]:
    def press() -> float:
        ahead = look_ahead(project.id, person.id)
        begin_writing()
        begun = time.thread_time()
        got = take_next(
            project.id, person.id, actor=Actor(person.id, person.name, PAGE), ahead=ahead
        )
        db.session.commit()
        assert isinstance(got, str), got
        return begun

    return press


def _bare(project: Project, person: User, number: int) -> Callable[[], float]:
    """From the far end of the queue, to which no press comes."""

    def work() -> float:
        begin_writing()
        begun = time.thread_time()
        found = Article.project_id == project.id, Article.number == number
        key = db.session.scalars(select(Article.id).where(*found)).one()
        row = _row(project.id, key, person.id, 1, State.STARTED, now())
        db.session.execute(insert(Assignment), [row])
        db.session.commit()
        return begun

    return work


def _spent(work: Callable[[], float]) -> _Cost:
    worked, begun = time.thread_time(), time.perf_counter()
    held_from = work()
    over = time.thread_time()
    db.session.remove()
    wall = time.perf_counter() - begun
    return _Cost((over - worked) * 1000, wall * 1000, (over - held_from) * 1000)


def _least(found: list[_Cost]) -> _Cost:
    pairs = zip(*((one.worked, one.wall, one.held) for one in found), strict=True)
    return _Cost(*(min(values) for values in pairs))


def _load(size: int, share: float) -> tuple[Project, list[User]]:
    """Articles go straight into the table, without texts and events: no press reads these."""
    project, first = make_project()
    with writing():
        numbers = range(1, PEOPLE + WANTED)
        others = [create_user(email=f"r{n}@bench.example", name=f"R{n}") for n in numbers]
        for one in others:
            join(project, one, Role.REVIEWER, actor=SHELL)
        set_workflow(project, WorkflowDraft(wanted=WANTED), actor=SHELL)
    earlier, people = others[:WANTED], [first, *others[WANTED:]]
    for begun in range(1, size + 1, _AT_ONCE):
        some, moment = range(begun, min(begun + _AT_ONCE, size + 1)), now()
        with writing():
            db.session.execute(insert(Article), [_article(project.id, n, moment) for n in some])
            done = [n for n in some if n <= size * share]
            if done:
                rows = list(_done(project.id, done, earlier, moment))
                db.session.execute(insert(Assignment), rows)
    # As the database does by itself some time after so much came in.
    with db.engines[None].connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
    return project, people


def _article(project_id: int, number: int, moment: datetime) -> dict[str, object]:
    title = _TITLES.format(number)
    return {
        "id": _key(number), "project_id": project_id, "number": number, "title": title,
        "title_key": title.lower(), "created_at": moment,
    }  # fmt: skip


def _done(
    project_id: int, numbers: list[int], people: list[User], moment: datetime
) -> Iterator[dict[str, object]]:
    for number in numbers:
        for seat, one in enumerate(people, start=1):
            yield _row(project_id, _key(number), one.id, seat, State.SUBMITTED, moment)


def _row(
    project_id: int, article_id: str, person_id: int, seat: int, state: State, moment: datetime
) -> dict[str, object]:
    return {
        "id": str(uuid4()), "project_id": project_id, "article_id": article_id,
        "reviewer_id": person_id, "state": state, "created_at": moment, "started_at": moment,
        "submitted_at": moment if state is State.SUBMITTED else None, "version": 1, "seat": seat,
        "nothing_to_mark": True if state is State.SUBMITTED else None,
    }  # fmt: skip


def _key(number: int) -> str:
    """As random as keys are, and the same each time."""
    return str(UUID(int=(number * 0x9E3779B97F4A7C15F39CC0605CEDC835) % 2**128, version=4))
