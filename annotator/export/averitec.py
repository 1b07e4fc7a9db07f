"""The claims of a project as AVeriTeC has them: one JSON array, a record a claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from annotator.annotations.models import Label, Layer
from annotator.export.jsonl import line_groups
from annotator.export.options import Options
from annotator.export.queries import Snapshot
from annotator.formats.averitec.loss import Loss
from annotator.formats.averitec.writing import record_of, waits_as

Row = dict[str, Any]


class AveritecExport:
    """One export; `written` records, and in `lost` what they could not hold, grow with it."""

    def __init__(self, snapshot: Snapshot, slug: str, options: Options) -> None:
        self._snapshot = snapshot
        self._slug = slug
        self._options = options
        self._scales = {key: ratings for key, (_number, ratings) in snapshot.schemes().items()}
        self._judged_under = snapshot.judged_under()
        self.written = 0
        self.lost: Counter[Loss] = Counter()

    def pieces(self) -> Iterator[bytes]:
        """The file by the article, each proved."""
        before = b"[\n"
        for lines in line_groups(self._snapshot, self._slug, self._options):
            found = []
            for record in self._records(orjson.loads(lines[0])):
                found += [before, orjson.dumps(record)]
                before = b",\n"
                self.written += 1
            yield b"".join(found)
        yield b"\n]\n" if self.written else b"[]\n"

    def _records(self, article: Row) -> Iterator[Row]:
        for mark in self._claims(article["annotations"]):
            verdict = mark["claim"]["verdict"]
            label = None if verdict is None else self._label(verdict)
            if verdict is None and not self._waits(mark):
                self.lost[Loss.UNJUDGED] += 1
            elif verdict is not None and label is None:
                self.lost[Loss.NO_LABEL] += 1
            else:
                yield record_of(article, mark, label, self.lost)

    def _claims(self, marks: list[Row]) -> list[Row]:
        """The gold ones where there are any, else everybody's."""
        claims = [mark for mark in marks if mark["label"] == Label.CLAIM.value]
        gold = [mark for mark in claims if mark["layer"] == Layer.GOLD.value]
        chosen = gold or claims
        self.lost[Loss.BESIDE_GOLD] += len(claims) - len(chosen)
        self.lost[Loss.OTHER_MARKS] += len(marks) - len(claims)
        return chosen

    def _waits(self, mark: Row) -> bool:
        """Whether the choice that waits is still the label that the claim came with."""
        came, pending = waits_as(mark), mark["claim"]["pending_choice"]
        known = (ratings[pending] for ratings in self._scales.values() if pending in ratings)
        return came is not None and any(rating.averitec == came for rating in known)

    def _label(self, verdict: Mapping[str, Any]) -> str | None:
        """What the rating meant in AVeriTeC when it was given."""
        rating = self._scales[self._judged_under[verdict["id"]]].get(verdict["rating"])
        return rating.averitec if rating else None
