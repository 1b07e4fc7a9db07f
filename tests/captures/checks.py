"""Running the check of sources, some days later each time."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from annotator.captures import checking, looking
from annotator.clock import now
from tests.captures.sourced import PAGE, sourced, verdict
from tests.conftest import Run
from tests.personas import SLUG
from tests.safefetch.network import Network, page
from tests.workspace.marks import Hand

GONE = page(b"", status="404 Not Found")
Days = Callable[[float], None]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hosts of the loopback web need no pause."""
    monkeypatch.setattr(checking, "PAUSE_SECONDS", 0.0)


@pytest.fixture
def days_later(monkeypatch: pytest.MonkeyPatch) -> Days:
    """`days_later(2)`: from here on looks are made that much later."""
    passed = timedelta()

    def later() -> datetime:
        return now() + passed

    def go_on(days: float) -> None:
        nonlocal passed
        passed += timedelta(days=days)

    monkeypatch.setattr(looking, "now", later)
    monkeypatch.setattr(checking, "now", later)
    return go_on


def judged(hand: Hand, web: Network, page: bytes = PAGE) -> dict[str, Any]:
    """A claim with a verdict that rests on one page, which is as given."""
    web.pages["/wall"] = page
    mark = sourced(hand)
    return hand.revise(mark, **verdict(mark))


def check(run: Run, *options: str) -> list[dict[str, Any]]:
    """What the command says is wrong with each source."""
    answer = run("sources", "check", SLUG, "--json", *options)
    assert answer.exit_code == 0, answer.output
    return [json.loads(line) for line in answer.stdout.splitlines()]


def findings(rows: list[dict[str, Any]]) -> list[str]:
    """The findings about the pages; that there is no archived copy is left out."""
    found = [one["finding"] for row in rows for one in row["findings"]]
    return [one for one in found if one != "no_copy"]
