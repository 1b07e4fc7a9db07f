"""What the manifest counts of the rows, on their way into the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from annotator.annotations.models import Label
from annotator.export.selection import NONE

Row = Mapping[str, Any]


class Counts:
    """Marks by label, rating and person; made from rows of the span unit."""

    def __init__(self, splits: Iterable[str]) -> None:
        self._labels: dict[str, Counter[str]] = {name: Counter() for name in splits}
        self._ratings: dict[str, Counter[str]] = {name: Counter() for name in splits}
        self._persons: dict[str, Counter[str]] = {}
        self.languages: set[str] = set()

    def add(self, split: str, rows: Iterable[Row]) -> None:
        """The spans of one article."""
        for row in rows:
            label = row["label"]
            self._labels[split][label] += 1
            if label == Label.CLAIM.value:
                self._ratings[split][row["rating"] or NONE] += 1
            self.languages.update(filter(None, [row["language"]]))
            if row["author"] is not None:
                self._persons.setdefault(row["author"], Counter())[label] += 1

    def to_json(self, rows: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
        """All counts; `rows` are those of each unit by split."""
        return {
            "rows": {unit: dict(splits) for unit, splits in rows.items()},
            "labels": {
                split: {label.value: found[label.value] for label in Label}
                for split, found in self._labels.items()
            },
            "ratings": {split: dict(found) for split, found in self._ratings.items()},
            "annotators": {name: dict(found) for name, found in self._persons.items()},
        }
