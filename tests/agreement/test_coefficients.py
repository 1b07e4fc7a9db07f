"""Coefficients beside the examples that their authors published, and beside plain reckoning."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.coefficients import (
    ac1,
    alpha,
    by_name,
    by_rank,
    f1,
    kappa,
    nominal_alpha,
)
from tests.agreement import brute

#: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, parts C to E: four observers,
#: twelve units, values from 1 to 5.
FOUR_OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
#: The same, part A: two observers, ten units, two values.
TWO_OBSERVERS = ((0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0))
#: The same, part B: two observers, twelve units, five names (a to e).
FIVE_NAMES = tuple(tuple(map("abcde".index, said)) for said in ("aabbdcccedda", "babbbccceddd"))


def units(observers: Iterable[Iterable[int | None]], lowest: int = 0) -> list[list[int | None]]:
    columns = zip(*observers, strict=True)
    return [[None if one is None else one - lowest for one in column] for column in columns]


def matrix(of: brute.Units, size: int) -> list[list[float]]:
    table = [[0.0] * size for _ in range(size)]
    for unit in of:
        said = [one for one in unit if one is not None]
        for place, first in enumerate(said):
            for second in said[place + 1 :]:
                table[first][second] += 1 / (len(said) - 1)
    return table


@pytest.mark.parametrize(
    ("observers", "lowest", "distance", "published"),
    [
        pytest.param(TWO_OBSERVERS, 0, by_name, 0.095, id="two observers, two values"),
        pytest.param(FIVE_NAMES, 0, by_name, 0.692, id="two observers, five names"),
        pytest.param(FOUR_OBSERVERS, 1, by_name, 0.743, id="four observers, names"),
        pytest.param(FOUR_OBSERVERS, 1, by_rank, 0.815, id="four observers, ranks"),
    ],
)
def test_alpha_is_krippendorffs(
    observers: Iterable[Iterable[int | None]],
    lowest: int,
    distance: Callable[..., float],
    published: float,
) -> None:
    found = alpha(matrix(units(observers, lowest), 5), distance)

    assert found == pytest.approx(published, abs=0.0006)


def test_alpha_from_how_often_each_value_occurs_is_the_same() -> None:
    table = matrix(units(FOUR_OBSERVERS, 1), 5)
    occurs = [sum(table[a][b] + table[b][a] for b in range(5)) for a in range(5)]

    found = nominal_alpha(sum(2 * table[a][a] for a in range(5)), occurs)

    assert found == pytest.approx(alpha(table, by_name))


def test_kappa_is_that_of_the_textbooks() -> None:
    # Two readers of fifty proposals: 20 yes and 15 no of both, 5 and 10 apart.
    assert kappa([[20, 5], [10, 15]]) == pytest.approx(0.4)
    # Fleiss, Levin and Paik 2003, Statistical Methods for Rates and Proportions, table 18.1.
    assert kappa([[75, 1, 4], [5, 4, 1], [0, 0, 10]]) == pytest.approx(0.676, abs=0.0005)


def test_ac1_is_that_of_gwets_tables() -> None:
    # Gwet 2002, Kappa Statistic is not Satisfactory for Assessing the Extent of Agreement Between
    # Raters: kappa falls to less than nothing where nearly all is of one value.
    skewed = [[118, 5], [2, 0]]

    assert kappa(skewed) == pytest.approx(-0.0234, abs=0.0005)
    assert ac1(125, 118, [(120 + 123) / 2, (5 + 2) / 2]) == pytest.approx(0.9408, abs=0.0005)


def test_what_has_one_value_or_none_has_no_figure() -> None:
    for nothing in ([[0.0, 0.0], [0.0, 0.0]], [[7.0, 0.0], [0.0, 0.0]]):
        assert alpha(nothing, by_name) is None
        assert alpha(nothing, by_rank) is None
        assert kappa(nothing) is None
    assert nominal_alpha(14, [14, 0]) is None
    assert nominal_alpha(0, [0, 0]) is None
    assert ac1(7, 7, [7, 0]) is None
    assert ac1(0, 0, [0, 0]) is None
    assert f1(0, 0) is None


said = st.lists(st.none() | st.integers(0, 3), min_size=2, max_size=4)


@given(st.lists(said, max_size=12))
def test_alpha_is_what_plain_reckoning_gives(of: list[list[int | None]]) -> None:
    table = matrix(of, 4)

    assert alpha(table, by_name) == pytest.approx(brute.alpha(of, brute.nominal))
    assert alpha(table, by_rank) == pytest.approx(brute.alpha(of, brute.ordinal(of)))


@pytest.mark.readers
@given(st.lists(said, max_size=12))
def test_alpha_is_what_the_library_gives(of: list[list[int | None]]) -> None:
    library = pytest.importorskip("krippendorff")
    paired = [[one for one in unit if one is not None] for unit in of]
    paired = [unit for unit in paired if len(unit) > 1]
    if len({one for unit in paired for one in unit}) < 2:
        return
    counts = [[unit.count(value) for value in range(4)] for unit in paired]

    for distance, level in ((by_name, "nominal"), (by_rank, "ordinal")):
        theirs = library.alpha(value_counts=counts, level_of_measurement=level)
        assert alpha(matrix(of, 4), distance) == pytest.approx(theirs)
