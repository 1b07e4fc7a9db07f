"""A check that readers know of."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from tests.claims.newsroom import Newsroom, state_of
from tests.personas import World


@pytest.fixture
def room(world: World, clock: time_machine.Traveller) -> Newsroom:
    """Nothing is published yet."""
    return Newsroom(world, clock)


@pytest.fixture
def told(room: Newsroom) -> str:
    """Rosa's check, published and handed in, a day ago."""
    mark = room.publish(room.world.rosa)
    assert room.file() == {}
    room.hand_in(room.world.rosa)
    room.clock.shift(timedelta(days=1))
    assert state_of(room.file()[mark]) == "Refuted"
    return mark
