"""Files made of a few bytes, and imports of them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from annotator.articles.models import Article
from annotator.db import Base, db
from annotator.formats.interface import Options, Source
from annotator.imports.models import Import
from annotator.imports.reports import Report
from annotator.imports.running import Arrival, Plan
from annotator.projects.models import Project
from tests.factories import SHELL
from tests.personas import World

#: More than two batches.
MANY = 450


def rows(count: int, *extra: object, first: int = 0) -> bytes:
    """JSON Lines of so many articles, and of whatever else."""
    made = [{"text": f"Article {n}", "id": f"x{n}"} for n in range(first, first + count)]
    return b"".join(json.dumps(row).encode() + b"\n" for row in [*made, *extra])


def source(data: bytes, name: str = "in.jsonl") -> Source:
    """A file of these bytes."""
    return Source(name, lambda: io.BytesIO(data), len(data))


def plan(world: World, *data: bytes, **options: object) -> Plan:
    """Files of these bytes, into the world's project."""
    sources = [source(one, f"{'in' if n == 0 else n}.jsonl") for n, one in enumerate(data)]
    return Plan(world.project_id, world.slug, sources, SHELL, **options)  # type: ignore[arg-type]


def run(wanted: Plan) -> Report:
    """The report of the whole import."""
    arrival = Arrival(wanted)
    for _ in arrival.run():
        pass
    return arrival.report


def bring(slug: str, *sources: Source, **options: Any) -> int:
    """Import into the project of this name, which stands already; returns how many articles."""
    project = db.session.scalars(select(Project).where(Project.slug == slug)).one()
    asked = Options(project=slug, **options)
    return run(Plan(project.id, slug, sources, SHELL, asked)).articles


def states() -> list[tuple[str, int]]:
    """State and articles of every import, oldest first."""
    db.session.rollback()
    query = select(Import.state, Import.articles).order_by(Import.started_at, Import.id)
    return [(state.value, count) for state, count in db.session.execute(query)]


def stored(kind: type[Base] = Article) -> int:
    """How many rows there are, seen or not."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def half_way(wanted: Plan) -> tuple[Arrival, Iterator[Source]]:
    """An import that has stored its first batch and goes on when asked."""
    arrival = Arrival(wanted)
    steps = arrival.run()
    next(steps)
    return arrival, steps
