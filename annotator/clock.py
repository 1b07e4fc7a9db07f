"""The one place that reads the clock, in UTC."""

from __future__ import annotations

from datetime import UTC as UTC
from datetime import datetime
from functools import lru_cache


def now() -> datetime:
    """The current time in UTC, to the millisecond.

    Milliseconds, because that is what a browser can hold and what exports write: a time that
    went out and came back in is the same time.
    """
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


# A change writes its moment in several rows and in their events, and bulk work thousands of times.
@lru_cache(maxsize=64)
def iso(moment: datetime) -> str:
    """`2026-11-21T21:54:20.123Z`: UTC, always three decimals, so that texts sort as times do."""
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def from_iso(text: str) -> datetime:
    """The inverse of `iso`; also takes any ISO 8601 time that names its offset.

    Raises `ValueError` for anything else.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("the time names no offset from UTC")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("the time lies in no year that there is in UTC") from None
