"""People before the histories of what they did."""

from __future__ import annotations

import pytest

from tests.conftest import Visit
from tests.factories import make_article
from tests.history.ways import Ways
from tests.personas import World
from tests.workspace.marks import TEXT, Hand


@pytest.fixture
def hand(world: World, visit: Visit) -> Hand:
    """Rosa's hand on an article."""
    article = make_article(world.project, TEXT, title="Dam")
    return Hand(visit(world.reviewer), world.slug, article.id, TEXT)


@pytest.fixture
def rosa(hand: Hand) -> Ways:
    """Rosa before the histories of her own marks."""
    return Ways(hand.visitor)


@pytest.fixture
def lead(world: World, visit: Visit) -> Ways:
    """The lead before the histories of the project."""
    return Ways(visit(world.lead))
