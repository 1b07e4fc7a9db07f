"""An article in the world's project, and hands on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotator.accounts.person import Person
from tests.conftest import Visit
from tests.factories import make_article
from tests.personas import World
from tests.workspace.marks import TEXT, Hand

HandOf = Callable[[Person], Hand]


@pytest.fixture
def hand_of(world: World, visit: Visit) -> HandOf:
    """`hand_of(person) -> Hand` on one and the same article."""
    article = make_article(world.project, TEXT, url="https://news.example.org/dam")

    def hand(person: Person) -> Hand:
        return Hand(visit(person), world.slug, article.id, TEXT)

    return hand


@pytest.fixture
def hand(hand_of: HandOf, world: World) -> Hand:
    """The reviewer's hand."""
    return hand_of(world.reviewer)


@pytest.fixture
def other_hand(hand_of: HandOf, world: World) -> Hand:
    """The other reviewer's hand on the same article."""
    return hand_of(world.other_reviewer)


@pytest.fixture
def lead_hand(hand_of: HandOf, world: World) -> Hand:
    """The lead's hand on the same article."""
    return hand_of(world.lead)
