"""Tasks that behave as the readers of bad files do; they run in the sandbox only."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from html.parser import HTMLParser
from typing import Any

from annotator.errors import Invalid
from annotator.sandbox.tasks import task


@task
def length(data: bytes, **options: Any) -> dict[str, Any]:
    return {"length": len(data), **options}


@task
def spin(data: bytes) -> None:
    while True:
        pass


@task
def swell(data: bytes) -> int:
    hoard = []
    while True:
        hoard.append(b"x" * 16_000_000)


@task
def sleep(data: bytes) -> None:
    time.sleep(3600)


@task
def repeat(data: bytes, times: int) -> str:
    return data.decode() * times


@task
def crash(data: bytes) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


@task
def raises(data: bytes) -> None:
    raise KeyError(data.decode())


@task
def refuses(data: bytes) -> None:
    raise Invalid("There is nothing in page %(page)s.", field="file", page=3)


@task
def recurse(data: bytes) -> None:
    recurse(data)


@task
def chatter(data: bytes) -> str:
    print(data.decode() * 1000, file=sys.stderr)  # noqa: T201
    os.write(1, data)
    return "said nothing"


@task
def writes(data: bytes, path: str) -> None:
    with open(path, "wb") as file:
        file.write(data)


@task
def reads(data: bytes, path: str) -> str:
    return open(path, "rb").read().decode()


@task
def connects(data: bytes, port: int) -> str:
    socket.create_connection(("127.0.0.1", port), timeout=5).close()
    return "connected"


@task
def starts(data: bytes) -> int:
    return subprocess.run(["/bin/true"], check=True).returncode


@task
def signals(data: bytes, process: int) -> str:
    os.kill(process, 0)
    return "heard"


@task
def opens_many(data: bytes) -> int:
    return len([os.pipe() for _ in range(100)])


@task
def breeds(data: bytes) -> None:
    os.fork()
    time.sleep(3600)


@task
def surroundings(data: bytes) -> dict[str, Any]:
    return {
        "environment": sorted(os.environ),
        "application": "flask" in sys.modules,
        "process": os.getpid(),
        "folder": os.getcwd(),
        "processes": resource.getrlimit(resource.RLIMIT_NPROC)[0],
        "files": [number for number in range(3, 64) if _is_open(number)],
    }


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


@task
def parse(data: bytes) -> int:
    """A parser of the standard library's, which some input stalls for minutes."""
    parser = HTMLParser()
    parser.feed(data.decode())
    parser.close()
    return len(data)


def not_marked(data: bytes) -> None:
    raise AssertionError("may never run")
