"""Two processes compare: the report is that of one, whatever becomes of the other process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from multiprocessing import active_children
from random import Random

import pytest

from annotator.agreement import comparing
from annotator.agreement.assembling import assemble
from annotator.agreement.comparing import Held, tallied
from annotator.agreement.material import LABELS, Compared, Mark
from annotator.agreement.report import Coverage, Options, Report
from annotator.agreement.sharing import Helper
from tests.agreement.made import SCALE, article, mark

COUNT = 400


def made(number: int) -> Compared:
    """An article that three read, each a little differently."""
    random = Random(number)

    def reading() -> list[Mark]:
        starts = sorted(random.sample(range(0, 90, 10), random.randint(0, 5)))
        return [
            mark(random.choice(LABELS), (start, start + random.randint(4, 10))) for start in starts
        ]

    return article(reading(), reading(), reading(), number=number)


@pytest.fixture(scope="module")
def articles() -> list[Compared]:
    return [made(number) for number in range(1, COUNT + 1)]


def report_of(articles: Iterable[Compared]) -> Report:
    return assemble(
        Held(articles, COUNT), SCALE, Options(0.5), lambda person: f"r{person}", Coverage
    )


def test_one_process_and_two_give_the_same_report(
    articles: list[Compared], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = report_of(articles)
    assert active_children() == []
    monkeypatch.setattr(comparing, "ALONE", 10)

    assert report_of(articles) == alone
    assert active_children() == []


def test_what_a_helper_leaves_undone_is_done_without_it(
    articles: list[Compared], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = report_of(articles)
    monkeypatch.setattr(comparing, "ALONE", 10)

    def coming() -> Iterator[Compared]:
        for one in articles:
            if one.number == COUNT // 2:
                [helper] = active_children()
                helper.kill()
            yield one

    assert report_of(coming()) == alone


def test_no_helper_is_left_when_the_reckoning_is_called_off(
    articles: list[Compared], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "ALONE", 10)
    with Helper() as helper:
        next(tallied(Held(articles, COUNT), helper, SCALE, 0.5))
        assert len(active_children()) == 1

    assert active_children() == []


def three(number: int) -> int:
    return 3 * number


def test_tasks_are_done_in_order_with_a_helper_without_and_when_it_is_gone() -> None:
    tasks = [partial(three, number) for number in range(20)]
    expected = [3 * number for number in range(20)]
    with Helper() as helper:
        assert helper.each(tasks) == expected
        helper.begin()
        assert helper.each(tasks) == expected
        [process] = active_children()
        process.kill()
        assert helper.each(tasks) == expected
