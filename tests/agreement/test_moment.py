"""Two processes read one moment, whatever is written meanwhile."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import update

from annotator.agreement.comparing import Opened
from annotator.agreement.queries import Reader, Wanted
from annotator.agreement.sharing import Helper
from annotator.annotations.models import Annotation
from annotator.clock import now
from annotator.config import Config
from annotator.db import db, writing
from annotator.projects.queries import current_scheme, scheme_of
from tests.agreement.desk import read_by_two
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.personas import World


def remove_every_mark() -> None:
    with writing():
        db.session.execute(update(Annotation).values(removed_at=now()))


def marks_there(helper: Helper, opened: Opened) -> list[int]:
    assert opened.there is not None
    return [
        sum(len(reading.marks) for reading in one.readings)
        for lot in opened.lots
        for one in helper.ask(partial(opened.there, lot)) or ()
    ]


@pytest.fixture
def reader(world: World, visit: Visit) -> Reader:
    read_by_two(world, visit, articles=3)
    return Reader(Wanted(world.project.id), scheme_of(current_scheme(world.project.id)))


@ON_BOTH
def test_what_is_removed_after_reading_began_is_still_read_by_both(
    reader: Reader, config: Config
) -> None:
    before = [one.readings for one in reader.articles()]
    with Helper() as helper:
        helper.begin()
        with reader.opened(helper) as opened:
            remove_every_mark()
            lots = list(opened.lots)
            here = [one for lot in lots for one in opened.here(lot)]
            there = marks_there(helper, opened._replace(lots=iter(lots)))

    assert [one.readings for one in here] == before
    assert there == [sum(len(reading.marks) for reading in readings) for readings in before]
    assert not any(reading.marks for one in reader.articles() for reading in one.readings)


@ON_BOTH
def test_without_a_helper_that_sees_it_this_process_reads_alone(
    reader: Reader, config: Config
) -> None:
    with Helper() as helper, reader.opened(helper) as opened:
        assert opened.there is None
        assert sum(len(opened.here(lot)) for lot in opened.lots) == 3


@ON_BOTH
def test_nobody_waits_for_whoever_reads(reader: Reader, config: Config) -> None:
    with Helper() as helper:
        helper.begin()
        with reader.opened(helper) as opened:
            remove_every_mark()
            assert opened.there is not None


def three_over(number: int) -> float:
    return 3 / number


def test_a_helper_that_fails_gives_no_answer_and_goes_on() -> None:
    with Helper() as helper:
        assert helper.ask(partial(three_over, 1)) is None
        helper.begin()
        assert helper.ask(partial(three_over, 0)) is None
        assert helper.ask(partial(three_over, 1)) == 3
        assert helper.each([partial(three_over, one) for one in (1, 3)]) == [3, 1]
        with pytest.raises(ZeroDivisionError):
            helper.each([partial(three_over, 0)])
