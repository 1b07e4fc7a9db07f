"""Marks are put together where they are about the same words, the same way each time."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from annotator.adjudication.comparing import Difference, Item, Marked, common, compare, union

AMARA, BJORN, CHEN = 1, 2, 3


def mark(
    key: str, person: int, *pieces: tuple[int, int], label: str = "claim", **said: object
) -> Marked:
    """One person's mark of these pieces."""
    content = tuple(("content", start, end) for start, end in pieces)
    return Marked(key, person, label, content, **said)  # type: ignore[arg-type]


def ids(items: list[Item]) -> list[list[str]]:
    """The marks of each item."""
    return [[one.id for one in item.marks] for item in items]


def test_marks_of_the_same_words_that_say_the_same_are_agreed() -> None:
    marks = [mark("a", AMARA, (0, 10)), mark("b", BJORN, (0, 10))]
    (item,) = compare([AMARA, BJORN], marks)
    assert item.is_agreed
    assert item.overlap == 1


def test_marks_that_share_words_are_one_item_whose_edges_differ() -> None:
    marks = [mark("a", AMARA, (0, 65)), mark("b", BJORN, (0, 85))]
    (item,) = compare([AMARA, BJORN], marks)
    assert item.differences == {Difference.EDGES}
    assert round(item.overlap, 2) == 0.76


def test_a_mark_that_only_one_made_is_an_item_of_its_own() -> None:
    (item,) = compare([AMARA, BJORN], [mark("b", BJORN, (4, 9))])
    assert item.differences == {Difference.ONLY}
    assert item.missing == (AMARA,)


def test_of_three_people_two_who_marked_are_told_from_the_one_who_did_not() -> None:
    marks = [mark("a", AMARA, (0, 9)), mark("c", CHEN, (0, 9))]
    (item,) = compare([AMARA, BJORN, CHEN], marks)
    assert item.differences == {Difference.ONLY}
    assert item.missing == (BJORN,)


def test_the_same_words_with_another_label_differ_in_their_label() -> None:
    marks = [mark("a", AMARA, (0, 20)), mark("b", BJORN, (0, 18), label="quote")]
    (item,) = compare([AMARA, BJORN], marks)
    assert item.differences == {Difference.LABEL, Difference.EDGES}


def test_a_claim_inside_a_quote_is_no_other_label_for_the_same_words() -> None:
    quote = mark("q", AMARA, (0, 100), label="quote")
    assert ids(compare([AMARA, BJORN], [quote, mark("c", BJORN, (10, 30))])) == [["q"], ["c"]]


def test_claims_find_each_other_inside_quotes_that_do_too() -> None:
    marks = [
        mark("q1", AMARA, (0, 100), label="quote"),
        mark("c1", AMARA, (10, 95)),
        mark("q2", BJORN, (0, 90), label="quote"),
        mark("c2", BJORN, (5, 95)),
    ]
    assert ids(compare([AMARA, BJORN], marks)) == [["q1", "q2"], ["c1", "c2"]]


def test_verdicts_and_what_is_said_beside_the_words_are_compared() -> None:
    one = mark("a", AMARA, (0, 9), rating="supported", fields={"wording": ("Fares rose.",)})
    other = mark("b", BJORN, (0, 9), rating="refuted", fields={"wording": ("Fares fell.",)})
    (item,) = compare([AMARA, BJORN], [one, other])
    assert item.differences == {Difference.VERDICT, Difference.FIELDS}
    assert item.fields == {"wording"}


def test_who_says_nothing_contradicts_nobody_but_a_verdict_that_lacks_is_seen() -> None:
    one = mark("a", AMARA, (0, 9), rating="supported", fields={"place": ("Kiel",)})
    (item,) = compare([AMARA, BJORN], [one, mark("b", BJORN, (0, 9))])
    assert item.differences == {Difference.VERDICT}


def test_nobody_has_two_marks_in_one_item() -> None:
    marks = [
        mark("long", AMARA, (0, 100)),
        mark("left", BJORN, (0, 48)),
        mark("right", BJORN, (50, 100)),
    ]
    # The likest find each other, and what is left is somebody's alone.
    assert ids(compare([AMARA, BJORN], marks)) == [["long", "right"], ["left"]]


def test_marks_of_several_pieces_are_compared_as_a_whole() -> None:
    one, other = mark("a", AMARA, (0, 5), (10, 15)), mark("b", BJORN, (0, 5), (10, 18))
    (item,) = compare([AMARA, BJORN], [one, other])
    assert union([one.content, other.content]) == [(0, 5), (10, 18)]
    assert common([one.content, other.content]) == [(0, 5), (10, 15)]
    assert item.differences == {Difference.EDGES}


def test_what_three_people_have_in_common_may_be_nothing() -> None:
    assert common([[(0, 5)], [(3, 8)], [(6, 9)]]) == []
    assert union([[(0, 5)], [(3, 8)], [(6, 9)]]) == [(0, 9)]


EXTENTS = st.tuples(st.integers(0, 60), st.integers(1, 25)).map(lambda one: (one[0], sum(one)))
MARKS = st.lists(
    st.tuples(st.integers(1, 4), EXTENTS, st.sampled_from(["claim", "quote", "context"])),
    max_size=14,
)


@given(MARKS, st.randoms(use_true_random=False))
def test_every_mark_is_in_one_item_whatever_the_order(
    said: list[tuple[int, tuple[int, int], str]], dice: Random
) -> None:
    marks = [
        mark(f"{number:02}", person, extent, label=label)
        for number, (person, extent, label) in enumerate(said)
    ]
    items = compare([1, 2, 3, 4], marks)
    found = [one for item in items for one in item.marks]
    assert sorted(one.id for one in found) == [one.id for one in marks]
    for item in items:
        people = [one.person for one in item.marks]
        assert len(set(people)) == len(people)
        assert set(people) | set(item.missing) == {1, 2, 3, 4}
    shuffled = marks[:]
    dice.shuffle(shuffled)
    assert ids(compare([1, 2, 3, 4], shuffled)) == ids(items)


def brute(extents: list[list[tuple[int, int]]], every: bool) -> set[int]:
    """The characters of all of these, or of any."""
    sets = [{at for start, end in one for at in range(start, end)} for one in extents]
    return set.intersection(*sets) if every else set.union(*sets)


@given(st.lists(st.lists(EXTENTS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_union_and_overlap_hold_the_very_characters(extents: list[list[tuple[int, int]]]) -> None:
    for found, every in ((union(extents), False), (common(extents), True)):
        assert {at for start, end in found for at in range(start, end)} == brute(extents, every)
        assert all(one[1] < other[0] for one, other in zip(found, found[1:], strict=False)) or every
