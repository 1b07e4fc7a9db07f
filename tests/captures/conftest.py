"""A server that fetches, a web of its own on loopback, and a claim with a source on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from annotator.captures import looking
from annotator.captures.archives import Wayback
from annotator.clock import now
from annotator.config import Config
from tests.databases import config_for
from tests.jobs.conftest import hands as hands
from tests.jobs.conftest import work_off as work_off
from tests.safefetch.network import Network
from tests.workspace.conftest import hand as hand
from tests.workspace.conftest import hand_of as hand_of

TODAY = now().date()


@pytest.fixture(autouse=True)
def midday() -> Iterator[None]:
    """No test runs into the next day: what was kept a week ago is not eight days old then."""
    with time_machine.travel(datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)):
        yield


@pytest.fixture
def config(database: str, instance: Path) -> Config:
    """The settings of a server that fetches, and asks no archive."""
    return config_for(database, instance, fetch=True, archive="off")


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    """What jobs and commands reach instead of the network."""
    with Network().running() as network:
        monkeypatch.setattr(looking, "WAYS", network.ways())
        yield network


@pytest.fixture(autouse=True)
def plain_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loopback network speaks no TLS here: the archive is asked in plain HTTP."""
    monkeypatch.setattr(Wayback, "_NEWEST", Wayback._NEWEST.replace("https:", "http:"))
    monkeypatch.setattr(Wayback, "_MAKE", Wayback._MAKE.replace("https:", "http:"))
