"""A fair gate before SQLite's write lock.

SQLite lets one connection write at a time, and its busy handler sleeps and retries without a
queue: under load some writers wait for seconds while others pass. The gate gives each writer a
place in a line: first come, first served inside the process, and two file locks between
processes. Whoever comes next holds the second lock while it waits for the first, so that a process
whose own line is long cannot go twice while another one waits.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from weakref import WeakSet

from annotator.errors import Busy

try:
    import fcntl
except ImportError:  # Windows: one process, so the line inside it is enough.
    fcntl = None  # type: ignore[assignment]

_FIRST_NAP, _LONGEST_NAP = 0.0002, 0.005
#: How long a nap is beside the time waited so far: a short wait is noticed at once.
_NAP_SHARE = 0.05

_gates: WeakSet[WriteGate] = WeakSet()


@dataclass(eq=False, slots=True)
class _Place:
    """A place in the line; `joins` tells whether whoever stands there goes on with what is open."""

    turn: Lock
    joins: bool


class WriteGate:
    """Hold it from before BEGIN IMMEDIATE until after COMMIT.

    `path` is the lock file between processes; `seconds` is the longest wait, after which
    `Busy` is raised and nothing is held.
    """

    def __init__(self, path: Path, seconds: float) -> None:
        self._path = path
        self._seconds = seconds
        self._files: tuple[int, int] | None = None
        self._end_open: Callable[[], None] | None = None
        self._start_line()
        _gates.add(self)

    def acquire(self, seconds: float | None = None, *, joins: bool = False) -> None:
        """Wait for a turn, `seconds` at most if given; raises `Busy` when it does not come.

        Whoever `joins` may be let in by `pass_on`, and then finds something open.
        """
        deadline = time.monotonic() + (self._seconds if seconds is None else seconds)
        self._wait_in_line(deadline, joins)
        if self._end_open is not None:
            self._end_open = None
            return
        try:
            self._lock_files(deadline)
        except BaseException:
            self._call_next()
            raise

    def pass_on(self, end: Callable[[], None]) -> bool:
        """Give the gate to the next one in line as it is, with what is open; False if none joins.

        `end` ends what is open and releases the gate: for one who is called and cannot go on.
        """
        with self._mutex:
            if not self._waiting or not self._waiting[0].joins:
                return False
            self._end_open = end
            self._waiting.popleft().turn.release()
            return True

    def release(self) -> None:
        """Let the next one in."""
        if fcntl is not None and self._files is not None:
            fcntl.flock(self._files[0], fcntl.LOCK_UN)
        self._call_next()

    def close(self) -> None:
        """Give the lock files back, unless somebody is inside; the next turn opens them anew."""
        if not self._held:
            for file in self._files or ():
                os.close(file)
            self._files = None

    def start_afresh(self) -> None:
        """Forget, in a child process, who held the gate or stood in line in the parent."""
        # The descriptors share their locks with the parent's, so the child opens its own.
        # Closing these copies leaves the parent's locks as they are.
        for file in self._files or ():
            os.close(file)
        self._files = None
        self._start_line()

    def _start_line(self) -> None:
        self._mutex = Lock()
        self._waiting: deque[_Place] = deque()
        self._held = False
        self._end_open = None

    def _wait_in_line(self, deadline: float, joins: bool) -> None:
        with self._mutex:
            if not self._held:
                self._held = True
                return
            place = _Place(Lock(), joins)
            place.turn.acquire()
            self._waiting.append(place)
        try:
            if place.turn.acquire(timeout=max(0.0, deadline - time.monotonic())):
                return
        except BaseException:  # An interrupt: nobody must be called who no longer waits.
            if not self._leave_line(place):
                self._decline()
            raise
        if self._leave_line(place):
            raise Busy("The database is busy; try again in a moment.")

    def _leave_line(self, place: _Place) -> bool:
        # False when the turn came just before: then the gate is held after all.
        with self._mutex:
            if place not in self._waiting:
                return False
            self._waiting.remove(place)
            return True

    def _decline(self) -> None:
        end, self._end_open = self._end_open, None
        if end is None:
            self._call_next()
        else:
            end()

    def _call_next(self) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().turn.release()
            else:
                self._held = False

    def _lock_files(self, deadline: float) -> None:
        if fcntl is None:
            return
        if self._files is None:
            self._files = _opened(self._path), _opened(self._path.with_suffix(".gate-next"))
        gate, following = self._files
        _wait_for(following, deadline)
        try:
            _wait_for(gate, deadline)
        finally:
            fcntl.flock(following, fcntl.LOCK_UN)


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _wait_for(file: int, deadline: float) -> None:
    begun = time.monotonic()
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            moment = time.monotonic()
            if moment > deadline:
                raise Busy("The database is busy; try again in a moment.") from None
            time.sleep(min(max(_FIRST_NAP, (moment - begun) * _NAP_SHARE), _LONGEST_NAP))
        else:
            return


def _start_all_afresh() -> None:
    for gate in list(_gates):
        gate.start_afresh()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_all_afresh)
