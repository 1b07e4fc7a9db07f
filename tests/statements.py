"""How often the database is asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from annotator.db import READ, db


@contextmanager
def statements(bind: str | None = READ) -> Iterator[list[str]]:
    """What is read meanwhile; with None, what the session asks that writes."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(db.engines[bind], "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engines[bind], "before_cursor_execute", note)
