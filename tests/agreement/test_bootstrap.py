"""Intervals: sums of what was drawn, the same for the same seed."""

from __future__ import annotations

import random
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.bootstrap import MOST_GROUPS, SEED, grouped, intervals, resampled

rows = st.lists(
    st.tuples(st.integers(0, 50), st.floats(0, 1e9), st.just(0.0)), min_size=2, max_size=8
)


def share(row: list[float]) -> float | None:
    return row[0] / row[1] if row[1] else None


@given(rows)
def test_a_resample_is_the_sum_of_what_was_drawn(of: list[tuple[float, ...]]) -> None:
    arrays = [array("d", one) for one in of]
    drawing = random.Random(SEED)

    for found in resampled(arrays, 5):
        drawn = drawing.choices(of, k=len(of))
        summed = [sum(column) for column in zip(*drawn, strict=True)]
        assert found == pytest.approx(summed, rel=1e-9, abs=1e-3)


def test_the_same_seed_gives_the_same_interval() -> None:
    of = [array("d", (n % 7, 10)) for n in range(40)]

    assert intervals(of, [share], 200) == intervals(of, [share], 200)
    assert intervals(of, [share], 200) != intervals(of, [share], 200, seed=1)


def test_the_interval_of_a_mean_is_about_two_standard_errors_each_way() -> None:
    of = [array("d", (n % 2, 1)) for n in range(400)]
    [found] = intervals(of, [share], 1000)

    assert found is not None
    assert found[0] == pytest.approx(0.5 - 1.96 * 0.025, abs=0.01)
    assert found[1] == pytest.approx(0.5 + 1.96 * 0.025, abs=0.01)


def test_many_articles_are_resampled_in_groups_that_hold_all_of_them() -> None:
    of = [array("d", (n, 1)) for n in range(MOST_GROUPS * 3 + 7)]
    groups = grouped(of, random.Random(1).sample(range(len(of)), len(of)))

    assert len(groups) == MOST_GROUPS
    assert sum(one[0] for one in groups) == sum(range(len(of)))
    assert {one[1] for one in groups} == {3, 4}


def test_one_article_gives_no_interval() -> None:
    assert intervals([array("d", (1, 2))], [share], 100) == [None]


def test_what_is_mostly_undefined_gives_no_interval() -> None:
    of = [array("d", (1, 2)), *[array("d", (0, 0))] * 4]

    assert intervals(of, [share], 100) == [None]
