"""The rating scale: what a verdict may say, and what that means in other scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
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

    `definition` is what the project offers beside them.
    """

    id: int
    number: int
    ratings: Mapping[str, Rating]
    definition: Definition = DEFAULT_DEFINITION


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


def ratings_to_json(ratings: Sequence[Rating]) -> str:
    """The scale as it is stored."""
    return orjson.dumps([asdict(rating) for rating in ratings]).decode()


@lru_cache(maxsize=256)
def ratings_from_json(stored: str) -> dict[str, Rating]:
    """The ratings by id, in the scale's order. Versions never change, so they are remembered."""
    rows: list[dict[str, Any]] = orjson.loads(stored)
    return {row["id"]: Rating(**row) for row in rows}
