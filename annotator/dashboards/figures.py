"""Everything that a dashboard shows, in plain values: no page, no words of a page.

Days are days in UTC. A figure names the page that lists its rows (`Rows`); where there is none,
it is None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from annotator.dashboards.models import Stage


@dataclass(frozen=True, slots=True)
class Rows:
    """Where the rows behind a figure are: an endpoint of the project, and the values it takes."""

    endpoint: str
    values: Mapping[str, str | int]

    def but(self, **other: str | int) -> Rows:
        """Some of the same rows, or others of the same place."""
        return Rows(self.endpoint, {**self.values, **other})


@dataclass(frozen=True, slots=True)
class Count:
    """So many of what the key names."""

    key: str
    number: int
    rows: Rows | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The articles that are to be done until a day: how many of them still want reviewing."""

    day: date
    articles: int
    unfinished: int
    is_past: bool
    rows: Rows


@dataclass(frozen=True, slots=True)
class Overview:
    """How many articles are how far, and what is planned; `stages` in the order of the work."""

    articles: int
    stages: Sequence[Count]
    due: Sequence[Due]

    def at(self, stage: Stage) -> int:
        """How many are there."""
        return next((one.number for one in self.stages if one.key == stage), 0)

    @property
    def unfinished(self) -> int:
        """How many articles still want reviewing."""
        return sum(map(self.at, (Stage.UNTOUCHED, Stage.WANTING, Stage.IN_WORK)))


@dataclass(frozen=True, slots=True)
class Day:
    """What was made on a day: marks by label, verdicts, and what was submitted."""

    day: date
    marks: Sequence[Count]
    verdicts: int
    articles: int
    words: int
    #: Its marks.
    rows: Rows

    @property
    def total(self) -> int:
        """Marks of every label."""
        return sum(one.number for one in self.marks)


@dataclass(frozen=True, slots=True)
class Handed:
    """What a person submitted in all the days that are looked at."""

    person_id: int
    name: str
    marks: int
    verdicts: int
    articles: int
    words: int
    #: Their marks.
    rows: Rows


@dataclass(frozen=True, slots=True)
class Throughput:
    """What was made, day by day, the oldest first; `before` counts marks of as many days before.

    People stand in the order of their names: it is no ranking.
    """

    labels: Sequence[str]
    days: Sequence[Day]
    people: Sequence[Handed]
    before: int
    #: Its marks.
    rows: Rows

    @property
    def marks(self) -> int:
        """Marks of all these days."""
        return sum(one.total for one in self.days)


@dataclass(frozen=True, slots=True)
class Week:
    """Verdicts that were given in the week from this Monday, by rating."""

    monday: date
    ratings: Sequence[Count]
    rows: Rows

    @property
    def total(self) -> int:
        """Verdicts of every rating."""
        return sum(one.number for one in self.ratings)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Verdicts week by week, the oldest first, and all of them by rating."""

    ratings: Sequence[Count]
    weeks: Sequence[Week]
    rows: Rows

    @property
    def total(self) -> int:
        """All of them."""
        return sum(one.number for one in self.ratings)


@dataclass(frozen=True, slots=True)
class Age:
    """Articles that have waited for so many days, `most` None for any more."""

    least: int
    most: int | None
    untouched: int
    wanting: int
    rows: Rows


@dataclass(frozen=True, slots=True)
class QueueAge:
    """How long articles have waited for somebody; `oldest` is since when the first of them has."""

    ages: Sequence[Age]
    oldest: date | None


@dataclass(frozen=True, slots=True)
class PaceLine:
    """Median minutes for 1,000 words over `n` articles, of a person, or of all (None).

    `left_out` counts, by reason, articles of which nobody knows how long they took.
    """

    person_id: int | None
    name: str | None
    minutes: int | None
    n: int
    left_out: Sequence[Count]


@dataclass(frozen=True, slots=True)
class Pace:
    """Time for 1,000 words: of the project, and of people in the order of their names.

    `before` is of as many days before these. Of fewer than `LEAST` articles there is no median.
    """

    project: PaceLine
    before: PaceLine
    people: Sequence[PaceLine]


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure of agreement, with the range of 95 in 100, and of how many what."""

    key: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    articles: int
    rows: Rows | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """How far two people agree, by their keys in the report of agreement."""

    first: str
    second: str
    value: float
    n: int
    rows: Rows


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the newest kept report of agreement says; `whole` is None where it has no figure."""

    at: datetime | None
    whole: Measured | None
    weeks: Sequence[Measured]
    people: Sequence[str]
    pairs: Sequence[Pair]

    def of(self, first: str, second: str) -> Pair | None:
        """The figure of two people, whoever of them is named first."""
        both = {first, second}
        return next((one for one in self.pairs if {one.first, one.second} == both), None)


class Why(StrEnum):
    """Why something needs a decision now."""

    DIFFERENCES = "differences"
    STALE = "stale"
    RETURNED = "returned"
    OVERDUE = "overdue"
    WANTING = "wanting"
    PAIR = "pair"
    MENTION = "mention"
    JOB = "job"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that needs a decision: an article by its title, or so many of what `why` names.

    `number` is of differences, days or rows, as `why` says; `people` are two keys of a report.
    """

    why: Why
    rows: Rows
    number: int
    title: str | None = None
    people: Sequence[str] = ()
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """What one reviewer sees of their own work."""

    throughput: Throughput
    verdicts: Verdicts
    pace: PaceLine
    #: Of the project; None where fewer than `LEAST` articles are in it.
    project_minutes: int | None
    submitted: int
    returned: int
    stale: int
    pending: int
