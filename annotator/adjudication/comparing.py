"""Several people's marks in one text, put together where they are about the same words.

Plain values in, plain values out: the same marks give the same items, whatever their order.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

CONTENT = "content"
#: What links are called among the fields of which two things are said.
LINKS = "links"
_CLAIM = "claim"

#: A piece of a mark: its part, and where it starts and ends, in code points.
Piece = tuple[str, int, int]
Extent = tuple[int, int]

#: Marks of different labels are about the same words only if they share at least this much.
_SAME_WORDS = 0.5


class Difference(StrEnum):
    """In what the marks of an item differ."""

    ONLY = "only"
    LABEL = "label"
    EDGES = "edges"
    VERDICT = "verdict"
    FIELDS = "fields"


@dataclass(frozen=True, slots=True)
class Marked:
    """One person's mark. `fields` are the values that it says, by name; what it does not say is
    not there. `rating` is the one of its verdict in force. `links` lead from it, each a kind and
    the mark at the other end.
    """

    id: str
    person: int
    label: str
    pieces: tuple[Piece, ...]
    version: int = 1
    rating: str | None = None
    fields: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    links: tuple[tuple[str, str], ...] = ()

    def is_like(self, other: Marked) -> bool:
        """Whether it marks the same words, as the same."""
        return self.label == other.label and set(self.pieces) == set(other.pieces)

    @property
    def content(self) -> list[Extent]:
        """Where its own words stand."""
        return sorted((start, end) for part, start, end in self.pieces if part == CONTENT)

    @property
    def place(self) -> tuple[int, int, str]:
        """What marks are sorted by: first start, then longest, then id."""
        content = self.content
        return content[0][0], -content[-1][1], self.id


@dataclass(frozen=True, slots=True)
class Item:
    """The marks of several people that are about the same words, at most one of each person.

    `missing` are those of the people who marked nothing here; `fields` names what of it differs.
    `arrows` are the links of each mark, by its id: a kind, and the item to which it leads.
    """

    marks: tuple[Marked, ...]
    missing: tuple[int, ...]
    differences: frozenset[Difference]
    fields: frozenset[str]
    arrows: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """A name for it that is the same as long as it holds these marks."""
        return key_of([mark.id for mark in self.marks])

    @property
    def ids(self) -> frozenset[str]:
        """Its marks."""
        return frozenset(mark.id for mark in self.marks)

    @property
    def is_agreed(self) -> bool:
        """Whether everybody says the same."""
        return not self.differences

    @property
    def overlap(self) -> float:
        """What its marks have in common, as a share of all the words that they mark: 0 to 1."""
        whole = length(union([mark.content for mark in self.marks]))
        return length(common([mark.content for mark in self.marks])) / whole if whole else 0.0


def key_of(ids: Collection[str]) -> str:
    """The name of the item that holds these marks and no others."""
    return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()[:24]


def compare(people: Sequence[int], marks: Sequence[Marked]) -> list[Item]:
    """The items of these people's marks, in the order of the text."""
    groups = _grouped(sorted(marks, key=lambda mark: mark.place))
    order = {person: place for place, person in enumerate(people)}
    items = [_item(people, sorted(group, key=lambda mark: order[mark.person])) for group in groups]
    homes = {mark.id: item.key for item in items for mark in item.marks}
    linked = [_linked(item, homes) for item in items]
    return sorted(linked, key=lambda item: min(mark.place for mark in item.marks))


def union(extents: Sequence[Sequence[Extent]]) -> list[Extent]:
    """All the words of any; what touches is one."""
    found: list[Extent] = []
    for start, end in sorted(extent for several in extents for extent in several):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def common(extents: Sequence[Sequence[Extent]]) -> list[Extent]:
    """The words of all."""
    found = union(extents[:1])
    for several in extents[1:]:
        found = [
            (max(start, first), min(end, last))
            for start, end in found
            for first, last in union([several])
            if max(start, first) < min(end, last)
        ]
    return found


def length(extents: Sequence[Extent]) -> int:
    """How many code points they hold."""
    return sum(end - start for start, end in extents)


def differing(marks: Sequence[Marked]) -> tuple[frozenset[Difference], frozenset[str]]:
    """In what these marks differ, and the names of the fields of which they say two things."""
    found = set()
    if len({mark.label for mark in marks}) > 1:
        found.add(Difference.LABEL)
    if len({frozenset(mark.pieces) for mark in marks}) > 1:
        found.add(Difference.EDGES)
    if len({mark.rating for mark in marks if mark.label == _CLAIM}) > 1:
        found.add(Difference.VERDICT)
    fields = frozenset() if Difference.LABEL in found else _fields(marks)
    if fields:
        found.add(Difference.FIELDS)
    return frozenset(found), fields


def _fields(marks: Sequence[Marked]) -> frozenset[str]:
    # Who says nothing contradicts nobody.
    said = defaultdict(set)
    for mark in marks:
        for name, value in mark.fields.items():
            said[name].add(value)
    return frozenset(name for name, values in said.items() if len(values) > 1)


def _item(people: Sequence[int], marks: Sequence[Marked]) -> Item:
    present = {mark.person for mark in marks}
    missing = tuple(person for person in people if person not in present)
    found, fields = differing(marks)
    only = {Difference.ONLY} if missing else set()
    return Item(tuple(marks), missing, found | only, fields)


def _linked(item: Item, homes: Mapping[str, str]) -> Item:
    """The item with its links; they differ where two marks have some, and not the same."""
    arrows = {
        mark.id: frozenset((kind, homes[other]) for kind, other in mark.links if other in homes)
        for mark in item.marks
    }
    if Difference.LABEL in item.differences or len({one for one in arrows.values() if one}) < 2:
        return replace(item, arrows=arrows)
    found = item.differences | {Difference.FIELDS}
    return replace(item, arrows=arrows, differences=found, fields=item.fields | {LINKS})


def _grouped(marks: Sequence[Marked]) -> list[list[Marked]]:
    """Marks joined pair by pair, the likest first, no two of one person in a group."""
    groups = {mark.id: [mark] for mark in marks}
    for _, first, second in sorted(_pairs(marks)):
        one, other = groups[first], groups[second]
        if one is other or {mark.person for mark in one} & {mark.person for mark in other}:
            continue
        one += other
        for mark in other:
            groups[mark.id] = one
    return list({id(group): group for group in groups.values()}.values())


def _pairs(marks: Sequence[Marked]) -> Iterator[tuple[tuple[bool, float, int, int], str, str]]:
    """Marks of two people with words in common: how unlike they are, and their ids."""
    for one, other in _neighbours(marks):
        shared = length(common([one.content, other.content]))
        if not shared or one.person == other.person:
            continue
        share = shared / length(union([one.content, other.content]))
        relabelled = one.label != other.label
        if relabelled and share < _SAME_WORDS:
            continue
        # Where two are as like, the earlier ones in the text belong together.
        yield (relabelled, -share, one.place[0], other.place[0]), one.id, other.id


def _neighbours(marks: Sequence[Marked]) -> Iterator[tuple[Marked, Marked]]:
    """Pairs of marks whose extents touch; `marks` come in the order of the text."""
    at_hand: list[Marked] = []
    for mark in marks:
        start = mark.content[0][0]
        at_hand = [one for one in at_hand if one.content[-1][1] > start]
        yield from ((one, mark) for one in at_hand)
        at_hand.append(mark)
