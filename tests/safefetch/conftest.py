"""The loopback network, begun once for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.safefetch.network import Network


@pytest.fixture(scope="module")
def shared() -> Iterator[Network]:
    with Network().running() as network:
        yield network


@pytest.fixture
def network(shared: Network) -> Network:
    """The network as if nobody had been there."""
    shared.begin()
    return shared
