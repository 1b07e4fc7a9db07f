"""Evidence that could not be known when a claim was made: a model must not learn from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dated:
    """The sources of one claim by what is known of their days; each by its id, in their order."""

    #: What they are held against, `YYYY-MM-DD`; None where neither claim nor article has a day.
    claim_day: str | None
    later: tuple[str, ...]
    #: Of which nobody can say: they have no day, or the claim has none.
    unknown: tuple[str, ...]


def claim_day(made_on: str | None, published_on: str | None) -> str | None:
    """The day of a claim: the one it was made on, else the one its article was published on.

    Days are text, `YYYY-MM-DD`, in and out.
    """
    return made_on or published_on


def dated_sources(
    made_on: str | None,
    published_on: str | None,
    sources: Iterable[tuple[str, str | None]],
) -> Dated:
    """Which of a claim's sources were published after it, so that a release can leave them out.

    `made_on` is the claim's own day and `published_on` its article's; `sources` are pairs of id
    and day of publication. All days are `YYYY-MM-DD` or None. A source of the same day is not
    later. AVeriTeC leaves later evidence out in this way (Schlichtkrull, Guo and Vlachos 2023,
    "AVeriTeC", where it is called temporal leakage).
    """
    held_against = claim_day(made_on, published_on)
    later, unknown = [], []
    for source_id, day in sources:
        if held_against is None or day is None:
            unknown.append(source_id)
        elif day > held_against:
            later.append(source_id)
    return Dated(held_against, tuple(later), tuple(unknown))
