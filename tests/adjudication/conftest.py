"""An article that reviewers mark, and somebody adjudicates."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.adjudication.made import (
    ANNEX,
    LOGS,
    LONG,
    REFUTED,
    SHORT,
    SUPPORTED,
    Bench,
    make_bench,
)
from tests.personas import World


@pytest.fixture
def bench(app: Flask, world: World) -> Bench:
    """An article that nobody has read."""
    return make_bench(world)


@pytest.fixture
def disputed(bench: Bench) -> tuple[str, str]:
    """Two claims whose edges and verdicts differ."""
    world = bench.world
    one = bench.mark(world.rosa, SHORT, verdict=SUPPORTED, sources=[LOGS], wording="Punctual.")
    two = bench.mark(world.ravi, LONG, verdict=REFUTED, sources=[LOGS, ANNEX], note="Check June.")
    bench.hand_in()
    return one, two
