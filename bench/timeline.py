"""The timeline of a long chain: what a page takes at 10,000 events and at 1,000,000.

Each is asked of SQLite, and of PostgreSQL where it is installed for tests. The chain is made by
the seeded loader and proved whole before anything is measured.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from sqlalchemy import select

from annotator.audit.models import Event
from annotator.audit.queries import head
from annotator.audit.sampling import draw
from annotator.audit.verify import verify
from annotator.audit.wanted import Wanted, count_up_to, events
from annotator.db import db
from annotator.projects.models import Project
from bench.beside import application
from bench.loader import load_articles, load_marks, make_project
from bench.measure import peak_mebibytes, verdict
from bench.postgres import postgres

SIZES, TIMES = (10_000, 1_000_000), 5
#: Each third of the marks is a claim, with a source and a verdict: 300 marks are 500 events.
WORDS, MARKS, EVENTS_EACH = 60, 300, 503
MOST_TIMES, MOST_SECONDS = 3.0, 2.0
_PAGE = 51
#: What samples of 50 events are drawn from.
_DRAWN = (("of all", Wanted()), ("of ratings", Wanted(field="rating")))


@dataclass(frozen=True, slots=True)
class _Asked:
    """One page: its name, what is wanted, and the number before which it begins."""

    name: str
    wanted: Wanted
    before: int | None = None


def main(folder: Path, sizes: tuple[int, ...] = SIZES) -> None:
    """Load each size into a database of its own, prove the chain, and ask for the pages."""
    print("\nThe timeline, a page of 50 events; medians in milliseconds")
    _on_each(folder / "sqlite", lambda _name: None, sizes)
    with postgres(folder) as create:
        if create is None:
            print("  PostgreSQL is left out: it is not installed for tests here.")
        else:
            _on_each(folder / "pages", create, sizes)


def _on_each(folder: Path, create: Callable[[str], str | None], sizes: tuple[int, ...]) -> None:
    few, many = (_measured(folder / str(size), create(f"timeline-{size}"), size) for size in sizes)
    for name, long in many.items():
        both = f"{few[name] * 1e3:>8.1f} {long * 1e3:>8.1f}"
        print(f"  {name:<38} {both}  {long / few[name]:.1f} times")
    # A sample is drawn from every event that could be in it: a job of its own length, and no page.
    slowest = max(long for name, long in many.items() if not name.startswith("sample: "))
    print(f"  the slowest page: {slowest:.2f} s; {verdict(slowest, MOST_SECONDS, at_most=True)}")


def _measured(folder: Path, url: str | None, size: int) -> dict[str, float]:
    with application(folder, url):
        print(f"  {db.engines[None].dialect.name}:")
        project_id = load(size).id
        # Nothing waits while the chain is read: a transaction that asks nothing so long is ended.
        db.session.rollback()
        begun = time.perf_counter()
        report = verify(project_id)
        assert report.ok, report.sentence
        spent = time.perf_counter() - begun
        told = f"proved in {spent:.1f} s, {peak_mebibytes():.0f} MiB at most"
        print(f"  {report.count:,} events, each true to the one before: {told}")
        return (
            {one.name: _median(_page(project_id, one)) for one in _pages(project_id)}
            | {
                f"count: {one.name}": _median(_count(project_id, one.wanted))
                for one in _pages(project_id)
                if one.before is None and not one.wanted.is_everything
            }
            | {f"sample: {name}": _median(_sample(project_id, wanted)) for name, wanted in _DRAWN}
        )


def load(size: int) -> Project:
    """A project with about so many events."""
    project, reviewer = make_project()
    begun = time.perf_counter()
    articles = max(1, size // EVENTS_EACH)
    load_marks(project, reviewer, load_articles(project, articles, WORDS), MARKS)
    spent = time.perf_counter() - begun
    print(f"  loaded in {spent:.0f} s")
    return project


def _pages(project_id: int) -> Iterator[_Asked]:
    newest, _ = head(project_id)
    middle = db.session.scalar(
        select(Event.at).where(Event.project_id == project_id, Event.seq == newest // 2)
    )
    article = db.session.scalar(
        select(Event.article_id).where(Event.project_id == project_id, Event.seq == newest // 2)
    )
    for place, before in (("first", None), ("middle", newest // 2), ("last", 60)):
        yield _Asked(f"all, {place} page", Wanted(), before)
        yield _Asked(f"claims, {place} page", Wanted(label="claim"), before)
        yield _Asked(f"ratings, {place} page", Wanted(field="rating"), before)
    yield _Asked("a kind that is everywhere", Wanted(action="verdict."))
    yield _Asked("a kind of which there is one", Wanted(action="member.added"))
    yield _Asked("a kind of which there is none", Wanted(action="gold.reopened"))
    yield _Asked("a field of which there is none", Wanted(field="return_reason"))
    yield _Asked("a person who did nothing", Wanted(actor_id=1))
    yield _Asked("a way nobody took", Wanted(way="background"))
    yield _Asked("corrections", Wanted(corrections=True))
    yield _Asked("an article", Wanted(articles=[article or ""]))
    yield _Asked("until the middle", Wanted(until=middle))
    yield _Asked("since the middle, ratings", Wanted(since=middle, field="rating"))
    yield _Asked(
        "five filters that find nothing",
        Wanted(by_nobody=True, way="import", label="quote", field="rating", since=middle),
    )


def _page(project_id: int, asked: _Asked) -> Callable[[], object]:
    return lambda: events(project_id, asked.wanted, before=asked.before, limit=_PAGE)


def _count(project_id: int, wanted: Wanted) -> Callable[[], object]:
    return lambda: count_up_to(project_id, wanted)


def _sample(project_id: int, wanted: Wanted) -> Callable[[], object]:
    newest, _ = head(project_id)
    return lambda: draw(project_id, wanted, last=newest, seed="bench", size=50)


def _median(work: Callable[[], object]) -> float:
    found = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
        db.session.rollback()
    return median(found)
