"""How sure a figure is: the interval that resampled articles give.

Articles are drawn with replacement, since marks of one article hang together. Efron and
Tibshirani 1993, An Introduction to the Bootstrap, chapter 13: the percentile interval.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import truediv

from annotator.agreement.sums import Row, columns

SEED = 20_040_101
#: For the figures at the top, and for each row of a table.
RESAMPLES, ROW_RESAMPLES = 1000, 200
#: More articles are put into so many groups at random, and the groups are resampled.
MOST_GROUPS = 500
#: Of 64 bits, so many are of a value; the others leave room for as many rows.
_BITS = 40
#: A figure that is not defined in so many of the resamples has no interval.
_MOST_UNDEFINED = 0.1

Figure = Callable[[Sequence[float]], float | None]


def resampled(rows: Sequence[Row], times: int, seed: int = SEED) -> Iterator[list[float]]:
    """So many times, the sum of as many rows as there are, drawn with replacement.

    The numbers of a row are put side by side into one long integer, for which Python's own `sum`
    adds all of them at once. They are rounded to a trillionth of the greatest of their kind.
    """
    order, draws = _drawn(len(rows), times, seed)
    rows = grouped(rows, order)
    scales = [_scale(max(map(abs, column))) for column in columns(rows)]
    packed = [_packed(row, scales) for row in rows]
    size = 8 * len(scales)
    for drawn in draws:
        added = sum(map(packed.__getitem__, drawn))
        whole = array("Q")
        whole.frombytes(added.to_bytes(size, "little"))
        yield [*map(truediv, whole, scales)]


@lru_cache(4)
def _drawn(count: int, times: int, seed: int) -> tuple[list[int], list[array[int]]]:
    """In which order so many rows are put into groups, and which are drawn each time: the same
    for all cuts with so many articles.
    """
    drawing = random.Random(seed)  # noqa: S311 - nobody is to be kept from guessing it
    order = [*range(count)]
    if count > MOST_GROUPS:
        drawing.shuffle(order)
    places = [*range(min(count, MOST_GROUPS))]
    return order, [array("H", drawing.choices(places, k=len(places))) for _ in range(times)]


def intervals(
    rows: Sequence[Row], figures: Sequence[Figure], times: int, seed: int = SEED
) -> list[tuple[float, float] | None]:
    """Between which bounds 95 of 100 resamples lie, for each figure.

    None where fewer than two articles or too many undefined resamples do not tell.
    """
    if len(rows) < 2:
        return [None] * len(figures)
    found: list[list[float]] = [[] for _ in figures]
    for summed in resampled(rows, times, seed):
        for values, figure in zip(found, figures, strict=True):
            value = figure(summed)
            if value is not None:
                values.append(value)
    return [_bounds(values, times) for values in found]


def grouped(rows: Sequence[Row], order: Sequence[int]) -> list[Row]:
    """The rows, or where there are many the sums of groups of them, as they stand in this order."""
    if len(rows) <= MOST_GROUPS:
        return list(rows)
    found = []
    for column in columns(rows):
        shuffled = [column[place] for place in order] if any(column) else column
        found.append([sum(shuffled[start::MOST_GROUPS]) for start in range(MOST_GROUPS)])
    return [array("d", group) for group in zip(*found, strict=True)]


def _bounds(values: list[float], times: int) -> tuple[float, float] | None:
    if len(values) < times * (1 - _MOST_UNDEFINED):
        return None
    values.sort()
    last = len(values) - 1
    return values[round(0.025 * last)], values[round(0.975 * last)]


def _scale(most: float) -> float:
    return (1 << _BITS) / most if most else 1.0


def _packed(row: Row, scales: Sequence[float]) -> int:
    values = [round(value * scale) for value, scale in zip(row, scales, strict=True)]
    return int.from_bytes(array("Q", values).tobytes(), "little")
