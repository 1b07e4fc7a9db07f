"""Archives of the web that are asked for a copy of a page; each behind the same two questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Protocol
from urllib.parse import quote

import orjson

from annotator.clock import UTC, now
from annotator.errors import Invalid
from annotator.safefetch import Answer, Limits, Ways, ask
from annotator.sources.archive_links import kept_copy
from annotator.sources.urls import MAX_LENGTH, archive_address, is_same_page

#: A copy that is older than this is made anew.
FRESH = timedelta(days=7)

#: Making a copy takes an archive up to a minute; what it says of that is small.
_LOOKING = Limits(seconds=15.0, size=256 * 1024)
_MAKING = Limits(seconds=60.0, size=256 * 1024)
_LONGEST_WAIT = 24 * 3600


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a page in an archive, and the day on which it was made."""

    url: str
    made_on: date

    def is_fresh(self, today: date) -> bool:
        """Whether there is no need of another one."""
        return today - self.made_on <= FRESH


@dataclass(frozen=True, slots=True)
class NotNow:
    """The archive wants to be left alone for so many seconds, 0 where it does not say how long."""

    seconds: int = 0


class Archive(Protocol):
    """An archive, by the name that `ANNOTATOR_ARCHIVE` calls it."""

    name: str

    def newest(self, url: str, ways: Ways) -> Copy | NotNow | None:
        """The newest copy that there is; raises `Invalid` where the archive is out of reach."""

    def make(self, url: str, ways: Ways) -> Copy | NotNow | None:
        """A new copy, or None while it is being made; raises `Invalid` likewise."""


class Wayback:
    """The Internet Archive: its availability interface, and Save Page Now."""

    name = "wayback"
    _NEWEST = "https://archive.org/wayback/available?url="
    _MAKE = "https://web.archive.org/save/"
    _COPY = re.compile(r"(?:https?://web\.archive\.org)?(/web/[0-9]{14}/https?:/.+)")

    def __init__(self, key: str | None = None) -> None:
        self._headers = {"Authorization": f"LOW {key}"} if key else {}

    def newest(self, url: str, ways: Ways) -> Copy | NotNow | None:
        """See `Archive`."""
        answer = ask(self._NEWEST + quote(url, safe=""), limits=_LOOKING, ways=ways)
        if answer.status != 200:
            return _not_now(answer)
        found = _at(_at(_read(answer.data), "archived_snapshots"), "closest")
        if found.get("available") is not True or found.get("status") not in {"200", 200}:
            return None
        return self._copy(str(found.get("url", "")), url)

    def make(self, url: str, ways: Ways) -> Copy | NotNow | None:
        """See `Archive`."""
        # Its own words for a page: the address as it is, behind the slash.
        answer = ask(self._MAKE + url, headers=self._headers, limits=_MAKING, ways=ways)
        for name in ("content-location", "location"):
            made = self._copy(answer.headers.get(name, ""), url)
            if made is not None:
                return made
        return None if answer.status in {200, 201, 202, 302} else _not_now(answer)

    def _copy(self, place: str, url: str) -> Copy | None:
        """The copy at this place, if it is one of this page."""
        found = self._COPY.fullmatch(place)
        if found is None or len(found[1]) > MAX_LENGTH - 40:
            return None
        try:
            address = archive_address(f"https://web.archive.org{found[1]}")
        except Invalid:
            return None
        kept = kept_copy(address)
        if kept is None or kept.day is None or not is_same_page(url, kept.page):
            return None
        return Copy(address, kept.day)


def archive_called(name: str, key: str | None = None) -> Archive | None:
    """The archive that a setting names; None where nothing is asked."""
    return Wayback(key) if name == Wayback.name else None


def _not_now(answer: Answer) -> NotNow:
    return NotNow(_seconds(answer.headers))


def _seconds(headers: Mapping[str, str]) -> int:
    said = headers.get("retry-after", "").strip()
    if said.isdecimal() and len(said) < 9:
        return min(int(said), _LONGEST_WAIT)
    try:
        moment: datetime = parsedate_to_datetime(said)
    except ValueError:
        return 0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0, min(int((moment - now()).total_seconds()), _LONGEST_WAIT))


def _read(data: bytes) -> Any:
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return None


def _at(found: Any, key: str) -> dict[str, Any]:
    inner = found.get(key) if isinstance(found, dict) else None
    return inner if isinstance(inner, dict) else {}
