"""A project full of work, and its export as bytes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotator.export.options import Options
from annotator.export.reading.snapshot import Snapshot
from annotator.export.records.lines import lines
from tests.export.work import busy_project
from tests.personas import World

Export = Callable[..., bytes]


@pytest.fixture
def busy(world: World) -> tuple[str, str, str]:
    """The ids of three articles: full of work, read in vain, never opened."""
    return busy_project(world.project, world.rosa.id, world.ravi.id)


@pytest.fixture
def export(world: World) -> Export:
    """`export(unit=…, layer=…, names=…) -> bytes`."""

    def taken_out(**options: object) -> bytes:
        with Snapshot(world.project_id, comments="comments" in options) as snapshot:
            return b"".join(lines(snapshot, world.slug, Options(**options)))  # type: ignore[arg-type]

    return taken_out
