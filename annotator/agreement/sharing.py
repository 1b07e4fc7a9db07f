"""Work that two processes do, in the order in which it comes.

What is in a helper's hands when it is gone or fails is done here.
"""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Generic, NamedTuple, TypeVar

#: So many lots wait for the helper at most, and so many are done at most before those that
#: stand before them.
_WAITING, _AHEAD = 3, 12
#: So many other tasks are with the helper at most.
_TASKS = 2
#: The helper answers a question within so many seconds, or is not asked again.
_PATIENCE = 10
#: Hardly any rings are made there: so many new objects before they are looked for.
_COLLECT_AFTER = 50_000

Lot = TypeVar("Lot")
Made = TypeVar("Made")


class Work(NamedTuple, Generic[Lot, Made]):
    """Lots, and what makes something of one: here, and there if the helper can."""

    lots: Iterator[Lot]
    here: Callable[[Lot], Made]
    there: Callable[[Lot], Made] | None


class Helper:
    """Another process, from when it is begun until what it was made for is over."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Helper:
        return self

    def __exit__(self, *_error: object) -> None:
        # Where the reckoning is called off, what waits is not begun.
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def begin(self) -> None:
        """Begin the process, which takes a tenth of a second that nobody waits for."""
        self._pool = ProcessPoolExecutor(1, get_context("spawn"), _begin)

    def ask(self, task: Callable[[], Made]) -> Made | None:
        """What the helper answers; None where there is none, or it failed."""
        later = self._submit(task)
        if later is None:
            return None
        try:
            return later.result(_PATIENCE) if later.exception(_PATIENCE) is None else None
        except TimeoutError:
            return None

    def each(self, tasks: Iterable[Callable[[], Made]]) -> list[Made]:
        """What each of these tasks gives, in order; they may be done there or here."""
        found: list[Callable[[], Made]] = []
        given: list[Future[Made]] = []
        for task in tasks:
            given = [one for one in given if not one.done()]
            later = self._submit(task) if len(given) < _TASKS else None
            if later is None:
                found.append(partial(_as_is, task()))
            else:
                given.append(later)
                found.append(partial(_result, later, task))
        return [one() for one in found]

    def made(self, work: Work[Lot, Made]) -> Iterator[Made]:
        """What is made of each lot, in order.

        The helper is kept busy, and what it cannot do in time is done here.
        """
        coming: deque[tuple[Future[Made], Callable[[], Made]]] = deque()
        for lot in work.lots:
            here: Callable[[], Made] = partial(work.here, lot)
            later = None
            if work.there is not None and sum(not one.done() for one, _ in coming) < _WAITING:
                later = self._submit(partial(work.there, lot))
            coming.append((later or _done(here), here))
            while coming and (coming[0][0].done() or len(coming) > _AHEAD):
                yield _result(*coming.popleft())
        for later, here in coming:
            yield _result(later, here)

    def _submit(self, task: Callable[[], Made]) -> Future[Made] | None:
        """None where there is no helper, or none any more."""
        if self._pool is None:
            return None
        try:
            return self._pool.submit(task)
        except (BrokenProcessPool, OSError):
            return None


def _as_is(made: Made) -> Made:
    return made


def _done(task: Callable[[], Made]) -> Future[Made]:
    found: Future[Made] = Future()
    found.set_result(task())
    return found


def _result(later: Future[Made], task: Callable[[], Made]) -> Made:
    # The helper was ended, for want of memory say, or could not do it: then it is done here.
    return later.result() if later.exception() is None else task()


def _begin() -> None:
    """In the helper: ending is for the process that asks, and the helper ends with it."""
    gc.set_threshold(_COLLECT_AFTER)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
