"""What a chart shows, in plain values; every word of it is the caller's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

#: From low to high; None where nothing is known.
Range = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Column:
    """One place of the axis of time, which runs from left to right in every language.

    `name` is said when the column is pointed at, with its figures; `short` stands under the
    axis, if anything does; `href` leads to the rows.
    """

    name: str
    short: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of figure: a value for each column, None where there is none.

    `tone` names its colour in charts.css; `ranges` are for lines alone.
    """

    name: str
    tone: str
    values: Sequence[float | None]
    ranges: Sequence[Range] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole chart. `key` is unique on its page and made of letters; `said` describes it.

    `number` says a value in the reader's language; `top` is where the axis ends, or None for a
    round number above the largest.
    """

    key: str
    title: str
    said: str
    columns: Sequence[Column]
    series: Sequence[Series]
    number: Callable[[float], str]
    top: float | None = None

    def words_at(self, place: int) -> str:
        """What is said of a column: its name and its figures."""
        known = [(one.name, one.values[place]) for one in self.series]
        told = [f"{name} {self.number(value)}" for name, value in known if value is not None]
        return f"{self.columns[place].name}: {', '.join(told)}" if told else ""
