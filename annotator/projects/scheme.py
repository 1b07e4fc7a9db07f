"""The rating scale: what a verdict may say, and what that means in other scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from typing import Any

import orjson

from annotator.projects.definition import DEFAULT_DEFINITION, Definition


@dataclass(frozen=True, slots=True)
class Rating:
    """One rating. `order` is its place from false to true, None off the scale.

    `averitec`, `fever` and `claimreview` say what it means there; None where that scale has
    no word for it. `tone` and `icon` are how the pages show it, beside the word.
    """

    id: str
    label: str
    decisive: bool
    order: int | None
    averitec: str | None
    fever: str | None
    claimreview: int | None
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """One version of a project's scale; `ratings` by id, in the scale's order.

    `definition` is what the project offers beside them, and `earlier` has the versions before
    this one by their `id`.
    """

    id: int
    number: int
    ratings: Mapping[str, Rating]
    definition: Definition = DEFAULT_DEFINITION
    earlier: Mapping[int, Scheme] = field(default_factory=dict)

    def rating_then(self, scheme_id: int, rating: str) -> Rating | None:
        """The rating as the version with this id has it."""
        then = self if scheme_id == self.id else self.earlier.get(scheme_id)
        return then.ratings.get(rating) if then else None

    def number_then(self, scheme_id: int, rating: str) -> int | None:
        """The number of that version, where its rating is gone from this one or means another
        thing in it; None where nothing has to be said.
        """
        then = self.earlier.get(scheme_id)
        if then is None or means_the_same(then.ratings.get(rating), self.ratings.get(rating)):
            return None
        return then.number

    def last_known(self, rating: str) -> Rating | None:
        """The rating as the newest version that has it says it."""
        known = [one for one in (*self.earlier.values(), self) if rating in one.ratings]
        return max(known, key=lambda one: one.number).ratings[rating] if known else None


#: AVeriTeC's four labels (arXiv 2305.13117) and what cannot be checked at all.
DEFAULT_RATINGS: tuple[Rating, ...] = (
    Rating(
        "supported", "Supported", True, 3, "Supported", "SUPPORTS", 5, "supported", "circle-check"
    ),
    Rating("refuted", "Refuted", True, 1, "Refuted", "REFUTES", 1, "refuted", "circle-x"),
    Rating(
        "not_enough_evidence",
        "Not Enough Evidence",
        False,
        None,
        "Not Enough Evidence",
        "NOT ENOUGH INFO",
        None,
        "unknown",
        "circle-help",
    ),
    Rating(
        "conflicting",
        "Conflicting Evidence/Cherrypicking",
        True,
        2,
        "Conflicting Evidence/Cherrypicking",
        None,
        3,
        "conflicting",
        "contrast",
    ),
    Rating("uncheckable", "Uncheckable", False, None, None, None, None, "unknown", "ban"),
)


def means_the_same(then: Rating | None, now: Rating | None) -> bool:
    """Whether two versions of a rating differ at most in how the pages show it."""
    if then is None or now is None:
        return False
    return replace(then, tone=now.tone, icon=now.icon) == now


def ratings_to_json(ratings: Sequence[Rating]) -> str:
    """The scale as it is stored."""
    return orjson.dumps([asdict(rating) for rating in ratings]).decode()


@lru_cache(maxsize=256)
def ratings_from_json(stored: str) -> dict[str, Rating]:
    """The ratings by id, in the scale's order. Versions never change, so they are remembered."""
    rows: list[dict[str, Any]] = orjson.loads(stored)
    return {row["id"]: Rating(**row) for row in rows}
