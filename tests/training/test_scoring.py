"""The score against plain reckoning: every one-to-one matching is tried by hand."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.material import Mark, in_order
from annotator.agreement.sums import Scale
from annotator.training.scoring import Line, Outcome, Score, lines, score

SCALE = Scale(("refuted", "supported", "unknown"), (1, 3))
LENGTH = 40
RATINGS = st.sampled_from((None, "refuted", "supported", "unknown"))


@st.composite
def marks(draw: st.DrawFn, who: str) -> tuple[Mark, ...]:
    """Up to five marks, some of them of two pieces."""
    found = []
    for number in range(draw(st.integers(0, 5))):
        start, size = draw(st.integers(0, 30)), draw(st.integers(1, 5))
        pieces = [(start, start + size)]
        if draw(st.booleans()):
            pieces.append((start + size + 1, start + size + 3))
        label = draw(st.sampled_from(("claim", "quote", "context")))
        rating = draw(RATINGS) if label == "claim" else None
        found.append(Mark(f"{who}{number}", label, tuple(pieces), rating, rating is not None))
    return in_order(found)


def characters(mark: Mark) -> set[int]:
    return {place for start, end in mark.pieces for place in range(start, end)}


def common(one: Mark, other: Mark) -> Fraction:
    first, second = characters(one), characters(other)
    return Fraction(len(first & second), len(first | second))


def by_hand(
    known: tuple[Mark, ...], own: tuple[Mark, ...], *, same: bool
) -> list[tuple[Mark, Mark]]:
    """The closest two that are left, again and again."""
    near = [
        ((-common(a, b), a.label != b.label, i, j), a, b)
        for i, a in enumerate(known)
        for j, b in enumerate(own)
        if common(a, b) >= Fraction(1, 2) and (a.label == b.label or not same)
    ]
    found: list[tuple[Mark, Mark]] = []
    for _, a, b in sorted(near, key=lambda one: one[0]):
        if all(a.id != one.id and b.id != other.id for one, other in found):
            found.append((a, b))
    return found


@given(marks("k"), marks("o"))
def test_every_count_is_that_of_plain_reckoning(
    known: tuple[Mark, ...], own: tuple[Mark, ...]
) -> None:
    found = score(known, own, SCALE, LENGTH)
    strict = by_hand(known, own, same=True)
    judged = [(a, b) for a, b in strict if a.rating and b.rating]
    exact = Counter(one.pieces for one in known) & Counter(one.pieces for one in own)
    right = sum(a.rating is None or a.rating == b.rating for a, b in strict)
    assert found == Score(
        len(known),
        len(own),
        exact.total(),
        len(by_hand(known, own, same=False)),
        len(strict),
        len(judged),
        sum(a.rating == b.rating for a, b in judged),
        right,
    )
    total = len(known) + len(own)
    assert found.whole == (Fraction(2 * right, total) if total else 1)


@given(marks("k"), marks("o"))
def test_the_lines_hold_every_mark_once_and_as_many_right_as_the_score(
    known: tuple[Mark, ...], own: tuple[Mark, ...]
) -> None:
    told = lines(known, own)
    assert sorted(line.known.id for line in told if line.known) == sorted(one.id for one in known)
    assert sorted(line.own.id for line in told if line.own) == sorted(one.id for one in own)
    right = [line for line in told if line.outcome is Outcome.FOUND]
    assert len(right) == score(known, own, SCALE, LENGTH).right
    assert [line.start for line in told] == sorted(line.start for line in told)


@given(marks("k"))
def test_whoever_marks_what_is_known_reaches_everything(known: tuple[Mark, ...]) -> None:
    found = score(known, known, SCALE, LENGTH)
    assert found.whole == 1
    assert found.reaches(100)
    assert {line.outcome for line in lines(known, known)} <= {Outcome.FOUND}


def test_what_an_outcome_is_called_follows_from_words_kind_and_verdict() -> None:
    place, near, far = ((0, 10),), ((0, 8),), ((20, 30),)
    claim = Mark("k", "claim", place, "supported", True)
    for own, outcome in (
        (Mark("o", "claim", near, "supported", True), Outcome.FOUND),
        (Mark("o", "claim", place, "refuted", True), Outcome.VERDICT),
        (Mark("o", "claim", place), Outcome.VERDICT),
        (Mark("o", "quote", place), Outcome.LABEL),
    ):
        (line,) = lines((claim,), (own,))
        assert line == Line(outcome, claim, own)
    told = lines((claim,), (Mark("o", "claim", far),))
    assert [line.outcome for line in told] == [Outcome.MISSED, Outcome.BEYOND]
    assert lines((claim,), (Mark("o", "claim", near, "supported", True),))[0].borders_differ


def test_a_rating_that_nobody_knows_is_asked_of_nobody() -> None:
    known = Mark("k", "claim", ((0, 10),))
    own = Mark("o", "claim", ((0, 10),), "refuted", True)
    assert score((known,), (own,), SCALE, LENGTH).whole == 1


def test_the_pass_mark_is_held_to_exactly() -> None:
    found = Score(3, 2, 2, 2, 2, 0, 0, 2)
    assert found.whole == Fraction(4, 5)
    assert found.reaches(80)
    assert not found.reaches(81)
    assert not Score(3, 3, 0, 0, 0, 0, 0, 2).reaches(67)
