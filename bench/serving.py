"""Servers started for a measurement, and the clients that load them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from bench.measure import cpu_seconds

Request = tuple[str, Mapping[str, object]]


@dataclass
class Load:
    """What a run of requests took: seconds each, errors, and the server's processor time."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    wall: float = 0.0
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.seconds) / self.wall

    @property
    def cpu_milliseconds(self) -> float:
        """The server's processor time a request."""
        return self.cpu / len(self.seconds) * 1000


@contextmanager
def annotator_server(
    environment: Mapping[str, str], log: Path, processes: int = 1
) -> Iterator[tuple[int, int]]:
    """`annotator serve` on a free port; gives (process id, port)."""
    port = free_port()
    command = [sys.executable, "-m", "annotator.cli", "serve"]
    command += ["--port", str(port), "--processes", str(processes)]
    with _server(command, {**os.environ, **environment}, port, log) as pid:
        yield pid, port


@contextmanager
def bare_server(database: Path, log: Path, processes: int = 1) -> Iterator[tuple[int, int]]:
    """The reference on a free port; gives (process id, port)."""
    port = free_port()
    command = [sys.executable, "-m", "bench.bare", str(database), str(port), str(processes)]
    with _server(command, dict(os.environ), port, log) as pid:
        yield pid, port


def load(
    pid: int,
    port: int,
    clients: int,
    each: int,
    make: Callable[[int, int], Request],
    headers: Mapping[str, str],
) -> Load:
    """`clients` threads send `each` requests one after another; `make(client, n)` says which."""
    result = Load()
    lock = threading.Lock()
    prepared = [[_encoded(make(client, n)) for n in range(each)] for client in range(clients)]

    def run(requests: list[tuple[str, bytes]]) -> None:
        seconds, errors = _send(port, requests, headers)
        with lock:
            result.seconds.extend(seconds)
            result.errors.extend(errors)

    threads = [threading.Thread(target=run, args=(requests,)) for requests in prepared]
    cpu, start = cpu_seconds(pid), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.wall = time.perf_counter() - start
    result.cpu = cpu_seconds(pid) - cpu
    return result


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _encoded(request: Request) -> tuple[str, bytes]:
    path, fields = request
    return path, urlencode(dict(fields)).encode()


def _send(
    port: int, requests: list[tuple[str, bytes]], headers: Mapping[str, str]
) -> tuple[list[float], list[str]]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    seconds, errors = [], []
    for path, body in requests:
        start = time.perf_counter()
        connection.request("POST" if body else "GET", path, body or None, dict(headers))
        answer = connection.getresponse()
        text = answer.read()
        seconds.append(time.perf_counter() - start)
        if answer.status not in {200, 201}:
            errors.append(f"{answer.status} {text[:200]!r}")
    connection.close()
    return seconds, errors


@contextmanager
def _server(
    command: list[str], environment: Mapping[str, str], port: int, log: Path
) -> Iterator[int]:
    with log.open("ab") as output:
        process = subprocess.Popen(command, env=dict(environment), stdout=output, stderr=output)
        try:
            _wait_for(port, process)
            yield process.pid
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the server ended before it answered; see its log")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not answer within a minute")
