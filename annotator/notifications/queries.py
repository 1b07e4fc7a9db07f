"""Reading what a person was told."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from annotator.db import db
from annotator.notifications.models import Notification

#: The page has so many at a time, and the count beside the name says no more than that.
PAGE = 50


def newest(person_id: int, before: int | None = None) -> Sequence[Notification]:
    """The person's newest notifications, at most one more than a page has."""
    query = select(Notification).where(Notification.person_id == person_id)
    if before is not None:
        query = query.where(Notification.id < before)
    return db.session.scalars(query.order_by(Notification.id.desc()).limit(PAGE + 1)).all()


def unread(person_id: int) -> Sequence[Notification]:
    """The newest that the person has not seen, at most as many as are counted."""
    query = select(Notification).where(
        Notification.person_id == person_id, Notification.read_at.is_(None)
    )
    return db.session.scalars(query.order_by(Notification.id.desc()).limit(2 * PAGE)).all()


def notification(person_id: int, number: int) -> Notification | None:
    """One of the person's own."""
    return db.session.scalar(
        select(Notification).where(Notification.id == number, Notification.person_id == person_id)
    )
