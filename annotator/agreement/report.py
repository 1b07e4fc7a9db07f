"""Everything that is told of agreement: figures of each cut, confusions, and what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.agreement.figures import Figure, Measure

#: The report lists so many articles, those first whose readers agree least on what to mark.
MOST_ARTICLES = 200


class Reason(StrEnum):
    """Why something is not compared."""

    NOT_READ = "articles_nobody_submitted"
    ONE_READING = "articles_one_person_submitted"
    OLDER_TEXT = "marks_in_an_older_text"
    UNMATCHED = "marks_without_a_counterpart"
    UNJUDGED = "matched_claims_not_judged_by_two"
    OFF_SCALE = "matched_claims_rated_off_the_scale"
    OTHER_VERSION = "matched_claims_rated_under_another_scale"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """So many of what the reason names."""

    reason: Reason
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: what it is of, how many articles went in, and its figures in order.

    `key` names the label, the week, the article or the people, by their numbers in the project.
    """

    key: str
    articles: int
    figures: tuple[Figure, ...]

    def figure(self, measure: Measure) -> Figure | None:
        """The figure of this measure, where the table has it."""
        return next((one for one in self.figures if one.measure == measure), None)


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often two readers said these two values of the same mark, whoever of them said which.

    `counts[a][b]` and `counts[b][a]` are the same number.
    """

    values: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Options:
    """What to compare: marks match from this share of common characters on."""

    threshold: float
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """All of it. `resamples` are behind each interval of `figures`, `row_resamples` elsewhere."""

    options: Options
    articles: int
    readings: int
    nothing_marked: int
    resamples: int
    row_resamples: int
    seed: int
    figures: tuple[Figure, ...]
    left_out: tuple[LeftOut, ...]
    by_pair: tuple[Line, ...]
    by_person: tuple[Line, ...]
    by_label: tuple[Line, ...]
    by_week: tuple[Line, ...]
    by_article: tuple[Line, ...]
    label_confusion: Confusion
    verdict_confusion: Confusion


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the reading of a project left out before anything was compared."""

    not_read: int = 0
    one_reading: int = 0


def either_way(values: Sequence[str], table: Iterable[Sequence[float]]) -> Confusion:
    """The table of who said what, with both ways round counted as one."""
    counts = [list(row) for row in table]
    size = range(len(values))
    return Confusion(
        tuple(values),
        tuple(
            tuple(round(counts[a][b] + (counts[b][a] if a != b else 0)) for b in size) for a in size
        ),
    )
