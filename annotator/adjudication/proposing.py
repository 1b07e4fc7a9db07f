"""A first proposal for each item, after one rule for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from annotator.adjudication.comparing import Difference, Item, Marked
from annotator.adjudication.drafts import NONE, OVERLAP, UNION, Outcome, Picks
from annotator.adjudication.models import Category


class Strategy(StrEnum):
    """How words on which reviewers differ are put together."""

    MAJORITY = "majority"
    UNION = "union"
    OVERLAP = "overlap"
    #: As one of the reviewers has it.
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a decision on an item could be; nothing of it is stored until somebody settles it."""

    outcome: Outcome
    picks: Picks
    category: Category


_CATEGORIES = (
    (Difference.LABEL, Category.LABEL),
    (Difference.VERDICT, Category.INTERPRETATION),
    (Difference.ONLY, Category.MISSED),
    (Difference.EDGES, Category.BOUNDARY),
    (Difference.FIELDS, Category.INTERPRETATION),
)


def propose(item: Item, strategy: Strategy, person: int | None = None) -> Proposal:
    """The proposal of one rule; `person` is whose marks are taken for `Strategy.PERSON`."""
    if strategy is Strategy.PERSON:
        own = next((mark for mark in item.marks if mark.person == person), None)
        if own is None:
            return Proposal(Outcome.DROP, _likeliest(item), Category.SLIP)
        verdict = own.id if own.rating else NONE
        links = own.id if own.links else NONE
        picks = Picks(own.id, own.id, verdict, UNION, dict.fromkeys(own.fields, own.id), links)
        return Proposal(Outcome.SETTLE, picks, category_of(item))
    few = len(item.missing) > len(item.marks)
    if strategy is Strategy.MAJORITY and few:
        return Proposal(Outcome.DROP, _likeliest(item), Category.SLIP)
    words = {Strategy.UNION: UNION, Strategy.OVERLAP: OVERLAP}.get(strategy)
    return Proposal(Outcome.SETTLE, _likeliest(item, words), category_of(item))


def category_of(item: Item) -> Category:
    """The kind of difference that the item most likely is."""
    return next((found for one, found in _CATEGORIES if one in item.differences), Category.OTHER)


def _likeliest(item: Item, words: str | None = None) -> Picks:
    """What most of the marks say; where none is said more often, what the first says.

    A verdict in dispute is left open unless most agree on it.
    """
    label = _most((mark.label, mark) for mark in item.marks)
    alike = [mark for mark in item.marks if mark.label == label.label]
    fields = {
        name: _most((mark.fields[name], mark) for mark in alike if name in mark.fields).id
        for name in sorted({name for mark in alike for name in mark.fields})
    }
    chosen = words or _most((frozenset(mark.pieces), mark) for mark in item.marks).id
    links = UNION if words == UNION else _links(item)
    return Picks(chosen, label.id, _verdict(item), UNION, fields, links)


def _links(item: Item) -> str:
    """The links that more than half of the marks have; everybody's where there are no such."""
    first = _most((item.arrows.get(mark.id, frozenset()), mark) for mark in item.marks)
    most = item.arrows.get(first.id, frozenset())
    votes = sum(1 for mark in item.marks if item.arrows.get(mark.id, frozenset()) == most)
    if votes * 2 <= len(item.marks):
        return UNION
    return first.id if most else NONE


def _verdict(item: Item) -> str:
    judged = [mark for mark in item.marks if mark.rating is not None]
    if not judged:
        return NONE
    first = _most((mark.rating, mark) for mark in judged)
    votes = sum(1 for mark in judged if mark.rating == first.rating)
    in_dispute = Difference.VERDICT in item.differences
    return first.id if not in_dispute or votes * 2 > len(item.marks) else ""


def _most(said: Iterable[tuple[Hashable, Marked]]) -> Marked:
    pairs = list(said)
    counts = Counter(value for value, _ in pairs)
    return max(pairs, key=lambda pair: counts[pair[0]])[1]
