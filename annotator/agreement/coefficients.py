"""Agreement beyond chance, from sums that may be added up: of articles, of pairs, of weeks.

Libraries take the ratings themselves, unit by unit; from sums, a cut or one of a thousand
resamples costs nothing anew. `tests/agreement` holds these to the published examples and to
the library `krippendorff`. Each gives None where it is not defined: nothing was compared, or all
that was compared has one value, so that nothing can be said of chance.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

#: `matrix[a][b]`: how often two readers said a and b of one unit, each pair weighted by one less
#: than the readers of the unit. Which of both is first does not matter to alpha.
Matrix = Sequence[Sequence[float]]


def f1(common: float, total: float) -> float | None:
    """Twice what both have by what either has: 1 where both marked the same.

    Of two readers neither of whom is the measure of the other, this is the harmonic mean of
    precision and recall. Hripcsak and Rothschild 2005, doi:10.1197/jamia.M1733.
    """
    return 2 * common / total if total else None


def nominal_alpha(agreeing: float, values: Sequence[float]) -> float | None:
    """Krippendorff's alpha for names: `agreeing` of all values are paired with their like.

    `values` counts each value that can be paired. Krippendorff 2011, Computing Krippendorff's
    Alpha-Reliability, part C: 1 - (n - 1) (n - sum o_cc) / (n^2 - sum n_c^2).
    """
    n = sum(values)
    apart = n * n - sum(one * one for one in values)
    if n <= 1 or apart <= 1e-9 * n:
        return None
    return 1 - (n - 1) * (n - agreeing) / apart


def alpha(matrix: Matrix, distance: Callable[[int, int, Sequence[float]], float]) -> float | None:
    """Krippendorff's alpha for any distance: 1 - (n - 1) sum o_ck d_ck / sum n_c n_k d_ck.

    Krippendorff 2011, part D and later; `distance` is given two values and how often each
    occurs.
    """
    size = range(len(matrix))
    occurs = [sum(matrix[a][b] + matrix[b][a] for b in size) for a in size]
    observed = expected = 0.0
    for a in size:
        for b in size:
            if a != b and occurs[a] and occurs[b]:
                apart = distance(a, b, occurs)
                observed += 2 * matrix[a][b] * apart
                expected += occurs[a] * occurs[b] * apart
    if not expected:
        return None
    return 1 - (sum(occurs) - 1) * observed / expected


def by_name(first: int, second: int, _occurs: Sequence[float]) -> float:
    """Two names are the same or are not."""
    return float(first != second)


def by_rank(first: int, second: int, occurs: Sequence[float]) -> float:
    """The ordinal distance: what lies between two ranks, and half of each, squared.

    Krippendorff 2011, part E. The values stand in the order of their ranks.
    """
    low, high = min(first, second), max(first, second)
    between = sum(occurs[low : high + 1]) - (occurs[low] + occurs[high]) / 2
    return between * between


def kappa(matrix: Matrix) -> float | None:
    """Cohen's kappa of two readers: `matrix[a][b]` where the first said a and the second b.

    Cohen 1960, doi:10.1177/001316446002000104: (p_o - p_e) / (1 - p_e).
    """
    size = range(len(matrix))
    n = sum(map(sum, matrix))
    if not n:
        return None
    observed = sum(matrix[a][a] for a in size) / n
    columns = [sum(row[b] for row in matrix) for b in size]
    expected = sum(sum(matrix[a]) * columns[a] for a in size) / (n * n)
    return None if expected > 1 - 1e-12 else (observed - expected) / (1 - expected)


def ac1(units: float, agreeing: float, shares: Sequence[float]) -> float | None:
    """Gwet's AC1, which stays steady where one value is much more frequent than the others.

    `agreeing` sums up, over the units, which share of the pairs of their readers agree, and
    `shares` which share of their readers said each value that there is. Gwet 2008,
    doi:10.1348/000711006X126600: p_e = sum pi_q (1 - pi_q) / (Q - 1).
    """
    if not units or sum(1 for share in shares if share) < 2:
        return None
    expected = sum(share / units * (1 - share / units) for share in shares) / (len(shares) - 1)
    return (agreeing / units - expected) / (1 - expected)
