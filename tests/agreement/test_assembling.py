"""The report: which cuts it has, what it leaves out, and that nothing is made of nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.assembling import assemble
from annotator.agreement.comparing import Held
from annotator.agreement.figures import Measure, Why
from annotator.agreement.material import Compared
from annotator.agreement.report import Coverage, Options, Reason, Report
from tests.agreement.made import SCALE, article, articles, mark


def report_of(*of: Compared, coverage: Coverage = Coverage()) -> Report:  # noqa: B008
    return assemble(
        Held(of, len(of)), SCALE, Options(0.5), lambda person: f"r{person}", lambda: coverage
    )


def three_readers(number: int = 1) -> Compared:
    return article(
        [mark("claim", (0, 20), rating="supported"), mark("quote", (40, 60))],
        [mark("claim", (0, 20), rating="refuted"), mark("claim", (40, 60))],
        [mark("context", (0, 15))],
        number=number,
    )


def test_there_is_a_line_for_each_pair_person_label_week_and_article() -> None:
    report = report_of(three_readers(1), three_readers(2))

    assert [line.key for line in report.by_pair] == ["r1-r2", "r1-r3", "r2-r3"]
    assert [line.key for line in report.by_person] == ["r1", "r2", "r3"]
    assert [line.key for line in report.by_label] == ["claim", "context", "quote"]
    assert [(line.key, line.articles) for line in report.by_week] == [("2026-11-16", 2)]
    assert [line.key for line in report.by_article] == ["a1", "a2"]
    assert {line.articles for line in report.by_person} == {2}


def test_confusions_count_both_ways_round_as_one() -> None:
    report = report_of(three_readers())
    labels, verdicts = report.label_confusion, report.verdict_confusion

    assert labels.values == ("claim", "quote", "context")
    assert labels.counts == ((1, 1, 2), (1, 0, 0), (2, 0, 0))
    assert verdicts.counts[0][2] == verdicts.counts[2][0] == 1


def test_what_is_left_out_is_told_with_its_reason() -> None:
    report = report_of(replace(three_readers(), older=3), coverage=Coverage(7, 5))
    left = {one.reason: one.count for one in report.left_out}

    assert left[Reason.NOT_READ] == 7
    assert left[Reason.ONE_READING] == 5
    assert left[Reason.OLDER_TEXT] == 3
    assert left[Reason.UNMATCHED] == 2
    assert left[Reason.UNJUDGED] == 0


def test_no_article_gives_no_figure_and_says_why() -> None:
    report = report_of()

    assert report.articles == 0
    assert {(one.value, one.reason) for one in report.figures} == {(None, Why.NOTHING)}
    assert report.by_pair == report.by_article == ()


def test_one_value_gives_no_figure_and_says_why() -> None:
    alike = article([mark("claim", (0, 20))], [mark("claim", (0, 20))])
    found = {one.measure: one for one in report_of(alike).figures}

    assert found[Measure.LABEL_KAPPA].value is None
    assert found[Measure.LABEL_KAPPA].reason is Why.ONE_VALUE
    assert found[Measure.LABEL_ALPHA].reason is Why.ONE_VALUE
    assert found[Measure.LABEL_AC1].reason is Why.ONE_VALUE
    assert found[Measure.SPAN_EXACT].value == 1


def test_one_article_gives_no_interval_and_says_why() -> None:
    [figure, *_] = report_of(three_readers()).figures

    assert figure.value is not None
    assert (figure.low, figure.interval_reason) == (None, Why.FEW_ARTICLES)


def test_the_articles_that_are_agreed_on_least_come_first() -> None:
    alike = article([mark("claim", (0, 20))], [mark("claim", (0, 20))], number=1)
    apart = article([mark("claim", (0, 20))], [mark("claim", (50, 70))], number=2)
    empty = article([], [], number=3)

    assert [line.key for line in report_of(alike, apart, empty).by_article] == ["a2", "a1", "a3"]


def test_the_kappa_of_all_is_the_mean_of_the_pairs() -> None:
    report = report_of(three_readers(1), three_readers(2))
    [found] = [one for one in report.figures if one.measure is Measure.LABEL_KAPPA]
    pairs = [line.figure(Measure.LABEL_KAPPA) for line in report.by_pair]
    known = [one.value for one in pairs if one is not None and one.value is not None]

    assert found.value == pytest.approx(sum(known) / len(known))


@settings(max_examples=10, deadline=None)
@given(st.lists(articles(readers=3), min_size=2, max_size=4))
def test_each_figure_lies_in_its_bounds_and_in_what_it_can_be(of: list[Compared]) -> None:
    report = report_of(*of)
    lines = report.by_pair + report.by_person + report.by_label + report.by_week
    for figure in [*report.figures, *(one for line in lines for one in line.figures)]:
        assert figure.value is None or figure.value <= 1 + 1e-9
        assert (figure.value is None) == (figure.reason is not None)
        assert (figure.low is None) == (figure.interval_reason is not None)
        if figure.low is not None and figure.high is not None:
            assert figure.low <= figure.high <= 1 + 1e-9
