"""Units and gaps: Krippendorff's own example, and every position counted out."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.unitizing import (
    Section,
    apart,
    difference,
    expected,
    observed,
    sections,
    sizes,
)
from tests.agreement import brute
from tests.agreement.made import pieces

LENGTH = 300


def example(*units: tuple[int, int]) -> list[tuple[int, int, bool]]:
    """Units of Krippendorff 2004, p. 254, whose continuum runs from 150 to 450."""
    return sections(((start - 150, start + size - 150) for start, size in units), LENGTH)


def disagreement(cut: list[list[Section]], length: int) -> float:
    """The observed one."""
    return observed([difference(*two) for two in combinations(cut, 2)], length)


def chance(cut: list[list[Section]], length: int) -> float:
    """The expected one."""
    return expected([sizes(one) for one in cut], length)


C = [example((225, 70), (370, 30)), example((220, 80), (355, 20), (400, 20))]
K = [example((180, 60), (300, 50))] * 2


def test_the_disagreement_is_that_of_the_published_example() -> None:
    assert disagreement(C, LENGTH) == pytest.approx(0.0144, abs=0.0001)
    assert chance(C, LENGTH) == pytest.approx(0.0532, abs=0.0001)
    assert disagreement(K, LENGTH) == 0
    assert chance(K, LENGTH) == pytest.approx(0.0490, abs=0.0001)


def test_alpha_is_that_of_the_published_example() -> None:
    assert 1 - disagreement(C, LENGTH) / chance(C, LENGTH) == pytest.approx(0.7286, abs=0.0001)
    both = [sum(one(of, LENGTH) for of in (C, K)) for one in (disagreement, chance)]
    assert 1 - both[0] / both[1] == pytest.approx(0.8591, abs=0.0005)


@pytest.mark.parametrize(
    ("first", "second", "published"),
    [
        ((5, 6, True), (4, 2, True), 26),
        ((5, 6, True), (5, 2, True), 16),
        ((5, 6, True), (6, 2, True), 10),
        ((5, 6, True), (7, 2, True), 8),
        ((5, 6, True), (6, 4, True), 2),
        ((5, 6, True), (5, 6, True), 0),
        ((225, 70, True), (220, 80, True), 50),
        ((370, 30, True), (355, 20, True), 850),
        ((400, 50, False), (400, 20, True), 400),
    ],
)
def test_the_distance_is_the_published_one(
    first: tuple[int, int, bool], second: tuple[int, int, bool], published: int
) -> None:
    assert apart(first, second) == published
    assert apart(second, first) == published


Pieces = tuple[tuple[int, int], ...]
readings = st.lists(st.lists(pieces(), max_size=3), min_size=2, max_size=4)


@given(readings)
def test_it_is_what_counting_every_position_gives(
    read: list[list[Pieces]],
) -> None:
    cut = [sections([piece for mark in marks for piece in mark], 60) for marks in read]

    assert disagreement(cut, 60) == pytest.approx(brute.observed(cut, 60))
    if any(is_unit for one in cut for _, _, is_unit in one):
        assert chance(cut, 60) == pytest.approx(brute.expected(cut, 60))
    else:
        assert chance(cut, 60) == 0


@given(readings)
def test_a_text_is_cut_without_a_rest(read: list[list[Pieces]]) -> None:
    for marks in read:
        cut = sections([piece for mark in marks for piece in mark], 60)
        ends = [start + size for start, size, _ in cut]

        assert [start for start, _, _ in cut] == [0, *ends[:-1]]
        assert ends[-1] == 60
        assert all(one[2] != other[2] for one, other in zip(cut, cut[1:], strict=False))
