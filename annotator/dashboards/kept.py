"""What takes long to reckon, kept in this process for as long as nothing happens to its articles.

What a thing was reckoned from is named by the newest events of the articles that it is of: every
change of what is marked or decided in an article is an event about it, and its hash names it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar

_MOST = 1_000
_kept: OrderedDict[Hashable, object] = OrderedDict()
_lock = Lock()
_Value = TypeVar("_Value")


def kept(key: Hashable, make: Callable[[], _Value]) -> _Value:
    """What was made for this key; made now where it was not, or was let go.

    The key has to name all that the value follows from, and what kind of value it is. Two who ask
    at once may both make it, which does no harm.
    """
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            found: _Value = _kept[key]  # type: ignore[assignment]
            return found
    made = make()
    with _lock:
        _kept[key] = made
        if len(_kept) > _MOST:
            _kept.popitem(last=False)
    return made
