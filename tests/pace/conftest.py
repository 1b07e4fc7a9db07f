"""An article, and people who are quick or slow with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from tests.pace.watch import NOON, Watch
from tests.personas import World


@pytest.fixture
def watch(app: Flask, world: World) -> Iterator[Watch]:
    """Time stands still, but for when a test lets it pass."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield Watch.make(world, clock)
