"""A hand on an article of the world's project."""

from __future__ import annotations

import pytest

from tests.conftest import Visit
from tests.factories import make_article
from tests.personas import World
from tests.workspace.marks import TEXT, Hand


@pytest.fixture
def hand(world: World, visit: Visit) -> Hand:
    """The reviewer's hand."""
    article = make_article(world.project, TEXT)
    return Hand(visit(world.reviewer), world.slug, article.id, TEXT)
