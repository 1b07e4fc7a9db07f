"""Rounds: what is looked after by itself every so often, without anybody's asking.

Each feature names its own beside the function that does the work. Any number of workers may make
the same round at once, so each does only what is still to be done when it comes to it, in short
transactions of its own.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta

Work = Callable[[], None]

_log = logging.getLogger("annotator.jobs")
_rounds: dict[str, tuple[timedelta, Work]] = {}


def round_every(interval: timedelta) -> Callable[[Work], Work]:
    """Have the function below called by each worker, at its start and after each interval."""

    def register(work: Work) -> Work:
        _rounds[f"{work.__module__}.{work.__name__}"] = (interval, work)
        return work

    return register


class Rounds:
    """The rounds of one worker."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds that only grow."""
        self._clock = clock
        self._due: dict[str, float] = {}

    def make(self) -> None:
        """Do what is due; of one that breaks the log tells, and the others are done."""
        for name, (interval, work) in _rounds.items():
            if self._clock() < self._due.get(name, 0.0):
                continue
            self._due[name] = self._clock() + interval.total_seconds()
            try:
                work()
            except Exception as error:
                # The database may be away for a while; the next round comes.
                _log.warning("a round could not be made (%s): %s", name, error)
