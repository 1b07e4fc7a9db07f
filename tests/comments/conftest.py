"""A mark of the reviewer's, and voices about it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotator.accounts.person import Person
from tests.comments.talking import Voice
from tests.conftest import Visit
from tests.factories import make_article
from tests.personas import World
from tests.workspace.marks import TEXT, Hand

VoiceOf = Callable[[Person], Voice]


@pytest.fixture
def voice_of(world: World, visit: Visit) -> VoiceOf:
    """`voice_of(person) -> Voice` about one and the same mark of the reviewer's."""
    article = make_article(world.project, TEXT)

    def hand(person: Person) -> Hand:
        return Hand(visit(person), world.slug, article.id, TEXT)

    mark = hand(world.reviewer).mark("The dam")
    return lambda person: Voice(hand(person), mark["id"])


@pytest.fixture
def rosa(voice_of: VoiceOf, world: World) -> Voice:
    """The voice of whoever made the mark."""
    return voice_of(world.reviewer)


@pytest.fixture
def lea(voice_of: VoiceOf, world: World) -> Voice:
    """The lead's voice."""
    return voice_of(world.lead)
