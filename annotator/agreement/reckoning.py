"""The figures of one cut from its rows: a task that either of two processes may do."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple

from annotator.agreement import sums
from annotator.agreement.bootstrap import intervals
from annotator.agreement.coefficients import kappa
from annotator.agreement.figures import Figure, Measure, Unit, Way, Why, ways
from annotator.agreement.material import LABELS
from annotator.agreement.sums import Row, Scale

Bounds = tuple[float, float] | None


class Cut(NamedTuple):
    """The rows of a cut end to end, as they pass quickest from one process to another."""

    rows: Row
    articles: int

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Cut:
        """The cut of these rows."""
        return cls(array("d", b"".join(rows)), len(rows))

    def apart(self) -> list[Row]:
        """The rows again."""
        width = len(self.rows) // (self.articles or 1)
        return [self.rows[at : at + width] for at in range(0, len(self.rows), width or 1)]


def figures_of(
    cut: Cut, scale: Scale, measures: Sequence[Measure], times: int
) -> tuple[Figure, ...]:
    """These measures of the cut, with intervals from so many resamples of its rows."""
    known = ways(scale)
    rows = cut.apart()
    return figures(rows, sums.total(rows, scale), [known[one] for one in measures], times)


def figures(
    rows: Sequence[Row], whole: Row, wanted: Sequence[Way], times: int
) -> tuple[Figure, ...]:
    """The same of rows whose sum is known."""
    bounds = intervals(rows, [way.value for way in wanted], times)
    return tuple(
        figure(way.measure, way.unit, way.value(whole), round(way.count(whole)), one, len(rows))
        for way, one in zip(wanted, bounds, strict=True)
    )


def figure(
    measure: Measure, unit: Unit, value: float | None, n: int, bounds: Bounds, articles: int
) -> Figure:
    """A figure, or why there is none."""
    if value is None:
        why = Why.ONE_VALUE if n else Why.NOTHING
        return Figure(measure, None, None, None, n, unit, why, why)
    if bounds is None:
        why = Why.FEW_ARTICLES if articles < 2 else Why.UNSTEADY
        return Figure(measure, value, None, None, n, unit, None, why)
    return Figure(measure, value, *bounds, n, unit, None, None)


def mean_kappa(tables: Cut, times: int) -> tuple[Figure, ...]:
    """The mean of the kappas of all pairs: of more than two readers there is no one kappa.

    A row has the tables of all pairs, one behind the other; without resamples there is no interval.
    Light 1971, doi:10.1037/h0031643. Pairs without a kappa are not in the mean.
    """
    rows = tables.apart()
    whole = array("d", map(sum, sums.columns(rows))) if rows else array("d")
    [bounds] = intervals(rows, [_light], times) if times else [None]
    n = round(sum(whole))
    return (figure(Measure.LABEL_KAPPA, Unit.MATCHED_MARKS, _light(whole), n, bounds, len(rows)),)


def _light(row: Sequence[float]) -> float | None:
    size = len(LABELS)
    tables = (sums.matrix(row, start, size) for start in range(0, len(row), size * size))
    found = [one for one in map(kappa, tables) if one is not None]
    return sum(found) / len(found) if found else None
