"""Marks of one text found again in a corrected one: by exact match, by alignment, by context.

A mark is carried only where there is one place for it; whatever else could be meant is said.
The pieces of a mark are looked for together, and keep their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import pairwise

from annotator.text.alignment import Alignment
from annotator.text.edges import Place
from annotator.text.places import Found, Outcome, find_place, worst
from annotator.text.twins import Twins

#: A mark whose pieces lie together within this many code points is looked for as one passage.
_HULL = 4000
#: As many places as are offered to a person.
MOST_CANDIDATES = 20


class Standing(StrEnum):
    """What a piece is to its mark: its own words, or words beside them that it can do without."""

    NEEDED = "needed"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Piece:
    """One `[start, end)` of a mark in the old text."""

    start: int
    end: int
    standing: Standing = Standing.NEEDED


#: The place of each piece in the new text, None for one that is left out.
Arrangement = tuple[Place | None, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of one mark; `places` is None for one that is ambiguous or lost.

    `candidates` are arrangements that a person may choose from.
    """

    outcome: Outcome
    places: Arrangement | None
    candidates: tuple[Arrangement, ...] = ()


def carry(alignment: Alignment, marks: Iterable[Sequence[Piece]]) -> list[Carried]:
    """Every mark's place in the new text of the alignment, in the order given."""
    twins = Twins(alignment)
    return [_carry_one(partial(find_place, alignment, twins), pieces) for pieces in marks]


def _carry_one(find: Callable[[int, int], Found], pieces: Sequence[Piece]) -> Carried:
    first = min(piece.start for piece in pieces)
    last = max(piece.end for piece in pieces)
    if len(pieces) > 1 and last - first <= _HULL:
        whole = find(first, last)
        if whole.place is not None and whole.outcome is not Outcome.CHANGED:
            return Carried(whole.outcome, _shifted(pieces, whole.place[0] - first))
        if whole.outcome is Outcome.AMBIGUOUS:
            shifted = [_shifted(pieces, place[0] - first) for place in whole.candidates]
            return Carried(Outcome.AMBIGUOUS, None, tuple(shifted[:MOST_CANDIDATES]))
    found = [find(piece.start, piece.end) for piece in pieces]
    return _together(pieces, found)


def _shifted(pieces: Sequence[Piece], by: int) -> Arrangement:
    return tuple((piece.start + by, piece.end + by) for piece in pieces)


def _together(pieces: Sequence[Piece], found: Sequence[Found]) -> Carried:
    both = list(zip(pieces, found, strict=True))
    places: Arrangement = tuple(one.place for one in found)
    outcome = worst(
        # A mark can do without its cue or its speaker, but then it is another one.
        Outcome.CHANGED
        if piece.standing is Standing.BESIDE and one.outcome is Outcome.LOST
        else one.outcome
        for piece, one in both
    )
    if outcome in {Outcome.AMBIGUOUS, Outcome.LOST}:
        return Carried(outcome, None, _candidates(pieces, found))
    if not is_in_order(pieces, places):
        return Carried(Outcome.AMBIGUOUS, None, (places,) if _is_apart(pieces, places) else ())
    return Carried(outcome, places)


def _candidates(pieces: Sequence[Piece], found: Sequence[Found]) -> tuple[Arrangement, ...]:
    """Arrangements around each place of the first piece that nobody can be sure of."""
    unsure = next(number for number, one in enumerate(found) if one.place is None)
    offered = found[unsure].candidates or ((None,) if len(pieces) > 1 else ())
    arranged: list[Arrangement] = []
    for place in offered[:MOST_CANDIDATES]:
        near = place[0] if place else pieces[unsure].start
        arrangement = tuple(
            place if number == unsure else one.place or _nearest(one.candidates, near)
            for number, one in enumerate(found)
        )
        if _holds_content(pieces, arrangement) and is_in_order(pieces, arrangement):
            arranged.append(arrangement)
    return tuple(arranged)


def _nearest(places: Sequence[Place], near: int) -> Place | None:
    return min(places, key=lambda place: abs(place[0] - near), default=None)


def _holds_content(pieces: Sequence[Piece], places: Arrangement) -> bool:
    return any(
        place is not None and piece.standing is Standing.NEEDED
        for piece, place in zip(pieces, places, strict=True)
    )


def is_in_order(pieces: Sequence[Piece], places: Arrangement) -> bool:
    """Whether the pieces follow each other as they did, and those of content lie apart."""
    both = [
        (piece, place) for piece, place in zip(pieces, places, strict=True) if place is not None
    ]
    both.sort(key=lambda pair: (pair[0].start, pair[0].end))
    in_order = all(one[0] <= other[0] for (_, one), (_, other) in pairwise(both))
    return in_order and _is_apart(pieces, places)


def _is_apart(pieces: Sequence[Piece], places: Arrangement) -> bool:
    content = sorted(
        place
        for piece, place in zip(pieces, places, strict=True)
        if place is not None and piece.standing is Standing.NEEDED
    )
    return all(one[1] <= other[0] for one, other in pairwise(content))
