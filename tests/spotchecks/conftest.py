"""Work of two reviewers, handed in, for a lead to draw from."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.adjudication.made import Bench, make_bench
from tests.personas import World


@pytest.fixture
def bench(app: Flask, world: World) -> Bench:
    """An article that nobody has read."""
    return make_bench(world)
