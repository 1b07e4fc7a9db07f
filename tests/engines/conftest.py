"""The demonstration site, visited by three engines. `make evidence` runs these.

They need the dependency group `engines` and the browsers themselves, and are skipped, with the
reason, unless ANNOTATOR_ENGINES=1 asks for them: three browsers take minutes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from tests.engines.drivers import ENGINES, opened
from tests.journeys.conftest import demonstration, site
from tests.journeys.site import ROSA, Site

__all__ = ["demonstration", "site"]


@pytest.fixture(autouse=True)
def _asked_for() -> None:
    if os.environ.get("ANNOTATOR_ENGINES") != "1":
        pytest.skip("three engines take minutes: run with ANNOTATOR_ENGINES=1, or make evidence")
    pytest.importorskip("selenium", reason="the dependency group `engines` is not installed")


@pytest.fixture(scope="session")
def display() -> Iterator[None]:
    """A screen that nobody sees, for WebKitGTK, which has no headless way."""
    if os.environ.get("DISPLAY"):
        yield
        return
    program = shutil.which("Xvfb")
    if program is None:
        pytest.skip("no display, and no Xvfb to make one")
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [program, "-displayfd", str(writing), "-screen", "0", "1600x1000x24"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        os.environ["DISPLAY"] = f":{told.readline().strip()}"
    yield
    del os.environ["DISPLAY"]
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture(params=ENGINES)
def hand(request: pytest.FixtureRequest, display: None, site: Site) -> Iterator[object]:
    """A reviewer of the demonstration, signed in, in one engine after another."""
    from tests.engines.hand import Hand

    with opened(request.param) as driver:
        found = Hand(driver, site.address)
        found.signs_in(ROSA)
        yield found
