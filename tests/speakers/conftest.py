"""People at the pages of speakers."""

from __future__ import annotations

import pytest

from tests.conftest import Visit
from tests.personas import World
from tests.visitor import Visitor


@pytest.fixture
def lead(world: World, visit: Visit) -> Visitor:
    return visit(world.lead)


@pytest.fixture
def reviewer(world: World, visit: Visit) -> Visitor:
    return visit(world.reviewer)
