"""Seats: the numbers by which an article's work is counted, each held by one person at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import count

from sqlalchemy import select

from annotator.assignments.models import Assignment, State
from annotator.db import db


def seats_on(article_id: str) -> set[int]:
    """The seats of the article that somebody holds."""
    query = select(Assignment.seat).where(
        Assignment.article_id == article_id, Assignment.seat.is_not(None)
    )
    return {seat for seat in db.session.scalars(query) if seat is not None}


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
