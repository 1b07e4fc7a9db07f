"""What a lead asks for: a sample, and decisions on what was drawn."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import orjson

from annotator.annotations.models import Label
from annotator.spotchecks.models import Outcome, Unit


@dataclass(frozen=True, slots=True)
class Asked:
    """What to draw, and from what: either `percent` or `number`; what is None is not asked for."""

    unit: Unit = Unit.SUBMISSION
    percent: int | None = None
    number: int | None = None
    person_id: int | None = None
    since: date | None = None
    until: date | None = None
    label: Label | None = None
    rating: str | None = None

    def to_json(self) -> str:
        """As it is stored."""
        return orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS).decode()


def asked_from_json(stored: str) -> Asked:
    """What was asked for."""
    said: dict[str, Any] = orjson.loads(stored)
    for name in ("since", "until"):
        said[name] = date.fromisoformat(said[name]) if said[name] else None
    said["unit"] = Unit(said["unit"])
    said["label"] = Label(said["label"]) if said["label"] else None
    return Asked(**said)


@dataclass(frozen=True, slots=True)
class Judged:
    """One decision: on this mark, or (None) on the whole."""

    annotation_id: str | None
    outcome: Outcome
    reason: str = ""
