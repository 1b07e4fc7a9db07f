"""Made-up readings: by hand, or by hypothesis."""

from __future__ import annotations

from datetime import date
from itertools import count

from hypothesis import strategies as st

from annotator.agreement.material import LABELS, Compared, Mark, Reading, in_order
from annotator.agreement.sums import Scale

SCALE = Scale(("refuted", "conflicting", "supported", "not_enough", "uncheckable"), (1, 2, 3))
WEEK = date(2026, 11, 16)
_ids = count(1)


def mark(
    label: str, *pieces: tuple[int, int], rating: str | None = None, judged: bool = False
) -> Mark:
    """A mark with an id of its own."""
    return Mark(f"m{next(_ids):06}", label, pieces, rating, judged or rating is not None)


def article(*readings: list[Mark], length: int = 100, number: int = 1) -> Compared:
    """An article with a word at each fifth place, read by persons 1, 2, …"""
    return Compared(
        f"a{number}",
        number,
        length,
        bytes(place % 5 == 0 for place in range(length)),
        WEEK,
        tuple(Reading(person, in_order(marks)) for person, marks in enumerate(readings, start=1)),
    )


@st.composite
def pieces(draw: st.DrawFn, length: int = 60) -> tuple[tuple[int, int], ...]:
    """One or two pieces that do not touch."""
    borders = draw(st.lists(st.integers(0, length), min_size=2, max_size=4, unique=True))
    borders.sort()
    return tuple(
        (borders[place], borders[place + 1]) for place in range(0, len(borders) // 2 * 2, 2)
    )


@st.composite
def marks(draw: st.DrawFn, most: int = 6) -> list[Mark]:
    """Marks of one reader, claims with a verdict or without."""
    found = []
    for _ in range(draw(st.integers(0, most))):
        label = draw(st.sampled_from(LABELS))
        ratings = st.none() | st.sampled_from(SCALE.ratings)
        rating = draw(ratings) if label == "claim" else None
        found.append(mark(label, *draw(pieces()), rating=rating))
    return found


@st.composite
def articles(draw: st.DrawFn, readers: int | None = None, number: int = 1) -> Compared:
    """One article with two to four readings."""
    people = readers or draw(st.integers(2, 4))
    return article(*(draw(marks()) for _ in range(people)), length=60, number=number)
