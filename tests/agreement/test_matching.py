"""Which marks are the same one: beside trying all pairs, again and again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.matching import candidates, matched, overlap, same_label
from annotator.agreement.material import Compared
from tests.agreement import brute
from tests.agreement.made import article, articles, mark

thresholds = st.sampled_from((0.1, 0.3, 0.5, 0.7, 1.0))


def pairs_of(of: Compared, threshold: float) -> set[tuple[str, str]]:
    first, second = of.readings
    found = matched(candidates(of.readings, threshold)).pairs.get((0, 1), [])
    return {(first.marks[a].id, second.marks[b].id) for a, b in found}


@given(articles(readers=2), thresholds)
def test_two_readings_match_as_trying_all_pairs_does(of: Compared, threshold: float) -> None:
    first, second = of.readings

    assert pairs_of(of, threshold) == brute.matched(first.marks, second.marks, threshold)


@given(articles(), thresholds)
def test_a_pair_matches_the_same_whoever_else_read(of: Compared, threshold: float) -> None:
    everybody = matched(candidates(of.readings, threshold)).pairs
    for i, j in of.pairs():
        alone = matched(candidates([of.readings[i], of.readings[j]], threshold)).pairs

        assert everybody.get((i, j), []) == alone.get((0, 1), [])


@given(articles(), thresholds)
def test_a_group_has_each_mark_once_and_one_of_each_reader(of: Compared, threshold: float) -> None:
    groups = matched(candidates(of.readings, threshold)).groups
    members = [member for group in groups for member in group.items()]

    assert len(members) == len(set(members))
    assert all(len(group) > 1 for group in groups)


@given(articles(readers=2), thresholds)
def test_the_groups_of_two_are_their_pairs(of: Compared, threshold: float) -> None:
    found = matched(candidates(of.readings, threshold))

    grouped = {(group[0], group[1]) for group in found.groups}
    assert grouped == set(found.pairs.get((0, 1), []))


@given(articles(readers=2))
def test_marks_of_one_label_match_within_it(of: Compared) -> None:
    first, second = of.readings
    found = matched(same_label(candidates(of.readings, 0.5))).pairs.get((0, 1), [])

    assert all(first.marks[a].label == second.marks[b].label for a, b in found)


def test_overlap_is_the_common_share_of_all_characters() -> None:
    assert overlap([(0, 10)], [(5, 15)]) == 5 / 15
    assert overlap([(0, 4), (6, 10)], [(0, 10)]) == 8 / 10
    assert overlap([(0, 4)], [(4, 8)]) == 0


def test_among_marks_of_the_same_words_those_of_one_label_match() -> None:
    mine = [mark("quote", (0, 20)), mark("claim", (0, 20))]
    theirs = [mark("claim", (0, 20)), mark("quote", (0, 20))]
    of = article(mine, theirs)
    first, second = of.readings

    for a, b in matched(candidates(of.readings, 0.5)).pairs[0, 1]:
        assert first.marks[a].label == second.marks[b].label


def test_the_threshold_decides_what_is_the_same() -> None:
    of = article([mark("claim", (0, 10))], [mark("claim", (0, 20))])

    assert pairs_of(of, 0.5) != set()
    assert pairs_of(of, 0.51) == set()
