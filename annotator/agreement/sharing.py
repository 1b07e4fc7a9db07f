"""Articles compared by two processes, in the order in which they come.

Reading stays with the process that asks, and so does the moment at which the database is read; a
helper takes comparing and resampling off it, which need no database and are most of the work.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from functools import partial
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

from annotator.agreement.material import Compared, Mark, Reading
from annotator.agreement.sums import Scale
from annotator.agreement.tallying import Tallied, tally

#: So many articles are compared before a helper is started, which takes about a second.
ALONE = 1000
#: So many articles go to the helper at once, so many times as many wait for it, and so many are
#: done at most before those that stand before them.
_AT_ONCE, _WAITING, _AHEAD = 40, 3, 12
#: So many other tasks are with the helper at most.
_TASKS = 2

Both = tuple[Compared, Tallied]
#: What comparing an article needs: its length, where words start, and of each reading who
#: read and the marks without their ids. The helper takes it over in a third of the time so.
_Bare = tuple[int, bytes, list[tuple[int, list[Any]]]]
#: Articles, and what the helper is to make of them, or what was made of them here.
_Lot = tuple[Sequence[Compared], Future[list[Tallied]] | list[Tallied]]
Made = TypeVar("Made")


class Helper:
    """Another process, from when there is enough to do until what it was made for is over."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Helper:
        return self

    def __exit__(self, *_error: object) -> None:
        # Where the reckoning is called off, what waits is not begun.
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def tallied(
        self, articles: Iterable[Compared], scale: Scale, threshold: float, expected: int = 0
    ) -> Iterator[Both]:
        """Each article with its rows, in order; the same whichever process made them.

        The process is begun when so many came, or at once where so many are expected.
        """
        coming = iter(articles)
        if expected <= ALONE:
            for article in islice(coming, ALONE):
                yield article, tally(article, scale, threshold)
        following = next(coming, None)
        if following is None:
            return
        self._pool = ProcessPoolExecutor(1, get_context("spawn"), _begin)
        yield from self._shared(chain([following], coming), scale, threshold)

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

    def _shared(
        self, articles: Iterator[Compared], scale: Scale, threshold: float
    ) -> Iterator[Both]:
        """The helper is kept busy, and what it cannot do in time is done here."""
        lots: deque[_Lot] = deque()
        while of := list(islice(articles, _AT_ONCE)):
            waiting = sum(not _is_done(one) for one in lots)
            made = None
            if waiting < _WAITING:
                made = self._submit(partial(_tally_bare, [*map(_bare, of)], scale, threshold))
            lots.append((of, made or tally_all(of, scale, threshold)))
            while lots and (_is_done(lots[0]) or len(lots) > _AHEAD):
                yield from _rows(lots.popleft(), scale, threshold)
        for lot in lots:
            yield from _rows(lot, scale, threshold)

    def _submit(self, task: Callable[[], Made]) -> Future[Made] | None:
        """None where there is no helper, or none any more."""
        if self._pool is None:
            return None
        try:
            return self._pool.submit(task)
        except (BrokenProcessPool, OSError):
            return None


def tally_all(articles: Sequence[Compared], scale: Scale, threshold: float) -> list[Tallied]:
    """The rows of each of these articles."""
    return [tally(one, scale, threshold) for one in articles]


def _bare(article: Compared) -> _Bare:
    readings = [(one.person, [mark[1:] for mark in one.marks]) for one in article.readings]
    return article.length, article.words, readings


def _tally_bare(articles: Sequence[_Bare], scale: Scale, threshold: float) -> list[Tallied]:
    """In the helper."""
    found = []
    for length, words, read in articles:
        readings = tuple(
            [Reading(who, tuple([Mark("", *mark) for mark in marks])) for who, marks in read]
        )
        article = Compared("", 0, length, words, date.min, readings)
        found.append(tally(article, scale, threshold))
    return found


def _as_is(made: Made) -> Made:
    return made


def _result(later: Future[Made], task: Callable[[], Made]) -> Made:
    try:
        return later.result()
    except BrokenProcessPool:
        # The helper was ended, for want of memory say: then it is done here.
        return task()


def _is_done(lot: _Lot) -> bool:
    return isinstance(lot[1], list) or lot[1].done()


def _rows(lot: _Lot, scale: Scale, threshold: float) -> Iterator[Both]:
    articles, made = lot
    if not isinstance(made, list):
        made = _result(made, partial(tally_all, articles, scale, threshold))
    yield from zip(articles, made, strict=True)


def _begin() -> None:
    """In the helper: ending is for the process that asks, and the helper ends with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
