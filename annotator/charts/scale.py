"""Round numbers for an axis."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log10

_MOST_STEPS = 4
_ROUND = (1, 2, 5, 10)


def steps(most: float) -> list[float]:
    """From nought to a round number at or above `most`, in a few whole steps; never only nought."""
    if most <= 0:
        return [0, 1]
    magnitude = 10 ** int(log10(most / _MOST_STEPS)) if most > _MOST_STEPS else 1
    step = next(one * magnitude for one in _ROUND if one * magnitude * _MOST_STEPS >= most)
    return [step * number for number in range(ceil(most / step) + 1)]


def shares(top: float) -> list[float]:
    """Quarters of `top`, for figures that have an end."""
    return [top * number / _MOST_STEPS for number in range(_MOST_STEPS + 1)]


def highest(columns: Sequence[Sequence[float | None]]) -> float:
    """The largest sum of the columns, each the values that stand upon one another."""
    return max((sum(value or 0 for value in column) for column in columns), default=0)
