"""Several processes behind one address: they answer, and none is left alone."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from annotator.config import Config
from tests.ports import free_port
from tests.programs import started

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


def is_open(port: int) -> bool:
    """Whether anybody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(what: Callable[[], bool]) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + 60
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def copies_of(server: subprocess.Popen[str]) -> list[int]:
    """The serving processes."""
    found = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text()
    return [int(copy) for copy in found.split()]


@contextmanager
def served(config: Config) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """`annotator serve` with two processes, and its port."""
    port = free_port()
    with started(config, "serve", "--port", str(port), "--processes", "2") as server:
        try:
            until(lambda: is_open(port) or server.poll() is not None)
            assert server.poll() is None
            # Two that answer, and one that does the work in the background.
            until(lambda: len(copies_of(server)) == 3)
            yield server, port
        finally:
            server.kill()


def test_two_processes_answer_and_stop_together(config: Config) -> None:
    with served(config) as (server, port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
            assert answer.status == 200
        server.terminate()
        assert server.wait(60) == 0
        assert not is_open(port)


def test_when_one_of_them_dies_the_other_is_stopped_and_it_is_said(config: Config) -> None:
    with served(config) as (server, port):
        os.kill(copies_of(server)[0], signal.SIGKILL)
        _, said = server.communicate(timeout=60)
        assert server.returncode == 1
        assert "A serving process ended by itself (status -9)" in said.splitlines()[-1]
        assert not is_open(port)


def test_they_do_not_outlive_a_parent_that_was_killed(config: Config) -> None:
    with served(config) as (server, port):
        server.kill()
        until(lambda: not is_open(port))
