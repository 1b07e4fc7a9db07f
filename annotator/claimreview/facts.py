"""A check as readers outside are told of it: plain facts, wherever they were read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from annotator.annotations.models import PublicState
from annotator.projects.scheme import Rating


@dataclass(frozen=True, slots=True)
class Publication:
    """Who publishes a project's checks, and where.

    `checks_url` is what the address of every check begins with; its identifier comes behind.
    """

    name: str
    url: str | None = None
    checks_url: str | None = None
    corrections_url: str | None = None

    def address_of(self, check_id: str) -> str | None:
        """Where the check with this identifier is read; None where nobody said."""
        return None if self.checks_url is None else f"{self.checks_url}{check_id}"


@dataclass(frozen=True, slots=True)
class Grade:
    """A rating in words and, where its scale has a place for it, in numbers."""

    label: str
    value: int | None = None
    worst: int | None = None
    best: int | None = None


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who made the claim. `same_as` are addresses that say who that is."""

    name: str
    is_organisation: bool = False
    role: str | None = None
    same_as: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """Something that can be read elsewhere: where the claim stands, or what the check rests on."""

    url: str
    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    archive_url: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One claim with the verdict that readers know.

    `published_on` is when readers were first told, `changed_on` when what they are told changed
    last, which is also the day of a correction. What is void is so from `withdrawn_on`, and
    `goes_on_as` is the check that stands in its place, if one does. With `is_doubted`, what the
    verdict rests on changed, and nobody has confirmed it yet.
    """

    id: str
    claimed: str
    grade: Grade
    state: PublicState
    published_on: date
    changed_on: date
    explanation: str | None = None
    language: str | None = None
    correction: str | None = None
    claimant: Claimant | None = None
    made_on: date | None = None
    appearance: Work | None = None
    citations: tuple[Work, ...] = ()
    withdrawn_on: date | None = None
    goes_on_as: str | None = None
    is_doubted: bool = False


def grade_of(rating: Rating, ratings: Mapping[str, Rating]) -> Grade:
    """The rating with its number and the ends of its scale.

    There are no numbers where the rating has none ("not enough evidence" is no place on a way
    from false to true), or where the scale has only one.
    """
    numbers = {one.claimreview for one in ratings.values() if one.claimreview is not None}
    if rating.claimreview is None or len(numbers) < 2:
        return Grade(rating.label)
    return Grade(rating.label, rating.claimreview, min(numbers), max(numbers))


def turned_round(ratings: Mapping[str, Rating]) -> tuple[Rating, Rating] | None:
    """Two ratings whose numbers run against their order from false to true; None where all fit."""
    placed = [one for one in ratings.values() if None not in (one.order, one.claimreview)]
    placed.sort(key=lambda one: (one.order or 0, one.claimreview or 0))
    for falser, truer in zip(placed, placed[1:], strict=False):
        if (falser.claimreview or 0) > (truer.claimreview or 0):
            return falser, truer
    return None
