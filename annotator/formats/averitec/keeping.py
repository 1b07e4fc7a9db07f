"""What a record says and its rows do not, so that it can be written back as it was.

Of each key, what the rows would be written as is compared with what stands in the record. What
differs is kept with both, and comes back for as long as the rows still say what they said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = dict[str, Any]

#: Keys of which there is no word here.
_BESIDE = "beside"
#: By key, what the rows are written as, and what stands in the record in place of it.
_INSTEAD = "instead"
#: Keys that the record does not have, with what the rows are written as.
_ABSENT = "absent"


def kept(ours: Row, theirs: Row) -> Row:
    """What has to be kept of a record; nothing where the rows say all of it."""
    found: dict[str, Row] = {
        _BESIDE: {key: held for key, held in theirs.items() if key not in ours},
        _INSTEAD: {
            key: [held, theirs[key]]
            for key, held in ours.items()
            if key in theirs and not is_same(held, theirs[key])
        },
        _ABSENT: {key: held for key, held in ours.items() if key not in theirs},
    }
    return {name: held for name, held in found.items() if held}


def restored(ours: Row, held: object) -> Row:
    """The record as it is written now; `held` is what `kept` gave, or anything else."""
    found = dict(ours)
    for key, pair in _part(held, _INSTEAD).items():
        if key in found and isinstance(pair, list) and len(pair) == 2:
            before, theirs = pair
            if is_same(before, found[key]):
                found[key] = theirs
    for key, before in _part(held, _ABSENT).items():
        if key in found and is_same(before, found[key]):
            del found[key]
    return {**found, **{key: one for key, one in _part(held, _BESIDE).items() if key not in ours}}


def came_as(held: object, key: str) -> object:
    """What stood in the record under a key that the rows have otherwise; None where nothing did."""
    pair = _part(held, _INSTEAD).get(key)
    return pair[1] if isinstance(pair, list) and len(pair) == 2 else None


def is_same(one: object, other: object) -> bool:
    """Whether two values of JSON are the same; true is not 1 there."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(one[key], other[key]) for key in one)
    return type(one) is type(other) and one == other


def _part(held: object, name: str) -> Mapping[str, Any]:
    found = held.get(name) if isinstance(held, dict) else None
    return found if isinstance(found, dict) else {}
