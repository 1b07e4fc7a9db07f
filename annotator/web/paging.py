"""Keyset paging: a cursor is the place of the last row seen, so pages never shift."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from annotator.web.converters import LARGEST_ROW

Row = TypeVar("Row")

PAGE_SIZE = 50

_NUMBER = re.compile("[0-9]{1,10}")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and the cursor of the next page; None on the last."""

    rows: Sequence[Row]
    next_cursor: int | None


def page_of(rows: Sequence[Row], place: Callable[[Row], int], size: int = PAGE_SIZE) -> Page[Row]:
    """A page from up to `size + 1` rows: the one too many says that there are more."""
    if len(rows) <= size:
        return Page(rows, None)
    return Page(rows[:size], place(rows[size - 1]))


def cursor_from(text: str | None) -> int | None:
    """The cursor in an address; anything but the number of a row starts from the beginning."""
    if text is None or not _NUMBER.fullmatch(text) or int(text) > LARGEST_ROW:
        return None
    return int(text)
