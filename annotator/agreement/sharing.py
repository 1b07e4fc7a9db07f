"""Articles compared by two processes, in the order in which they come.

Reading and adding up stay with the process that asks, and so does the moment at which the
database is read; a helper takes comparing off it, which needs no database and is most of the work.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from threading import Thread

from annotator.agreement.material import Compared
from annotator.agreement.sums import Scale
from annotator.agreement.tallying import Tallied, tally

#: So many articles are compared before a helper is started, which takes about a second.
ALONE = 1000
#: So many articles go to the helper at once, so many times as many wait for it, and so many are
#: done at most before those that stand before them.
_AT_ONCE, _WAITING, _AHEAD = 40, 3, 12

Both = tuple[Compared, Tallied]
#: Articles, and what the helper is to make of them, or what was made of them here.
_Lot = tuple[Sequence[Compared], Future[list[Tallied]] | list[Tallied]]


def tallied(
    articles: Iterable[Compared], scale: Scale, threshold: float
) -> Generator[Both, None, None]:
    """Each article with its rows, in order; the same whichever process made them."""
    coming = iter(articles)
    for article in islice(coming, ALONE):
        yield article, tally(article, scale, threshold)
    following = next(coming, None)
    if following is None:
        return
    helper = ProcessPoolExecutor(1, get_context("spawn"), _begin)
    try:
        yield from _shared(helper, chain([following], coming), scale, threshold)
    finally:
        # Where the reckoning is called off, what waits is not begun.
        helper.shutdown(cancel_futures=True)


def _shared(
    helper: ProcessPoolExecutor, articles: Iterator[Compared], scale: Scale, threshold: float
) -> Iterator[Both]:
    """The helper is kept busy, and what it cannot do in time is done here."""
    lots: deque[_Lot] = deque()
    while of := list(islice(articles, _AT_ONCE)):
        waiting = sum(not _is_done(one) for one in lots)
        made = _handed_over(helper, of, scale, threshold) if waiting < _WAITING else None
        lots.append((of, made or tally_all(of, scale, threshold)))
        while lots and (_is_done(lots[0]) or len(lots) > _AHEAD):
            yield from _rows(lots.popleft(), scale, threshold)
    for lot in lots:
        yield from _rows(lot, scale, threshold)


def tally_all(articles: Sequence[Compared], scale: Scale, threshold: float) -> list[Tallied]:
    """The rows of each of these articles."""
    return [tally(one, scale, threshold) for one in articles]


def _handed_over(
    helper: ProcessPoolExecutor, articles: Sequence[Compared], scale: Scale, threshold: float
) -> Future[list[Tallied]] | None:
    """None where there is no helper, or none any more."""
    try:
        return helper.submit(tally_all, articles, scale, threshold)
    except (BrokenProcessPool, OSError):
        return None


def _is_done(lot: _Lot) -> bool:
    return isinstance(lot[1], list) or lot[1].done()


def _rows(lot: _Lot, scale: Scale, threshold: float) -> Iterator[Both]:
    articles, made = lot
    if not isinstance(made, list):
        try:
            made = made.result()
        except BrokenProcessPool:
            # The helper was ended, for want of memory say: then it is done here.
            made = tally_all(articles, scale, threshold)
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
