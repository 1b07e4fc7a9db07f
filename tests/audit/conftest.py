"""Projects in which something has happened."""

from __future__ import annotations

from random import Random

import pytest

from annotator.audit.verify import verify
from tests.audit.tampering import Tamper
from tests.audit.work import Work
from tests.personas import World


@pytest.fixture
def work(world: World) -> Work:
    """Work that nobody has done yet; what it will be is the same in each run."""
    return Work(world, Random(2026))


@pytest.fixture
def busy_world(work: Work) -> World:
    """A project with a few hundred events."""
    work.go_on(120)
    return work.world


@pytest.fixture
def trail(work: Work) -> Tamper:
    """A chain of some fifty events that is whole, in the hands of somebody who is not honest."""
    work.go_on(30)
    assert verify(work.world.project_id).ok
    return Tamper(work.world.project_id)
