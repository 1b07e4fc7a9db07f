"""From where articles stand to the rows of each, by one process or two."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, NamedTuple, Protocol, TypeVar

from annotator.agreement.material import Compared, Known
from annotator.agreement.sharing import Helper, Work
from annotator.agreement.sums import Scale
from annotator.agreement.tallying import Tallied, tally

#: From so many articles on a helper is begun.
ALONE = 1000
#: So many articles at hand are a lot.
_AT_ONCE = 40

Both = tuple[Known, Tallied]
Lot = TypeVar("Lot")


class Opened(NamedTuple):
    """Articles to be read lot by lot: here, and there if the helper comes to them."""

    lots: Iterator[Any]
    here: Callable[[Any], Sequence[Compared]]
    there: Callable[[Any], Sequence[Compared]] | None


class Source(Protocol):
    """Where articles stand; about so many."""

    @property
    def count(self) -> int:
        """At least as many as there are."""

    def opened(self, helper: Helper) -> AbstractContextManager[Opened]:
        """The articles as they are at one moment."""


@dataclass(frozen=True)
class Held:
    """Articles at hand."""

    articles: Iterable[Compared]
    count: int

    @contextmanager
    def opened(self, _helper: Helper) -> Iterator[Opened]:
        """These articles."""
        coming = iter(self.articles)
        yield Opened(iter(lambda: list(islice(coming, _AT_ONCE)), []), _as_they_are, _as_they_are)


def tallied(source: Source, helper: Helper, scale: Scale, threshold: float) -> Iterator[Both]:
    """What is known of each article, and its rows, in order: the same whoever made them."""
    if source.count > ALONE:
        helper.begin()
    with source.opened(helper) as opened:
        lots, here, there = opened
        task = partial(_tally, scale=scale, threshold=threshold)
        work = Work(lots, partial(task, here), there and partial(task, there))
        for made in helper.made(work):
            yield from made


def _tally(
    read: Callable[[Lot], Sequence[Compared]], lot: Lot, scale: Scale, threshold: float
) -> list[Both]:
    return [(Known.of(one), tally(one, scale, threshold)) for one in read(lot)]


def _as_they_are(articles: Sequence[Compared]) -> Sequence[Compared]:
    return articles
