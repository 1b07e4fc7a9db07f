"""Identifiers and moments in an order that tells when a row was made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

START = datetime(2025, 11, 21, 9, 30, 0, 123000, tzinfo=UTC)

_numbers = count(1)


def uuid() -> str:
    """A new identifier, in an order that tells when it was made."""
    return str(UUID(int=0x4000_8000_0000_0000_0000 + next(_numbers) * 2**80))


def later(minutes: int) -> datetime:
    """A moment after the start of work."""
    return START + timedelta(minutes=minutes)
