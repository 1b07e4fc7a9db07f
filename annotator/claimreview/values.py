"""What a value of a record may be, whoever wrote the record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from math import isfinite
from typing import Any, TypeGuard
from urllib.parse import urlsplit

from annotator.text.cleaning import is_web_address

#: Who can make a claim, or check one.
PARTIES = ("Person", "Organization")

_DAY = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)


def is_text(value: object) -> TypeGuard[str]:
    """Whether it is a text with something in it."""
    return isinstance(value, str) and bool(value.strip())


def is_address(value: object) -> TypeGuard[str]:
    """Whether it is an absolute http(s) address."""
    return isinstance(value, str) and is_web_address(value)


def is_number(value: object) -> TypeGuard[float]:
    """Whether it is a finite number; true and false are none."""
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return False
    try:
        return isfinite(value)
    except OverflowError:
        return False


def is_day(value: object) -> bool:
    """Whether it is a day of the calendar as ISO 8601 writes it, with or without a time."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def items_of(value: object) -> list[Any]:
    """One or several values as a list; nothing is none of them."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def kind_of(record: Mapping[str, Any]) -> str:
    """The schema.org type of an object; empty where it has none, or several."""
    given = items_of(record.get("@type"))
    return given[0] if len(given) == 1 and isinstance(given[0], str) else ""


def host_of(url: str) -> str:
    """The host of an address, without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def is_on(url: str, home: str) -> bool:
    """Whether an address is on the site of another one, or on a part of it."""
    host, site = host_of(url), host_of(home)
    return host == site or host.endswith(f".{site}")
