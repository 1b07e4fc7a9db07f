"""What one article adds, beside reckoning it out; and that sums of articles are sums."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given

from annotator.agreement import sums
from annotator.agreement.figures import Measure, ways
from annotator.agreement.material import LABELS, Compared, Reading, only_label
from annotator.agreement.tallying import tally
from tests.agreement import brute
from tests.agreement.made import SCALE, article, articles, mark

WAYS = ways(SCALE)


def figure(row: sums.Row, measure: Measure) -> float | None:
    return WAYS[measure].value(row)


def token_alpha(of: Compared) -> float | None:
    sets = brute.word_sets(of)
    known = sorted({one for word in sets for one in word}, key=sorted)
    return brute.alpha([[known.index(one) for one in word] for word in sets], brute.nominal)


@given(articles())
def test_alpha_over_words_is_what_word_by_word_gives(of: Compared) -> None:
    row = tally(of, SCALE, 0.5).everybody

    assert figure(row, Measure.TOKEN_ALPHA) == pytest.approx(token_alpha(of))
    assert row[sums.WORDS] == sum(of.words)


@given(articles())
def test_a_label_alone_has_the_figures_of_its_marks_alone(of: Compared) -> None:
    labels = tally(of, SCALE, 0.5).labels
    for label in LABELS:
        alone = tally(only_label(of, label), SCALE, 0.5).everybody
        for measure in (Measure.SPAN_EXACT, Measure.SPAN_OVERLAP, Measure.TOKEN_F1,
                        Measure.TOKEN_ALPHA, Measure.UNITIZING_ALPHA):  # fmt: skip
            assert figure(labels[label], measure) == pytest.approx(figure(alone, measure))


@given(articles())
def test_f1_is_what_pair_by_pair_gives(of: Compared) -> None:
    row, exact, overlapping, total = tally(of, SCALE, 0.5).everybody, 0, 0, 0
    for one, other in combinations(of.readings, 2):
        total += len(one.marks) + len(other.marks)
        overlapping += len(brute.matched(one.marks, other.marks, 0.5))
        exact += len(brute.matched(one.marks, other.marks, 1.0))

    assert figure(row, Measure.SPAN_OVERLAP) == (2 * overlapping / total if total else None)
    assert figure(row, Measure.SPAN_EXACT) == (2 * exact / total if total else None)


@given(articles())
def test_two_people_have_the_figures_of_an_article_that_only_they_read(of: Compared) -> None:
    pairs = tally(of, SCALE, 0.5).pairs
    for one, other in combinations(of.readings, 2):
        alone = Compared(of.id, of.number, of.length, of.words, of.week, (one, other))
        [row] = tally(alone, SCALE, 0.5).pairs.values()

        assert pairs[one.person, other.person] == row


@given(articles(readers=2))
def test_two_readers_have_the_same_alone_as_everybody(of: Compared) -> None:
    found = tally(of, SCALE, 0.5)

    assert list(found.everybody) == pytest.approx(list(found.pairs[1, 2]))


def test_who_read_and_found_nothing_counts() -> None:
    row = tally(article([mark("claim", (0, 50))], []), SCALE, 0.5).everybody

    assert figure(row, Measure.SPAN_OVERLAP) == 0
    assert (figure(row, Measure.TOKEN_ALPHA) or 0) < 0


def test_nothing_to_mark_for_all_gives_no_figure() -> None:
    row = tally(article([], []), SCALE, 0.5).everybody

    assert {figure(row, measure) for measure in Measure} == {None}
    assert row[sums.WORDS] == 20


def test_verdicts_off_the_scale_are_left_out_of_the_order_and_told() -> None:
    said = ("supported", "refuted", "uncheckable", None)
    mine = [mark("claim", (n * 20, n * 20 + 10), rating="supported") for n in range(4)]
    theirs = [mark("claim", (n * 20, n * 20 + 10), rating=rating) for n, rating in enumerate(said)]
    row = tally(article(mine, theirs), SCALE, 0.5).everybody

    assert (row[sums.JUDGED], row[sums.ON_SCALE]) == (3, 2)
    assert (row[sums.OFF_SCALE], row[sums.UNJUDGED]) == (1, 1)


def test_verdicts_under_a_scale_that_meant_another_thing_are_told() -> None:
    mine = [mark("claim", (0, 10), rating="supported")]
    theirs = [mark("claim", (0, 10), judged=True)]
    row = tally(article(mine, theirs), SCALE, 0.5).everybody

    assert (row[sums.JUDGED], row[sums.OTHER_VERSION]) == (0, 1)


@given(articles())
def test_ordinal_alpha_is_what_claim_by_claim_gives(of: Compared) -> None:
    readings = of.readings[:2]
    alone = Compared(of.id, of.number, of.length, of.words, of.week, readings)
    claims = [
        Reading(one.person, tuple(mark for mark in one.marks if mark.label == "claim"))
        for one in readings
    ]
    known = {mark.id: mark.rating for one in claims for mark in one.marks}
    units = [
        [SCALE.ratings.index(rating) if rating in SCALE.ratings[:3] else None
         for rating in (known[a], known[b])]
        for a, b in sorted(brute.matched(claims[0].marks, claims[1].marks, 0.5))
    ]  # fmt: skip
    found = figure(tally(alone, SCALE, 0.5).everybody, Measure.VERDICT_ORDINAL)

    assert found == pytest.approx(brute.alpha(units, brute.ordinal(units)))
