"""Which articles stand together, and why."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.splits.grouping import Groups, Join, group
from annotator.splits.material import Material, Reason
from tests.splits.making import Piece, edited, fresh, material_of, near_pairs, overlaps_of


def _groups(pieces: list[Piece], **more: object) -> Groups:
    material = material_of(pieces, **more)  # type: ignore[arg-type]
    return group(material, overlaps_of(material, pieces))


def _together(pieces: list[Piece], **more: object) -> list[list[int]]:
    return [members for members in _groups(pieces, **more).each() if len(members) > 1]


def test_articles_that_share_nothing_stand_alone() -> None:
    pieces = [Piece(fresh(number)) for number in range(20)]
    found = _groups(pieces)
    assert len(found) == 20
    assert list(found.each()) == [[place] for place in range(20)]
    assert list(found.joins()) == []


def test_a_project_without_articles_has_no_groups() -> None:
    assert list(_groups([]).each()) == []


def test_near_duplicates_stand_together_and_it_says_how_near_they_are() -> None:
    text = fresh("story", 200)
    found = _groups([Piece(text), Piece(fresh(1)), Piece(edited(text, 8))])
    assert list(found.each()) == [[0, 2], [1]]
    ((one, other, reason, percent),) = found.joins()
    assert (one, other, reason) == (0, 2, Reason.NEAR)
    assert 70 < percent < 95


def test_texts_that_only_overlap_a_little_stand_apart() -> None:
    text = fresh("story", 200)
    half = " ".join([*text.split()[:100], *fresh("another", 100).split()])
    assert _together([Piece(text), Piece(half)]) == []


def test_the_same_words_in_other_letters_are_the_same_text() -> None:
    found = _groups([Piece("One line of text."), Piece("ONE LINE — of “text”"), Piece("One line")])
    assert [join.reason for join in found.joins()] == [Reason.SAME_TEXT]


def test_texts_without_words_are_not_the_same_text() -> None:
    assert _together([Piece("!!!"), Piece("???")]) == []


def test_an_earlier_revision_holds_its_article_with_copies_of_it() -> None:
    old = fresh("old", 100)
    pieces = [Piece(fresh("new", 100), earlier=[old]), Piece(edited(old, 3))]
    assert _together(pieces) == [[0, 1]]


@pytest.mark.parametrize(
    ("shared", "reason"),
    [
        ({"page": "example.org/a"}, Reason.SAME_PAGE),
        ({"claims": ["Fares have doubled since 2024."]}, Reason.CLAIM),
        ({"speaker": "Ana Ruiz"}, Reason.SPEAKER),
        ({"publisher": "The Daily"}, Reason.PUBLISHER),
    ],
)
def test_what_articles_share_joins_them(shared: dict[str, str], reason: Reason) -> None:
    pieces = [Piece(fresh(1), **shared), Piece(fresh(2)), Piece(fresh(3), **shared)]  # type: ignore[arg-type]
    assert list(_groups(pieces).joins()) == [Join(0, 2, reason)]


def test_claims_worded_alike_join_whatever_their_case_and_punctuation() -> None:
    pieces = [
        Piece(fresh(1), claims=["Fares, on the ferry, have doubled."]),
        Piece(fresh(2), claims=["fares on the FERRY have doubled"]),
        Piece(fresh(3), claims=["Fares on the ferry have halved."]),
    ]
    assert _together(pieces) == [[0, 1]]


def test_claims_of_very_few_words_join_nothing() -> None:
    pieces = [Piece(fresh(1), claims=["He denied it."]), Piece(fresh(2), claims=["He denied it."])]
    assert _together(pieces) == []


def test_speakers_and_publishers_are_the_same_in_every_case_and_width() -> None:
    pieces = [Piece(fresh(1), publisher="THE  Daily "), Piece(fresh(2), publisher="The Ｄaily")]
    assert _together(pieces) == [[0, 1]]


def test_articles_that_somebody_linked_stand_together() -> None:
    pieces = [Piece(fresh(number)) for number in range(3)]
    assert list(_groups(pieces, linked=[(2, 0)]).joins()) == [Join(0, 2, Reason.LINKED)]


def test_a_chain_is_one_group_and_tells_its_links() -> None:
    text = fresh("a", 200)
    near = edited(text, 8)
    pieces = [
        Piece(text),
        Piece(near, claims=["Trains were late on Monday."]),
        Piece(fresh("b"), claims=["trains were late on monday"], page="p"),
        Piece(fresh("c"), page="p"),
        Piece(fresh("d")),
    ]
    found = _groups(pieces)
    assert list(found.each()) == [[0, 1, 2, 3], [4]]
    assert [join.reason for join in found.why(0, 3)] == [
        Reason.NEAR, Reason.CLAIM, Reason.SAME_PAGE,
    ]  # fmt: skip
    assert found.reasons(2) == {Reason.NEAR: 1, Reason.CLAIM: 1, Reason.SAME_PAGE: 1}
    assert found.why(0, 4) == []
    assert found.why(0, 0) == []


def test_a_chain_of_edits_is_one_group_though_its_ends_are_not_alike() -> None:
    texts = [fresh("start", 120)]
    for number in range(12):
        texts.append(edited(texts[-1], 4, number))
    pieces = [Piece(text) for text in texts]
    assert (0, 12) not in near_pairs(pieces)
    assert _together(pieces) == [list(range(13))]


def test_many_copies_of_one_text_cost_no_comparison_each_with_each() -> None:
    text = fresh("wire", 100)
    pieces = [Piece(edited(text, 2, number)) for number in range(200)]
    material = material_of(pieces)
    overlaps = overlaps_of(material, pieces)
    assert [len(one) for one in group(material, overlaps).each()] == [200]
    assert overlaps.compared < 1000


def test_articles_come_in_the_order_of_the_queue() -> None:
    material = Material()
    material.add("a", 2, None)
    with pytest.raises(ValueError, match="order of the queue"):
        material.add("b", 2, None)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 10)), max_size=25), st.integers())
@settings(max_examples=40)
def test_nearly_all_pairs_that_brute_force_finds_stand_together(
    made: list[tuple[int, int]], seed: int
) -> None:
    pieces = [
        Piece(edited(fresh(f"{seed} {story}", 80), changes, place))
        for place, (story, changes) in enumerate(made)
    ]
    found = _groups(pieces)
    apart = [
        pair for pair in near_pairs(pieces) if found.first_of(pair[0]) != found.first_of(pair[1])
    ]
    # Bands find 98 of 100 that overlap by just enough; the check finds the rest (test_leaks.py).
    assert len(apart) <= 2


@given(st.lists(st.integers(0, 6), min_size=1, max_size=20), st.integers(0, 20))
@settings(max_examples=30)
def test_later_articles_only_ever_make_groups_larger(stories: list[int], count: int) -> None:
    pieces = [
        Piece(edited(fresh(story, 80), place % 9, place)) for place, story in enumerate(stories)
    ]
    earlier, later = _groups(pieces[:count]), _groups(pieces)
    for place in range(min(count, len(pieces))):
        assert later.first_of(place) == later.first_of(earlier.first_of(place))
