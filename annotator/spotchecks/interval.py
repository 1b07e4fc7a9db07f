"""An interval for a share, where few were looked at."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist


def wilson(successes: int, total: int, level: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval, without continuity correction; `total` is at least 1."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = successes / total
    middle = share + z * z / (2 * total)
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    whole = 1 + z * z / total
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)
