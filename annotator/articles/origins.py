"""Persons in an article's origin: by account in the tables, by their name of the day outside.

What a brat dataset carried of one annotator without a word for it here stands in
`origin.brat.by_person`, under the annotator. A name there would tell who a pseudonym is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from typing import Any

import orjson

_FORMAT, _KEY = "brat", "by_person"
_SIGN = f'"{_KEY}"'


def by_account(
    origin: dict[str, Any] | None, account: Callable[[str, str], int]
) -> dict[str, Any] | None:
    """The origin with accounts for names; `account` gives the one behind a name at a field."""
    found = _persons(origin)
    if origin is None or found is None:
        return origin
    field = f"origin.{_FORMAT}.{_KEY}"
    renamed = {str(account(name, field)): kept for name, kept in found.items()}
    return {**origin, _FORMAT: {**origin[_FORMAT], _KEY: renamed}}


def by_name(origin: str, names: Mapping[int, str]) -> dict[str, Any] | None:
    """A stored origin with names for accounts; None where no person stands in it."""
    if _SIGN not in origin:
        return None
    value = orjson.loads(origin)
    found = _persons(value)
    if found is None or not all(key.isdecimal() and int(key) in names for key in found):
        return None
    renamed = {names[int(key)]: kept for key, kept in found.items()}
    return {**value, _FORMAT: {**value[_FORMAT], _KEY: renamed}}


def only_of(origin: str | None, accounts: Set[int]) -> str | None:
    """A stored origin without what it carries of anybody but these."""
    if origin is None or _SIGN not in origin:
        return origin
    value = orjson.loads(origin)
    found = _persons(value)
    if found is None:
        return origin
    wanted = {str(account) for account in accounts}
    left = {key: kept for key, kept in found.items() if key in wanted}
    return orjson.dumps({**value, _FORMAT: {**value[_FORMAT], _KEY: left}}).decode()


def _persons(origin: dict[str, Any] | None) -> dict[str, Any] | None:
    carried = (origin or {}).get(_FORMAT)
    found = carried.get(_KEY) if isinstance(carried, dict) else None
    return found if isinstance(found, dict) else None
