"""The helper: one thread, the parsers loaded, and a fresh copy of itself for every input.

A copy (fork) of a warm process begins at once, and may be ended at once. The server itself must
not be copied: another of its threads may hold a lock at that moment. The helper has no other
thread, none of the server's files or secrets, and lives as long as its standard input is open.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
import traceback
from contextlib import suppress
from typing import Any, NoReturn

import orjson

from annotator.errors import Invalid, Refused
from annotator.sandbox.confining import confine
from annotator.sandbox.limits import Limits, Outcome
from annotator.sandbox.pipes import Broken, read_some, receive, send
from annotator.sandbox.tasks import Task, task_called


def serve() -> None:
    """Answer requests from standard input on standard output, until the input ends."""
    source, target = os.dup(0), os.dup(1)
    # A library that prints must not be able to write into the answers.
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    with suppress(Broken, KeyboardInterrupt):
        while True:
            send(target, *_answer(*_request(source)))


def _request(source: int) -> tuple[dict[str, Any], bytes]:
    _, request = receive(source)
    _, data = receive(source)
    return orjson.loads(request), data


def _answer(request: dict[str, Any], data: bytes) -> tuple[bytes, bytes]:
    loaded = len(sys.modules)
    try:
        function = task_called(request["task"])
    except Refused as error:
        return Outcome.BROKEN.value, str(error).encode()
    if len(sys.modules) > loaded:
        # What was loaded stays; the collector of a copy should not touch, and so copy, all of it.
        gc.freeze()
    limits = Limits(**request["limits"])
    outcome, body = _run_in_copy(function, data, request["options"], limits)
    return outcome.value, body


def _run_in_copy(
    function: Task, data: bytes, options: dict[str, Any], limits: Limits
) -> tuple[Outcome, bytes]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_the_child(writing, function, data, options, limits)
    os.close(writing)
    try:
        ended, answer = _read_all(reading, limits, len(data))
    finally:
        os.close(reading)
        status = _end(child)
    if ended is not None:
        return ended, b""
    return _judge(answer, status)


def _read_all(reading: int, limits: Limits, length: int) -> tuple[Outcome | None, bytes]:
    deadline = time.monotonic() + limits.wall_seconds
    room = limits.output_cap(length) + 1
    parts: list[bytes] = []
    while room >= 0:
        part = read_some(reading, 1 << 20, deadline)
        if part is None:
            return Outcome.TIME, b""
        if not part:
            return None, b"".join(parts)
        parts.append(part)
        room -= len(part)
    return Outcome.OUTPUT, b""


def _end(child: int) -> int:
    # The whole group, in case the child has made children of its own.
    for stop in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            stop(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def _judge(answer: bytes, status: int) -> tuple[Outcome, bytes]:
    if answer[-1:] == _WHOLE:
        return Outcome(answer[:1]), answer[1:-1]
    if os.waitstatus_to_exitcode(status) == -signal.SIGXCPU:
        return Outcome.TIME, b""
    return Outcome.BROKEN, f"status {status}".encode()


#: Stands at the end of an answer that was written to its end; JSON never ends so.
_WHOLE = b"\x00"


def _be_the_child(
    writing: int, function: Task, data: bytes, options: dict[str, Any], limits: Limits
) -> NoReturn:
    code = 1
    try:
        answer = confine(writing, limits)
        outcome, body = _compute(function, data, options)
        rest = memoryview(b"".join((outcome.value, body, _WHOLE)))
        while rest:
            rest = rest[os.write(answer, rest) :]
        code = 0
    finally:
        # Without the clean-up of a process that this is only a copy of.
        os._exit(code)


def _compute(function: Task, data: bytes, options: dict[str, Any]) -> tuple[Outcome, bytes]:
    try:
        return Outcome.DONE, orjson.dumps(function(data, **options))
    except MemoryError:
        return Outcome.MEMORY, b""
    except Invalid as error:
        told = (error.sentence, error.field, error.values)
        return Outcome.REFUSED, orjson.dumps(told, default=str)
    except BaseException as error:
        return Outcome.BROKEN, _where(error).encode("utf-8", "replace")


def _where(error: BaseException) -> str:
    # Not the message: it may hold any part of the input.
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {os.path.basename(last.filename)}:{last.lineno}"
