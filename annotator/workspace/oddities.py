"""What the page says of things in a text that look wrong."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache, cached

from annotator.articles.queries import RevisionText
from annotator.text.oddities import Oddity, OddKind, oddities

#: So many are listed; a text with more is odd all over.
MOST_LISTED = 100
_AROUND = 24


@dataclass(frozen=True, slots=True)
class OddPlace:
    """One line of the list: `[start, end)` in code points, with the words around it.

    `paragraph` counts the blocks from 1; `first_paragraph` is where a repeated one stood before.
    """

    kind: OddKind
    start: int
    end: int
    paragraph: int
    before: str
    words: str
    after: str
    first_paragraph: int | None


@dataclass(frozen=True, slots=True)
class OddPlaces:
    """How many there are, and the first of them."""

    total: int
    places: tuple[OddPlace, ...]


# A revision never changes, and its page is opened many times.
@cached(LRUCache(64), key=lambda revision: revision.id, lock=Lock())
def odd_places(revision: RevisionText) -> OddPlaces:
    """What looks wrong in the text of a revision, as it is listed."""
    found = oddities(revision.text, revision.layout)
    starts = [block.start for block in revision.layout.blocks]
    listed = (_place(revision.text, starts, one) for one in found[:MOST_LISTED])
    return OddPlaces(len(found), tuple(listed))


def _place(text: str, starts: Sequence[int], one: Oddity) -> OddPlace:
    index = max(bisect_right(starts, one.start) - 1, 0)
    begin = starts[index] if starts else 0
    end = min(one.end, one.start + 2 * _AROUND)
    after = text[end : end + _AROUND].split("\n")[0]
    return OddPlace(
        one.kind,
        one.start,
        one.end,
        index + 1,
        text[max(begin, one.start - _AROUND) : one.start],
        text[one.start : end] + ("…" if end < one.end else ""),
        "" if end < one.end else after,
        None if one.first is None else bisect_right(starts, one.first),
    )
