"""The claims of a project as AVeriTeC has them: one JSON array, a record a claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import orjson

from annotator.errors import Words
from annotator.export.formats.interface import Export, ExportFormat
from annotator.export.formats.judged import Judged, claims_of, gold_or_all
from annotator.export.records.lines import line_groups
from annotator.formats.averitec.format import AveritecFormat
from annotator.formats.averitec.loss import Loss, remarks_of
from annotator.formats.averitec.writing import record_of, waits_as

Row = dict[str, Any]


class AveritecExport(ExportFormat):
    """Claims with a verdict, for models that check."""

    name = "averitec"
    title = Words(
        "AVeriTeC: a list of claims with questions, answers and labels, for models that check"
    )
    about = Words(
        "AVeriTeC holds claims with a verdict only: those without one, and ratings that it has no "
        "label for, are left out, as are quotes, context, notes, history, and what a source has "
        "beside its question, answer, medium and addresses. It can be counted before the download."
    )
    suffix = ".json"
    mimetype = "application/json"
    carries = AveritecFormat.carries
    of_claims = True

    def pieces(self, export: Export) -> Iterator[bytes]:
        """The file by the article, each proved."""
        return AveritecRecords(export).pieces()


class AveritecRecords:
    """The records of one export; in `lost` what they cannot hold grows with them."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._judged = Judged(export.snapshot)
        self.lost: Counter[Loss] = Counter()

    def pieces(self) -> Iterator[bytes]:
        """The file by the article, each proved."""
        before, export = b"[\n", self._export
        for lines in line_groups(export.snapshot, export.slug, export.options):
            found = []
            for record in self._records(orjson.loads(lines[0])):
                found += [before, orjson.dumps(record)]
                before = b",\n"
                export.written += 1
            export.articles += 1
            yield b"".join(found)
        yield b"\n]\n" if export.written else b"[]\n"
        export.remarks.extend(remarks_of(self.lost.items()))

    def _records(self, article: Row) -> Iterator[Row]:
        for mark in self._claims(article["annotations"]):
            verdict = mark["claim"]["verdict"]
            rating = None if verdict is None else self._judged.rating_of(verdict)
            label = rating.averitec if rating else None
            if verdict is None and not self._waits(mark):
                self.lost[Loss.UNJUDGED] += 1
            elif verdict is not None and label is None:
                self.lost[Loss.NO_LABEL] += 1
            else:
                yield record_of(article, mark, label, self.lost)

    def _claims(self, marks: list[Row]) -> list[Row]:
        """The gold ones where there are any, else everybody's."""
        claims = claims_of(marks)
        chosen = gold_or_all(claims)
        self.lost[Loss.BESIDE_GOLD] += len(claims) - len(chosen)
        self.lost[Loss.OTHER_MARKS] += len(marks) - len(claims)
        return chosen

    def _waits(self, mark: Row) -> bool:
        """Whether the choice that waits is still the label that the claim came with."""
        came, pending = waits_as(mark), mark["claim"]["pending_choice"]
        known = (
            ratings[pending] for ratings in self._judged.ratings.values() if pending in ratings
        )
        return came is not None and any(rating.averitec == came for rating in known)
