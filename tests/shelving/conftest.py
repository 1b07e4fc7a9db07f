"""An article with a reviewer’s work, in a project that is put away."""

from __future__ import annotations

import pytest

from tests.conftest import Visit
from tests.factories import make_article
from tests.personas import World
from tests.revisions.desk import TEXT, Desk


@pytest.fixture
def desk(world: World, visit: Visit) -> Desk:
    """The article with the people at it."""
    return Desk(world, visit, make_article(world.project, TEXT, title="Fares").id)
