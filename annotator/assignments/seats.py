"""Seats: the numbers by which an article's work is counted, each held by one person at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import count

from sqlalchemy import select

from annotator.assignments.models import Assignment, State
from annotator.db import db


def seats_on(article_id: str) -> set[int]:
    """The seats of the article that somebody holds."""
    return seats_of([article_id])[article_id]


def seats_of(article_ids: Sequence[str]) -> dict[str, set[int]]:
    """The same of some articles, each with its own."""
    query = select(Assignment.article_id, Assignment.seat).where(
        Assignment.article_id.in_(article_ids), Assignment.seat.is_not(None)
    )
    found: dict[str, set[int]] = {key: set() for key in article_ids}
    for key, seat in db.session.execute(query):
        if seat is not None:
            found[key].add(seat)
    return found


def free_seat(taken: set[int]) -> int:
    """The lowest seat that nobody holds."""
    return next(seat for seat in count(1) if seat not in taken)


def give_seats(rows: Iterable[Assignment]) -> None:
    """Seats for work that comes in with its articles, in the order given."""
    last: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.state is State.RELEASED:
            row.seat = None
        else:
            last[row.article_id] += 1
            row.seat = last[row.article_id]
