"""Reading the tallies: nothing here counts the rows of a project."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median_low
from typing import Any

from sqlalchemy import func, select

from annotator.annotations.models import Label
from annotator.dashboards.figures import (
    Age,
    Count,
    Day,
    Due,
    Handed,
    Overview,
    Pace,
    PaceLine,
    QueueAge,
    Rows,
    Throughput,
    Verdicts,
    Week,
)
from annotator.dashboards.made import What
from annotator.dashboards.models import UNFINISHED, DashboardTally, Kind, Stage
from annotator.db import db

#: Of fewer articles there is no median.
LEAST = 5
#: So many days of the plan are shown, the next ones first.
_DUE_SHOWN = 14
_AGES: tuple[tuple[int, int | None], ...] = ((0, 1), (2, 3), (4, 7), (8, 14), (15, 30), (31, None))
_MADE = (Kind.MARK, Kind.VERDICT, Kind.SUBMITTED, Kind.WORDS)
_TIMES = (Kind.PACE, Kind.UNPACED)
_OF_DAYS = (DashboardTally.kind, DashboardTally.day, DashboardTally.key)
_OF_PEOPLE = (DashboardTally.kind, DashboardTally.person_id, DashboardTally.key)


@dataclass(frozen=True, slots=True)
class Period:
    """So many days up to and with `last`."""

    last: date
    days: int

    @property
    def first(self) -> date:
        """The first of them."""
        return self.last - timedelta(self.days - 1)

    @property
    def before(self) -> Period:
        """As many days before these."""
        return Period(self.first - timedelta(1), self.days)

    def all(self) -> list[date]:
        """Every day, the oldest first."""
        return [self.first + timedelta(number) for number in range(self.days)]


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose figures: one person's alone, or everybody's (None), with what people are called."""

    names: Mapping[int, str]
    only: int | None = None
    #: Whether the pages that list the rows are open to whoever asks.
    leads: bool = True
    #: Marks of one label alone, and verdicts on them.
    label: Label | None = None
    #: What was picked, as the addresses of the rows say it.
    picked: Mapping[str, str | int] = field(default_factory=dict)

    def counts(self, one: Any) -> bool:
        """Whether the tally is of the label; what is of articles is of every label."""
        if self.label is None or one.kind in (Kind.SUBMITTED, Kind.WORDS):
            return True
        # Claims alone have verdicts.
        return one.key == self.label if one.kind is Kind.MARK else self.label is Label.CLAIM


def overview_of(project_id: int, today: date) -> Overview:
    """How far the articles are, and what is planned."""
    stages: Counter[str] = Counter()
    due: dict[date, Counter[str]] = defaultdict(Counter)
    for one in _tallies(project_id, (Kind.STAGE, Kind.DUE)):
        if one.kind is Kind.STAGE:
            stages[one.key] += one.number
        else:
            due[one.day][one.key] += one.number
    counts = [
        Count(stage, stages[stage], Rows("dashboards.articles", {"stage": stage.value}))
        for stage in Stage
    ]
    return Overview(sum(stages.values()), counts, _due(due, today))


def _due(due: Mapping[date, Counter[str]], today: date) -> list[Due]:
    """Past days with what is still open on them, and the next ones that are planned."""
    found = [
        Due(
            day,
            sum(counts.values()),
            sum(counts[stage] for stage in UNFINISHED),
            day < today,
            Rows("dashboards.articles", {"due": day.isoformat()}),
        )
        for day, counts in sorted(due.items())
    ]
    past = [one for one in found if one.is_past and one.unfinished]
    return [*past[-_DUE_SHOWN:], *[one for one in found if not one.is_past][:_DUE_SHOWN]]


def throughput_of(project_id: int, period: Period, whose: Whose) -> Throughput:
    """What was made on each day, and by whom."""
    days: dict[date, Counter[tuple[Kind, str]]] = defaultdict(Counter)
    people: dict[int, Counter[Kind]] = defaultdict(Counter)
    for one in filter(whose.counts, _tallies(project_id, _MADE, period, whose.only)):
        days[one.day][one.kind, one.key] += one.number
    for one in filter(whose.counts, _sums(project_id, _MADE, period, whose.only)):
        people[one.person_id][one.kind] += one.number
    before = _sums(project_id, (Kind.MARK,), period.before, whose.only)
    return Throughput(
        [label.value for label in _labels(whose)],
        [_day(day, days[day], whose) for day in period.all()],
        [_handed(key, people[key], period, whose) for key in _by_name(people, whose)],
        sum(one.number for one in before if whose.counts(one)),
        _made(whose, What.MARKS, period.first, period.last),
    )


def _day(day: date, counts: Counter[tuple[Kind, str]], whose: Whose) -> Day:
    rows = _made(whose, What.MARKS, day, day)

    def made(kind: Kind) -> int:
        return sum(number for (of, _), number in counts.items() if of is kind)

    marks = [Count(label.value, counts[Kind.MARK, label.value]) for label in _labels(whose)]
    verdicts, articles = made(Kind.VERDICT), made(Kind.SUBMITTED)
    return Day(day, marks, verdicts, articles, made(Kind.WORDS), rows)


def _labels(whose: Whose) -> Sequence[Label]:
    return tuple(Label) if whose.label is None else (whose.label,)


def _handed(key: int, counts: Counter[Kind], period: Period, whose: Whose) -> Handed:
    rows = _made(whose, What.MARKS, period.first, period.last).but(person=key)
    marks, verdicts, articles, words = (counts[kind] for kind in _MADE)
    return Handed(key, whose.names.get(key, ""), marks, verdicts, articles, words, rows)


def verdicts_of(project_id: int, period: Period, whose: Whose) -> Verdicts:
    """Verdicts by rating, in each week and in all."""
    weeks: dict[date, Counter[str]] = {
        _monday(day): Counter() for day in (period.first, *period.all())
    }
    for one in filter(whose.counts, _tallies(project_id, (Kind.VERDICT,), period, whose.only)):
        weeks[_monday(one.day)][one.key] += one.number
    total = sum(weeks.values(), Counter[str]())
    keys = sorted(total, key=lambda key: (-total[key], key))

    def week(monday: date) -> Week:
        first, last = max(monday, period.first), min(monday + timedelta(6), period.last)
        ratings = [Count(key, weeks[monday][key]) for key in keys]
        return Week(monday, ratings, _made(whose, What.VERDICTS, first, last))

    everything = [Count(key, total[key]) for key in keys]
    rows = _made(whose, What.VERDICTS, period.first, period.last)
    return Verdicts(everything, [week(monday) for monday in sorted(weeks)], rows)


def _made(whose: Whose, what: What, first: date, last: date) -> Rows:
    """What was made on these days, by whom the figures are of."""
    days = {"what": what.value, "since": first.isoformat(), "until": last.isoformat()}
    page = "dashboards.made" if whose.leads else "dashboards.own_made"
    return Rows(page, {**days, **whose.picked})


def queue_age_of(project_id: int, today: date) -> QueueAge:
    """How long articles have waited for somebody."""
    waiting = [
        one
        for one in _tallies(project_id, (Kind.STAGE,))
        if one.key in (Stage.UNTOUCHED, Stage.WANTING)
    ]
    ages = []
    for least, most in _AGES:
        counts: Counter[str] = Counter()
        for one in waiting:
            age = max((today - one.day).days, 0)
            if age >= least and (most is None or age <= most):
                counts[one.key] += one.number
        values = {"least": least, **({} if most is None else {"most": most})}
        rows = Rows("dashboards.articles", {"stage": "waiting", **values})
        ages.append(Age(least, most, counts[Stage.UNTOUCHED], counts[Stage.WANTING], rows))
    return QueueAge(ages, min((one.day for one in waiting), default=None))


def pace_of(project_id: int, period: Period, whose: Whose) -> Pace:
    """Median minutes for 1,000 words."""
    rows = _sums(project_id, _TIMES, period, whose.only)
    before = _sums(project_id, _TIMES, period.before, whose.only)
    people: dict[int, list[Any]] = defaultdict(list)
    for one in rows:
        people[one.person_id].append(one)
    lines = [_line(people[key], key, whose.names.get(key, "")) for key in _by_name(people, whose)]
    return Pace(_line(rows), _line(before), lines)


def _line(rows: Iterable[Any], person_id: int | None = None, name: str | None = None) -> PaceLine:
    minutes: list[int] = []
    left_out: Counter[str] = Counter()
    for one in rows:
        if one.kind is Kind.PACE:
            minutes += [int(one.key)] * one.number
        else:
            left_out[one.key] += one.number
    found = median_low(minutes) if len(minutes) >= LEAST else None
    reasons = [Count(key, number) for key, number in sorted(left_out.items())]
    return PaceLine(person_id, name, found, len(minutes), reasons)


def totals_of(project_id: int, kinds: Sequence[Kind], only: int | None = None) -> Counter[Kind]:
    """How many of each kind there are on all days."""
    found: Counter[Kind] = Counter()
    for one in _sums(project_id, kinds, None, only):
        found[one.kind] += one.number
    return found


def _tallies(
    project_id: int, kinds: Sequence[Kind], period: Period | None = None, only: int | None = None
) -> Sequence[Any]:
    """Of each day, of all the people together: as many rows as there are days and keys."""
    return _summed(_OF_DAYS, project_id, kinds, period, only)


def _sums(
    project_id: int, kinds: Sequence[Kind], period: Period | None = None, only: int | None = None
) -> Sequence[Any]:
    """Of each person, of all the days together: as many rows as there are people and keys."""
    return _summed(_OF_PEOPLE, project_id, kinds, period, only)


def _summed(
    by: tuple[Any, ...],
    project_id: int,
    kinds: Sequence[Kind],
    period: Period | None,
    only: int | None,
) -> Sequence[Any]:
    query = select(*by, func.sum(DashboardTally.number).label("number")).group_by(*by)
    query = query.where(DashboardTally.project_id == project_id, DashboardTally.kind.in_(kinds))
    if period is not None:
        query = query.where(DashboardTally.day.between(period.first, period.last))
    if only is not None:
        query = query.where(DashboardTally.person_id == only)
    return db.session.execute(query).all()


def _by_name(people: Iterable[int], whose: Whose) -> list[int]:
    return sorted(people, key=lambda key: (whose.names.get(key, "").casefold(), key))


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())
