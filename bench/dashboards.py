"""The dashboards of a large project: what each page takes at 10,000 marks and at 1,000,000.

Beside them stands what one row by its key takes over the same connection. The marks are of twelve
people on ninety days, so that there are tallies of each. Each third article has two readers, who
mark half of it alike, so that there is agreement to show and there are differences to settle; each
tenth has none and waits. Each page is asked of SQLite, and of PostgreSQL where it is installed for
tests.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from random import Random
from statistics import median

from flask import Flask
from sqlalchemy import delete, insert, select

from annotator.accounts.models import User
from annotator.accounts.service import create_user
from annotator.accounts.sessions import open_session
from annotator.agreement import jobs as agreement
from annotator.agreement.matching import USUAL_THRESHOLD
from annotator.agreement.report import Options
from annotator.articles.drafts import ArticleDraft
from annotator.articles.service import import_text
from annotator.assignments.reach import EVERYWHERE
from annotator.audit.models import Actor
from annotator.clock import now
from annotator.config import Config
from annotator.dashboards.models import DashboardTally, Kind
from annotator.dashboards.service import rebuild
from annotator.db import db, writing
from annotator.jobs.attempt import Hands
from annotator.jobs.running import run_job
from annotator.projects.models import Project, Role
from annotator.projects.service import join
from bench.beside import application
from bench.loader import SHELL, load_articles, make_project
from bench.measure import verdict
from bench.postgres import postgres
from bench.save import signed_in
from bench.straight import Reading, load_readings

SIZES, TIMES = (10_000, 1_000_000), 9
WORDS, MARKS, PEOPLE, DAYS = 300, 40, 12, 90
MOST_TIMES = 2.0
_BARE = "one row by its key"
_BASE = "/projects/bench"

Articles = list[tuple[str, str, str]]
#: What asks for a page once and gives the seconds, by what the page is called.
Pages = dict[str, Callable[[], float]]


def main(folder: Path, sizes: tuple[int, ...] = SIZES) -> None:
    """Load each size into a database of its own, and ask for every page."""
    print("\nThe dashboards; medians in milliseconds")
    _on_each(folder / "sqlite", lambda _name: None, sizes)
    with postgres(folder) as create:
        if create is None:
            print("  PostgreSQL is left out: it is not installed for tests here.")
        else:
            _on_each(folder / "pages", create, sizes)


def _on_each(folder: Path, create: Callable[[str], str | None], sizes: tuple[int, ...]) -> None:
    with ExitStack() as stack:
        pages = []
        for size in sizes:
            own, url = folder / str(size), create(f"boards-{size}")
            pages.append(_pages(stack.enter_context(application(own, url)), own, size))
        # No request finds the context of an earlier one: each opens its own.
        stack.enter_context(Flask("beside").app_context())
        few, many = _medians(pages)
    for name, long in many.items():
        told = f"{few[name] * 1e3:>8.2f} {long * 1e3:>8.2f}  {long / few[name]:.2f} times"
        print(f"  {name:<38} {told}; {long / many[_BARE]:,.0f} times {_BARE}", flush=True)
    most = max(many[name] / few[name] for name in many if name != _BARE)
    print(f"  what grew most: {most:.2f} times; {verdict(most, MOST_TIMES, at_most=True)}")


def _medians(pages: list[Pages]) -> list[dict[str, float]]:
    """Of each size every page's; they take turns, so that what else is at work meets both."""
    found: list[dict[str, list[float]]] = [{name: [] for name in each} for each in pages]
    for turn in range(TIMES + 1):
        for name in pages[0]:
            for each, kept in zip(pages, found, strict=True):
                taken = each[name]()
                # The first one warms what is kept between pages.
                kept[name] += [taken] if turn else []
    return [{name: median(taken) for name, taken in kept.items()} for kept in found]


def _pages(app: Flask, folder: Path, size: int) -> Pages:
    project, people, lead = _loaded(size)
    _reckon(folder, project.id, lead)
    leads, own = _asker(app, lead.id), _asker(app, people[0].id)
    found = {_BARE: _bare(app, project.id)}
    for days in (21, 90):
        found[f"a lead's, {days} days"] = leads(f"/dashboard?days={days}")
        found[f"a reviewer's own, {days} days"] = own(f"/own-figures?days={days}")
    found["of one label and person"] = leads(f"/dashboard?label=claim&person={people[1].id}")
    found["as a table"] = leads("/dashboard.csv?days=90")
    found["the articles of a figure"] = leads("/dashboard/articles?stage=submitted")
    found["a lead's, after an article came"] = leads("/dashboard", lambda: _article_comes(app))
    return found


def _loaded(size: int) -> tuple[Project, list[User], User]:
    """The project with so many marks, all counted; its reviewers, and its lead."""
    begun = time.perf_counter()
    project, people, lead = _load(size)
    made, dialect = time.perf_counter() - begun, db.engines[None].dialect.name
    begun = time.perf_counter()
    rebuild(project.id, lambda _done: None)
    _pace(project.id)
    counted = time.perf_counter() - begun
    print(
        f"  {dialect}: {size:,} marks loaded in {made:.0f} s, counted in {counted:.0f} s",
        flush=True,
    )
    return project, people, lead


def _load(size: int) -> tuple[Project, list[User], User]:
    project, people, lead = _project()
    # Three articles are read four times, and each tenth is not.
    read = size // MARKS * 3 // 4
    articles = load_articles(project, max(PEOPLE, read * 10 // 9), WORDS)[:read]
    db.session.expunge_all()
    for day in range(DAYS):
        load_readings(project, _readings(people, articles, day), MARKS)
        db.session.expunge_all()
    return project, people, lead


def _project() -> tuple[Project, list[User], User]:
    project, first = make_project()
    with writing():
        lead = create_user(email="lead@bench.example", name="Lead")
        join(project, lead, Role.LEAD, actor=SHELL)
        others = [create_user(email=f"p{n}@bench.example", name=f"P{n}") for n in range(1, PEOPLE)]
        for one in others:
            join(project, one, Role.REVIEWER, actor=SHELL)
    return project, [first, *others], lead


def _readings(people: list[User], articles: Articles, day: int) -> Iterator[Reading]:
    """What is read on this day: its share of the articles, each by the people whose turn it is."""
    first, last = (len(articles) * one // DAYS for one in (day, day + 1))
    moment = now() - timedelta(DAYS - 1 - day)
    for number in range(first, last):
        for seat in (1, 2) if number % 3 == 0 else (1,):
            who = people[(number + 5 * seat) % PEOPLE]
            yield Reading(articles[number], number, seat, who.id, moment)


def _pace(project_id: int) -> None:
    """Count the times of what was loaded as if they were known, five minutes to forty."""
    random = Random("pace")
    is_unknown = (DashboardTally.project_id == project_id, DashboardTally.kind == Kind.UNPACED)
    with writing():
        known: dict[tuple[object, ...], int] = {}
        for one in db.session.scalars(select(DashboardTally).where(*is_unknown)):
            for _each in range(one.number):
                key = one.day, one.person_id, str(random.randint(5, 40))
                known[key] = known.get(key, 0) + 1
        db.session.execute(delete(DashboardTally).where(*is_unknown))
        common = {"project_id": project_id, "kind": Kind.PACE}
        rows = [
            {**common, "day": day, "person_id": who, "key": key, "number": number}
            for (day, who, key), number in known.items()
        ]
        db.session.execute(insert(DashboardTally), rows)


def _reckon(folder: Path, project_id: int, lead: User) -> None:
    """The report that the page of agreement makes where it is long; else the dashboard's does."""
    question = agreement.Question("bench", Options(USUAL_THRESHOLD), lead.id, EVERYWHERE)
    if agreement.is_short(project_id, EVERYWHERE):
        return
    with writing():
        job = agreement.ask(project_id, question, Actor(lead.id, lead.name))
    config = Config.from_environment({"ANNOTATOR_INSTANCE": str(folder)})
    run_job(job.id, Hands(config))


def _bare(app: Flask, project_id: int) -> Callable[[], float]:
    def read() -> float:
        with app.app_context():
            db.session.execute(select(User.name).where(User.id == 1)).one()
            begun = time.perf_counter()
            db.session.execute(select(Project.name).where(Project.id == project_id)).one()
            return time.perf_counter() - begun

    return read


def _asker(app: Flask, user_id: int) -> Callable[..., Callable[[], float]]:
    with writing():
        secret = open_session(user_id, address=None, agent=None)
    name, _, value = signed_in(app, secret)[0].partition("=")
    client = app.test_client()
    client.set_cookie(name, value)

    def asks(path: str, before: Callable[[], None] = lambda: None) -> Callable[[], float]:
        def ask() -> float:
            before()
            begun = time.perf_counter()
            answer = client.get(_BASE + path)
            assert answer.status_code == 200, answer.status
            return time.perf_counter() - begun

        return ask

    return asks


def _article_comes(app: Flask) -> None:
    with app.app_context():
        project = db.session.scalars(select(Project)).one()
        with writing():
            import_text(project, ArticleDraft("A short text."), actor=SHELL)
