"""Drawing events by lot, so that whoever has the filter, the head and the seed draws the same.

Of the events that are wanted, up to the head, those are drawn whose SHA-256 of `seed:number` is
the smallest: without replacement, each as likely as any other, and the same in any language. The
numbers are read in packets and only the smallest are kept, so memory does not grow with them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from heapq import nsmallest
from typing import Any

import orjson

from annotator.audit.models import EventSample
from annotator.audit.wanted import Wanted, seqs_between
from annotator.clock import from_iso, iso
from annotator.db import db

#: Numbers that are read at a time.
_PACKET = 20_000
_PLAIN = ("by_nobody", "articles", "action", "way", "label", "field", "corrections")


@dataclass(frozen=True, slots=True)
class Asked:
    """What to draw from: a filter, and where a blind project kept something back, what was open.

    `wanted` is without its `shown`; `form` are the fields of the filter as an address has them,
    without the person. `only` and `closed` are articles, as in `assignments.reach.Reach`.
    """

    wanted: Wanted
    form: Mapping[str, str] = field(default_factory=dict)
    only: tuple[str, ...] | None = None
    closed: tuple[str, ...] = ()

    @property
    def is_of_everything(self) -> bool:
        """Whether nothing was kept back from whoever drew."""
        return self.only is None and not self.closed

    def to_json(self) -> str:
        """As it is stored, without the person."""
        wanted = {name: getattr(self.wanted, name) for name in _PLAIN}
        times = {name: _text(getattr(self.wanted, name)) for name in ("since", "until")}
        reach = {"only": self.only, "closed": self.closed}
        said = {"wanted": {**wanted, **times}, "form": dict(self.form), **reach}
        return orjson.dumps(said, option=orjson.OPT_SORT_KEYS).decode()


@dataclass(frozen=True, slots=True)
class Drawn:
    """The numbers of the events in the order of the lot, of how many, and the hash of them all."""

    seqs: tuple[int, ...]
    pool: int
    pool_sha256: str


def asked_of(sample: EventSample) -> Asked:
    """What a sample was drawn from."""
    said: dict[str, Any] = orjson.loads(sample.asked)
    wanted = said["wanted"]
    for name in ("since", "until"):
        wanted[name] = from_iso(wanted[name]) if wanted[name] else None
    only = None if said["only"] is None else tuple(said["only"])
    filled = Wanted(actor_id=sample.actor_id, **wanted)
    return Asked(filled, said["form"], only, tuple(said["closed"]))


def draw(project_id: int, wanted: Wanted, *, last: int, seed: str, size: int) -> Drawn:
    """Draw up to `size` of the wanted events up to number `last`."""
    digest, count = hashlib.sha256(), 0

    def told() -> Iterator[int]:
        nonlocal count
        for seq in _numbers(project_id, wanted, last):
            digest.update(b"%d\n" % seq)
            count += 1
            yield seq

    seqs = by_lot(told(), seed, size)
    return Drawn(tuple(seqs), count, digest.hexdigest())


def by_lot(seqs: Iterable[int], seed: str, size: int) -> list[int]:
    """Those of the numbers on which the lot falls, in its order."""
    begun = hashlib.sha256(f"{seed}:".encode())

    def lot(seq: int) -> bytes:
        ended = begun.copy()
        ended.update(b"%d" % seq)
        return ended.digest()

    return nsmallest(size, seqs, key=lot)


def is_drawn_again(sample: EventSample, wanted: Wanted) -> bool:
    """Whether the chain up to the sample's head gives the same once more.

    `wanted` is the filter that it was drawn by, with what could be shown then.
    """
    again = draw(
        sample.project_id, wanted, last=sample.head_seq, seed=sample.seed, size=sample.size
    )
    kept = tuple(item.seq for item in sample.items)
    return again == Drawn(kept, sample.pool, sample.pool_sha256)


def without_sight(wanted: Wanted) -> Wanted:
    """The filter alone."""
    return replace(wanted, shown=None)


def _numbers(project_id: int, wanted: Wanted, last: int) -> Iterator[int]:
    # An index leads to the few events of an article; packets would look there each time anew.
    step = _PACKET if wanted.articles is None else max(last, 1)
    for first in range(1, last + 1, step):
        query = seqs_between(project_id, wanted, first, min(first + step, last + 1))
        yield from db.session.scalars(query)


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else iso(moment)
