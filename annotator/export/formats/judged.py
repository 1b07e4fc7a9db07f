"""Which claims a file of judged claims holds, and what their ratings meant when they were given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.annotations.models import Label, Layer
from annotator.export.reading.snapshot import Snapshot
from annotator.projects.scheme import Rating

Row = dict[str, Any]


class Judged:
    """The scales of a snapshot; `ratings` are those of every version, by its id."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.ratings = {key: ratings for key, (_number, ratings) in snapshot.schemes().items()}
        self._judged_under = snapshot.judged_under()

    def rating_of(self, verdict: Mapping[str, Any]) -> Rating | None:
        """The rating of a verdict, as the version of the scale has it that it was given under."""
        return self.ratings[self._judged_under[verdict["id"]]].get(verdict["rating"])


def claims_of(marks: list[Row]) -> list[Row]:
    """The claims among an article's marks."""
    return [mark for mark in marks if mark["label"] == Label.CLAIM.value]


def gold_or_all(claims: list[Row]) -> list[Row]:
    """The gold claims of an article where there are any, else everybody's."""
    return [mark for mark in claims if mark["layer"] == Layer.GOLD.value] or claims
