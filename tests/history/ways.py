"""A desk at which things are changed, and the ways back to what they were."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from annotator.audit.models import Event
from annotator.db import db
from tests.visitor import Seen, Visitor

BASE = "/projects/demo-desk/history"
ANSWERED = {"made": 302, "refused": 422, "stale": 412, "absent": 404}


@dataclass
class Ways:
    """The pages that make a thing as it was, for one person."""

    visitor: Visitor

    def page(self, event: Event) -> Seen:
        """What would change."""
        return self.visitor.page(address(event))

    def make(self, event: Event, answer: str = "made", *, seen: str | None = None) -> str:
        """Press the button on the page; gives what the page that answers says."""
        path = address(event)
        if seen is None:
            field = self.page(event).form(path).find(".//input[@name='seen']")
            seen = None if field is None else field.get("value")
        got = self.visitor.post(path, {"seen": seen})
        assert got.status_code == ANSWERED[answer], got.text
        db.session.rollback()
        db.session.expire_all()
        return got.text


def address(event: Event) -> str:
    """Where the thing is made as it was after this event."""
    key = event.target_id.rpartition("/")[2]
    return f"{BASE}/{event.target}/{key}/{event.hash}/restoration"


def events_of(target: str, key: str | None = None) -> list[Event]:
    """The events about rows of this table, or about one of them, the oldest first."""
    query = select(Event).where(Event.target == target).order_by(Event.seq)
    found = db.session.scalars(query if key is None else query.where(Event.target_id == key))
    return list(found)
