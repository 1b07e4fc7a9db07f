"""A server that fetches, and a web of its own on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.config import Config
from annotator.fetching import service
from tests.databases import config_for
from tests.jobs.conftest import hands as hands
from tests.jobs.conftest import work_off as work_off
from tests.safefetch.network import Network


@pytest.fixture
def config(database: str, instance: Path) -> Config:
    """The settings of a server that fetches."""
    return config_for(database, instance, fetch=True)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    """What jobs reach instead of the network."""
    with Network().running() as network:
        monkeypatch.setattr(service, "WAYS", network.ways())
        yield network
