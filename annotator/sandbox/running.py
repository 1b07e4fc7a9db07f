"""`run`: a task over a stranger's bytes, elsewhere, within limits."""

from __future__ import annotations

import atexit
import logging
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

import orjson

from annotator.errors import Invalid, Refused
from annotator.sandbox.limits import Limits, Outcome, too_heavy
from annotator.sandbox.line import Line
from annotator.sandbox.pipes import Broken, receive, send

#: How many may wait behind the one at work: fewer than the server has threads, so that pages go
#: on being answered while heavy files are read.
LONGEST_LINE = 3
#: What a helper may need beyond its child's time, for its own start above all; seconds.
_GRACE = 20.0
_REQUEST, _INPUT = b"q", b"i"
_START = Path(__file__).with_name("start.py")

DEFAULT = Limits()
_log = logging.getLogger("annotator")


def run(task: str, data: bytes, *, limits: Limits = DEFAULT, **options: Any) -> Any:
    """What the task `package.module:function` makes of `data`, computed in a killable child.

    Raises `TooHeavy` (which is `Invalid`) beyond the limits or when the reader breaks down, the
    task's own `Invalid`, and `Busy` when too many wait. What comes back was JSON, and is as far
    from trusted as what went in.
    """
    request = {"task": task, "options": options, "limits": limits.to_json()}
    with _line.turn():
        outcome, body = _helper.ask(orjson.dumps(request), data, limits.wall_seconds + _GRACE)
    if outcome is Outcome.DONE:
        return orjson.loads(body)
    if outcome is Outcome.REFUSED:
        sentence, field, values = orjson.loads(body)
        raise Invalid(sentence, field, **values)
    _log.warning("sandbox: %s ended: %s %r", task, outcome.name, body[:200])
    raise too_heavy(outcome, limits)


class _Helper:
    """This process's helper, started when first needed and again when it is gone."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, request: bytes, data: bytes, seconds: float) -> tuple[Outcome, bytes]:
        """Its answer; a helper that fails to give one is ended, and the next call has a new one."""
        for _attempt in range(2):
            process = self._running()
            try:
                return self._exchange(process, request, data, seconds)
            except Broken:
                self.end()
        return Outcome.BROKEN, b"no answer from the helper"

    def _exchange(
        self, process: subprocess.Popen[bytes], request: bytes, data: bytes, seconds: float
    ) -> tuple[Outcome, bytes]:
        try:
            to, back = (
                cast("IO[bytes]", pipe).fileno() for pipe in (process.stdin, process.stdout)
            )
            send(to, _REQUEST, request)
            send(to, _INPUT, data)
            kind, body = receive(back, time.monotonic() + seconds)
        except BaseException:
            # A half-read answer must not become the next one's.
            self.end()
            raise
        return Outcome(kind), body

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            self._process = _started()
        return self._process

    def end(self) -> None:
        """Kill and bury it, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        _close(process)

    def forget(self) -> None:
        """In a forked copy of the server: the helper is the other one's."""
        process, self._process = self._process, None
        if process is not None:
            # It is not our child, so nobody here may wait for it.
            process.returncode = 0
            _close(process)


def _started() -> subprocess.Popen[bytes]:
    if os.name != "posix":
        raise Refused("This system cannot limit what a reader may use: paste the text instead.")
    return subprocess.Popen(  # noqa: S603
        # -P: the folder that the server was started in is no place to import from.
        [sys.executable, "-P", str(_START)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        # No more of the environment than it needs: the secret key is none of its business.
        env={"PYTHONPATH": _import_path(), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"},
        cwd="/",
        # Ctrl+C at the server's terminal is for the server, which then closes the pipe.
        start_new_session=True,
    )


def _import_path() -> str:
    """Where the helper imports from, which its children may read: not the folder at hand, where
    the instance folder is, unless the package itself is in it."""
    here, own = os.getcwd(), str(_START.resolve().parents[2])
    places = (os.path.abspath(place) for place in sys.path)
    return os.pathsep.join(place for place in places if place != here or place == own)


def _close(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout):
        with suppress(OSError):
            if stream:
                stream.close()


_line = Line(LONGEST_LINE)
_helper = _Helper()
atexit.register(_helper.end)


def _start_afresh() -> None:
    global _line
    _line = Line(LONGEST_LINE)
    _helper.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_afresh)
