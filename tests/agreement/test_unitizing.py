"""Units and gaps: Krippendorff's own example, and every position counted out."""

from __future__ import annotations

from itertools import chain, combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.material import Piece
from annotator.agreement.unitizing import Cut, cut, difference, expected, observed, room
from tests.agreement import brute
from tests.agreement.made import pieces

LENGTH = 300


def example(*units: tuple[int, int]) -> Cut:
    """Units of Krippendorff 2004, p. 254, whose continuum runs from 150 to 450."""
    return cut(((start - 150, start + size - 150) for start, size in units), LENGTH)


def disagreement(cuts: list[Cut], length: int) -> float:
    """The observed one."""
    return observed([difference(*two) for two in combinations(cuts, 2)], length)


def chance(cuts: list[Cut], length: int) -> float:
    """The expected one."""
    return expected(cuts, sum(room(*two) for two in product(cuts, repeat=2)), length)


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
        ((5, 6), (4, 2), 26),
        ((5, 6), (5, 2), 16),
        ((5, 6), (6, 2), 10),
        ((5, 6), (7, 2), 8),
        ((5, 6), (6, 4), 2),
        ((5, 6), (5, 6), 0),
        ((225, 70), (220, 80), 50),
        ((370, 30), (355, 20), 850),
        (None, (400, 20), 400),
    ],
)
def test_the_distance_is_the_published_one(
    first: tuple[int, int] | None, second: tuple[int, int], published: int
) -> None:
    one, other = (cut([(of[0], sum(of))] if of else [], 450) for of in (first, second))

    assert difference(one, other) == published
    assert difference(other, one) == published


readings = st.lists(
    st.lists(pieces(), max_size=3).map(lambda marks: [*chain.from_iterable(marks)]),
    min_size=2,
    max_size=4,
)


@given(readings)
def test_it_is_what_counting_every_position_gives(read: list[list[Piece]]) -> None:
    cuts = [cut(marked, 60) for marked in read]
    counted = [brute.sections(marked, 60) for marked in read]

    assert disagreement(cuts, 60) == pytest.approx(brute.observed(counted, 60))
    if any(is_unit for one in counted for _, _, is_unit in one):
        assert chance(cuts, 60) == pytest.approx(brute.expected(counted, 60))
    else:
        assert chance(cuts, 60) == 0


@given(readings)
def test_a_text_is_cut_into_the_units_and_gaps_of_its_characters(read: list[list[Piece]]) -> None:
    for marked in read:
        counted = brute.sections(marked, 60)
        units = [(start, start + size) for start, size, is_unit in counted if is_unit]

        assert cut(marked, 60).units == units
        assert cut(marked, 60).gaps == sorted(size for _, size, is_unit in counted if not is_unit)
