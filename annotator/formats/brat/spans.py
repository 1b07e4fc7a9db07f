"""How a mark that came from brat was written there, as its origin tells, checked before use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.annotations.models import Part

Extent = tuple[int, int]

_ID = re.compile(r"[TERAMN#][^\s:;]{1,40}")
_NAME = re.compile(r"[^\s:]{1,200}")
_PARTS = frozenset(part.value for part in Part)


@dataclass(frozen=True, slots=True)
class Span:
    """A player of an event: words that are a part, that stand with others or apart, or a record.

    `role` is None for the trigger.
    """

    role: str | None
    id: str
    type: str = ""
    part: Part | None = None
    pieces: int = 0
    beside: str | None = None
    at: tuple[Extent, ...] = ()
    quote: str | None = None

    @property
    def is_record(self) -> bool:
        """Whether the player is another record, such as an event."""
        return not self.type


@dataclass(frozen=True, slots=True)
class Joined:
    """A relation that became a link of this kind from the mark to the record `to`.

    With `turned`, its arguments stand the other way round.
    """

    id: str
    type: str
    kind: str
    to: str
    roles: tuple[str, str]
    turned: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A text-bound record, or with `spans` an event; with the ids of what hung on it."""

    id: str
    type: str
    label: str
    spans: tuple[Span, ...]
    quote: str | None
    kind: str | None
    note: str | None
    relations: tuple[Joined, ...] = ()


def written(origin: Mapping[str, Any] | None) -> Written | None:
    """What the origin of a mark says; None where it says nothing, or nothing that can be."""
    found = (origin or {}).get("brat")
    try:
        return None if found is None else _written(found)
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _written(found: Mapping[str, Any]) -> Written:
    spans = tuple(_span(entry) for entry in found.get("spans", ()))
    is_event = found["id"].startswith("E")
    triggers = [span for span in spans if span.role is None and not span.is_record]
    if is_event != (len(triggers) == 1) or (spans and spans[0].role is not None):
        raise ValueError("an event has one trigger, and it comes first")
    return Written(
        id=_matching(_ID, found["id"]),
        type=_matching(_NAME, found["type"]),
        label=str(found["label"]),
        spans=spans,
        quote=_words(found.get("quote")),
        kind=None if "kind" not in found else _matching(_ID, found["kind"]),
        note=None if "note" not in found else _matching(_ID, found["note"]),
        relations=tuple(_joined(entry) for entry in found.get("relations", ())),
    )


def _joined(entry: Mapping[str, Any]) -> Joined:
    first, second = entry["roles"]
    return Joined(
        id=_matching(_ID, entry["id"]),
        type=_matching(_NAME, entry["type"]),
        kind=str(entry["kind"]),
        to=_matching(_ID, entry["to"]),
        roles=(_matching(_NAME, first), _matching(_NAME, second)),
        turned=entry["turned"] is True,
    )


def _span(entry: Mapping[str, Any]) -> Span:
    role = None if entry["role"] is None else _matching(_NAME, entry["role"])
    if "ref" in entry:
        return Span(role, _matching(_ID, entry["ref"]))
    at = tuple((int(start), int(end)) for start, end in entry.get("at", ()))
    return Span(
        role=role,
        id=_matching(_ID, entry["id"]),
        type=_matching(_NAME, entry["type"]),
        part=Part(entry["part"]) if "part" in entry else None,
        pieces=int(entry.get("pieces", 0)),
        beside=None if "with" not in entry else _matching(_ID, entry["with"]),
        at=at,
        quote=_words(entry.get("quote")),
    )


def _matching(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.fullmatch(value):
        raise ValueError(value)
    return value


def _words(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError("words are a string")
    return value
