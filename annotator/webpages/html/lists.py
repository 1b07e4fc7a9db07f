"""The numbers that a browser shows before the items of an ordered list."""

from __future__ import annotations

import re

from annotator.webpages.html.tree import Element

LISTS = frozenset({"ul", "ol", "menu", "dir"})

# Longer ones are no number of an item, and a browser would not hold them.
_WHOLE = re.compile(r"\s*([+-]?[0-9]{1,9})(?![0-9])")


class Numbers:
    """Counts the items of one list, of whatever kind."""

    def __init__(self, element: Element) -> None:
        self._counts = element.tag == "ol"
        self._step = 1 if element.get("reversed") is None else -1
        self._next = 1
        if self._counts:
            items = 1 if self._step == 1 else sum(child.tag == "li" for child in element)
            self._next = _whole(element.get("start"), items)

    def of(self, item: Element) -> int | None:
        """The number of the item that begins; None in a list that counts nothing."""
        if not self._counts:
            return None
        number = _whole(item.get("value"), self._next)
        self._next = number + self._step
        return number


def _whole(written: str | None, otherwise: int) -> int:
    found = _WHOLE.match(written or "")
    return int(found[1]) if found else otherwise
