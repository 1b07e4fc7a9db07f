"""Handing out work in a large project: what a lead's hand costs.

Handing out stands beside the rows and events alone, written as bulk work writes them: the same
number of both, and nothing read. It is measured at a tenth of the articles too: what grows with
the hands alone takes a tenth as long there. Of one hand nothing is seen before all is: on SQLite
a save beside it waits for as long as that takes in all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import event

from annotator.accounts.service import create_user
from annotator.assignments.handing import assign_all
from annotator.assignments.models import Assignment, State
from annotator.audit.models import Action
from annotator.audit.service import change_of, record
from annotator.clock import now
from annotator.db import begin_writing, db, insert_rows, writing
from annotator.projects.models import Project, Role
from annotator.projects.service import join
from bench.beside import application
from bench.loader import SHELL, load_articles, make_project
from bench.measure import verdict
from bench.pressing import press_in_turn

SIZES, PEOPLE, WORDS = (1_000, 10_000), 5, 40
MOST_TIMES, MOST_GROWTH = 2.0, 12.0
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class _Desk:
    """A project with articles, and the people who are to have all of them."""

    project: Project
    articles: list[str]
    people: list[int]

    def hand_out(self) -> None:
        """As a lead does."""
        begin_writing()
        assert assign_all(self.project.id, self.articles, self.people, due_on=None, actor=SHELL)

    def bare(self) -> None:
        """The rows and their events alone."""
        begin_writing()
        for start in range(0, len(self.articles), _AT_ONCE):
            some = self.articles[start : start + _AT_ONCE]
            rows = [
                self._row(article, seat, person)
                for article in some
                for seat, person in enumerate(self.people, start=1)
            ]
            insert_rows(rows)
            what = Action.ASSIGNMENT_ASSIGNED
            changes = [change_of(what, row, article_id=row.article_id) for row in rows]
            record(self.project.id, changes, actor=SHELL)

    def _row(self, article: str, seat: int, person: int) -> Assignment:
        return Assignment(
            id=str(uuid4()), project_id=self.project.id, article_id=article, reviewer_id=person,
            state=State.ASSIGNED, created_at=now(), started_at=None, submitted_at=None,
            nothing_to_mark=None, return_reason=None, version=1, due_on=None, seat=seat,
            guideline_version=None,
        )  # fmt: skip


def main(folder: Path) -> None:
    """Load each size into a database of its own, and hand all of it out; then people press."""
    print(f"\nHanding every article out to {PEOPLE} people")
    first, last = (_measured(folder / str(size), size) for size in SIZES)
    growth = last[0] / first[0]
    print(f"  times the rows and events alone: {verdict(last[1], MOST_TIMES, at_most=True)}")
    print(f"  ten times the articles take {growth:.1f} times as long: ", end="")
    print(verdict(growth, MOST_GROWTH, at_most=True))
    press_in_turn(folder)


def _measured(folder: Path, size: int) -> tuple[float, float]:
    """Seconds of the processor, and how often the reference's that is."""
    with application(folder):
        desk = _load(size)
        bare, _ = _spent(desk.bare)
        with _counting() as asked:
            worked, wall = _spent(desk.hand_out)
    print(
        f"  {size:>6,} articles: {worked:.2f} s of the processor, {wall:.2f} s in all, "
        f"{len(asked)} statements beside the rows; rows and events alone {bare:.2f} s "
        f"({worked / bare:.2f} times)"
    )
    return worked, worked / bare


def _load(size: int) -> _Desk:
    project, first = make_project()
    with writing():
        numbers = range(1, PEOPLE)
        others = [create_user(email=f"r{n}@bench.example", name=f"R{n}") for n in numbers]
        for one in others:
            join(project, one, Role.REVIEWER, actor=SHELL)
    articles = [key for key, _, _ in load_articles(project, size, WORDS)]
    return _Desk(project, articles, [first.id, *(one.id for one in others)])


def _spent(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds of the processor and in all; nothing is kept."""
    worked, begun = time.process_time(), time.perf_counter()
    work()
    found = time.process_time() - worked, time.perf_counter() - begun
    db.session.rollback()
    return found


@contextmanager
def _counting() -> Iterator[list[str]]:
    """What the session that writes asks meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(db.engines[None], "before_cursor_execute", note)
    yield asked
    event.remove(db.engines[None], "before_cursor_execute", note)
