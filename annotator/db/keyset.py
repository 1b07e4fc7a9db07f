"""Paging through rows by a moment and a key, the newest first: a cursor names the last row seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_

from annotator.clock import from_iso, iso


def cursor_of(moment: datetime, key: str) -> str:
    """A row's place, as an address can hold it."""
    return f"{iso(moment)}_{key}"


def behind(moments: Any, keys: Any, cursor: str | None) -> Iterator[ColumnElement[bool]]:
    """What comes after a cursor in these columns; anything but a cursor begins anew."""
    moment, _, last = (cursor or "").partition("_")
    try:
        place = from_iso(moment), str(UUID(last))
    except ValueError:
        return
    same = and_(moments == place[0], keys < place[1])
    yield or_(moments < place[0], same)
