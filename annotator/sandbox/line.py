"""One at a time, first come first served, and a limit to how many wait."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from annotator.errors import Busy


class Line:
    """A lock with a queue: whoever would be one too many is told so instead of waiting."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, and have it; raises `Busy` when too many wait already."""
        mine = threading.Event()
        with self._guard:
            if len(self._queue) > self._longest:
                raise Busy("Other files and pages are being read; try again in a moment.")
            self._queue.append(mine)
            if self._queue[0] is mine:
                mine.set()
        mine.wait()
        try:
            yield
        finally:
            with self._guard:
                self._queue.popleft()
                if self._queue:
                    self._queue[0].set()
