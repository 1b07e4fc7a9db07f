"""What somebody says of who publishes a project's checks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublisherDraft:
    """The whole setting; `is_open` lets anybody read the feed of checks."""

    name: str
    url: str | None = None
    checks_url: str | None = None
    corrections_url: str | None = None
    is_open: bool = False
