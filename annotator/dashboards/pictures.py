"""The figures of a dashboard as charts; every word comes from the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil

from markupsafe import Markup

from annotator.charts.drawing import bars, lines
from annotator.charts.figures import Chart, Column, Series
from annotator.charts.patterns import swatch
from annotator.dashboards.figures import Measured, Rows, Throughput, Verdicts

#: So many columns may all be named under the axis; of more, one in each third.
_NAMED = 4
_OF_LABELS = {"claim": "claim", "quote": "quote", "context": "context"}
_TONES = ("supported", "refuted", "conflicting", "unknown")


@dataclass(frozen=True, slots=True)
class Saying:
    """How the page says things: days, numbers, kinds; and `to`, the address of rows."""

    day: Callable[[date], str]
    short: Callable[[date], str]
    number: Callable[[float], str]
    to: Callable[[Rows], str]
    names: Mapping[str, str]
    #: Of ratings, as their badges have them.
    tones: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, its drawing, and a sample of each of its kinds where there are several."""

    chart: Chart
    drawing: Markup
    swatches: Sequence[Markup]


def made_picture(found: Throughput, words: Saying, title: str, said: str) -> Picture | None:
    """Marks of each day by label; None where there are none."""
    if not found.marks:
        return None
    columns = _columns([(one.day, one.rows) for one in found.days], words)
    series = [
        Series(
            words.names[label], _OF_LABELS[label], [one.marks[place].number for one in found.days]
        )
        for place, label in enumerate(found.labels)
    ]
    return _of_bars(Chart("made", title, said, columns, series, words.number))


def verdicts_picture(found: Verdicts, words: Saying, title: str, said: str) -> Picture | None:
    """Verdicts of each week by rating; None where there are none."""
    if not found.ratings:
        return None
    columns = _columns([(one.monday, one.rows) for one in found.weeks], words)
    series = [
        Series(
            words.names.get(one.key, one.key),
            _tone(words.tones.get(one.key)),
            [week.ratings[place].number for week in found.weeks],
        )
        for place, one in enumerate(found.ratings)
    ]
    return _of_bars(Chart("ratings", title, said, columns, series, words.number))


def agreement_picture(
    weeks: Sequence[Measured], words: Saying, title: str, said: str
) -> Picture | None:
    """The figure of each week with its range; None where fewer than two weeks have one."""
    shown = [one for one in weeks if one.value is not None]
    if len(shown) < 2:
        return None
    days = [date.fromisoformat(one.key) for one in shown]
    columns = _columns([(day, one.rows) for day, one in zip(days, shown, strict=True)], words)
    ranges = [None if one.low is None or one.high is None else (one.low, one.high) for one in shown]
    series = [Series(title, "claim", [one.value for one in shown], ranges)]
    chart = Chart("agreeing", title, said, columns, series, words.number, top=1)
    return Picture(chart, lines(chart), ())


def _of_bars(chart: Chart) -> Picture:
    return Picture(chart, bars(chart), [swatch(chart, place) for place in range(len(chart.series))])


def _columns(days: Sequence[tuple[date, Rows | None]], words: Saying) -> list[Column]:
    each = 1 if len(days) <= _NAMED else ceil(len(days) / 3)
    return [
        Column(
            words.day(day),
            "" if place % each else words.short(day),
            None if rows is None else words.to(rows),
        )
        for place, (day, rows) in enumerate(days)
    ]


def _tone(said: str | None) -> str:
    return said if said in _TONES else "unknown"
