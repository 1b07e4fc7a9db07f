"""What reviewers are called where nobody is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.clock import now
from tests.adjudication.made import Bench


@pytest.mark.parametrize(
    ("place", "letter"), [(1, "A"), (26, "Z"), (27, "AA"), (28, "AB"), (52, "AZ"), (53, "BA")]
)
def test_the_twenty_seventh_reviewer_is_called_aa(bench: Bench, place: int, letter: str) -> None:
    crowd = dict.fromkeys(range(1, 61), now())
    assert replace(bench.case, submitted=crowd).letter(place) == letter


def test_no_two_reviewers_are_called_alike(bench: Bench) -> None:
    case = replace(bench.case, submitted=dict.fromkeys(range(1, 1001), now()))
    assert len({case.letter(person) for person in case.people}) == 1000
