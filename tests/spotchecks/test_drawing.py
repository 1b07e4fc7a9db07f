"""A sample: the same from the same seed, nothing twice, and each as likely as any other."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotations.models import Label
from annotator.audit.models import Action, Event
from annotator.audit.replay import compare
from annotator.clock import now
from annotator.db import db
from annotator.errors import Invalid
from annotator.spotchecks.drafts import Asked, asked_from_json
from annotator.spotchecks.drawing import Drawable, digest, drawn, wanted_of
from annotator.spotchecks.interval import wilson
from annotator.spotchecks.models import Unit
from annotator.spotchecks.queries import sample
from annotator.spotchecks.service import is_drawn_again
from tests.adjudication.made import LOGS, LONG, REFUTED, SHORT, SUPPORTED, Bench
from tests.databases import ON_BOTH
from tests.factories import make_article
from tests.personas import World
from tests.spotchecks.drawing import draw_all, read
from tests.statements import statements

FARES = "A single ticket cost 2.60 in 2017"


def pool(count: int) -> list[Drawable]:
    return [Drawable(f"{number:05}", f"article-{number}", 1, None) for number in range(count)]


@given(count=st.integers(0, 60), number=st.integers(0, 80), seed=st.text(max_size=8))
def test_a_draw_is_the_same_again_and_has_nothing_twice(count: int, number: int, seed: str) -> None:
    there = pool(count)
    found = drawn(there, seed, number)
    assert found == drawn(there, seed, number)
    assert found == drawn(list(reversed(there)), seed, number)
    assert len(set(found)) == len(found) == min(count, number)
    assert set(found) <= set(there)


@given(seed=st.text(max_size=8), number=st.integers(0, 30))
def test_a_larger_draw_begins_with_the_smaller_one(seed: str, number: int) -> None:
    assert drawn(pool(40), seed, number + 1)[:number] == drawn(pool(40), seed, number)


def test_each_is_drawn_as_often_as_any_other() -> None:
    there, draws, number = pool(20), 4000, 5
    times = Counter(one.key for at in range(draws) for one in drawn(there, f"seed {at}", number))
    expected = draws * number / len(there)
    # Chi-square with 19 degrees of freedom; 43.8 is passed once in a thousand.
    assert sum((times[one.key] - expected) ** 2 / expected for one in there) < 43.8


@given(pool_size=st.integers(1, 500), percent=st.integers(1, 100))
def test_a_share_is_rounded_up_and_never_more_than_there_is(pool_size: int, percent: int) -> None:
    wanted = wanted_of(Asked(percent=percent), pool_size)
    assert (wanted - 1) * 100 < pool_size * percent <= wanted * 100
    assert 1 <= wanted <= pool_size


@pytest.mark.parametrize(
    ("successes", "total", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611),
     (1, 29, 0.0061, 0.1718)],
)  # fmt: skip
def test_the_interval_is_the_published_one(
    successes: int, total: int, low: float, high: float
) -> None:
    assert [round(one, 4) for one in wilson(successes, total)] == [low, high]


@ON_BOTH
def test_a_sample_is_drawn_from_what_others_submitted(bench: Bench) -> None:
    world = bench.world
    bench.mark(world.rosa, SHORT)
    bench.mark(world.ravi, LONG)
    bench.mark(world.lead, FARES)
    bench.hand_in(world.rosa, world.lead)
    draw_all(world)
    assert [one.item.reviewer_id for one in read(world).entries] == [world.rosa.id]
    found = read(world).check
    assert (found.pool, found.drawn_by) == (1, world.lead.id)
    event = db.session.query(Event).filter_by(action=Action.SPOT_CHECK_DRAWN).one()
    assert event.target_id == found.id
    assert compare(world.project_id) == []


@ON_BOTH
def test_what_is_drawn_from_is_chosen(bench: Bench) -> None:
    world = bench.world
    claim = bench.mark(world.rosa, SHORT, verdict=SUPPORTED, sources=[LOGS])
    bench.mark(world.rosa, FARES, Label.CONTEXT)
    refuted = bench.mark(world.ravi, LONG, verdict=REFUTED, sources=[LOGS])
    bench.hand_in()

    def marks(**asked: object) -> set[str | None]:
        number = draw_all(world, Asked(Unit.MARK, percent=100, **asked))  # type: ignore[arg-type]
        return {one.item.annotation_id for one in read(world, number).entries}

    today = now().date()
    assert marks(label=Label.CLAIM) == {claim, refuted}
    assert marks(rating="refuted") == {refuted}
    assert marks(person_id=world.rosa.id, label=Label.CLAIM) == {claim}
    assert marks(since=today, until=today, rating="supported") == {claim}
    number = draw_all(world, Asked(number=10, rating="refuted"))
    assert [one.item.reviewer_id for one in read(world, number).entries] == [world.ravi.id]
    with pytest.raises(Invalid, match="nothing that fits"):
        marks(since=today + timedelta(days=1))


@ON_BOTH
def test_the_record_gives_the_same_sample_again_whatever_came_later(bench: Bench) -> None:
    world = bench.world
    bench.mark(world.rosa, SHORT)
    bench.hand_in(world.rosa)
    draw_all(world)
    bench.mark(world.ravi, LONG)
    bench.hand_in(world.ravi)
    assert is_drawn_again(read(world).check)
    forged = read(world).check
    assert len(forged.items) == 1
    db.session.expunge(forged)
    forged.pool_sha256 = digest([])
    assert not is_drawn_again(forged)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked(), "one of them only"),
        (Asked(percent=5, number=5), "one of them only"),
        (Asked(percent=101), "from 1 to 100"),
        (Asked(number=0), "from 1 to 500"),
    ],
)
def test_a_draw_that_cannot_be_is_refused(bench: Bench, asked: Asked, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        draw_all(bench.world, asked)


def test_what_was_asked_is_read_as_it_was_written() -> None:
    asked = Asked(Unit.MARK, 10, None, 3, date(2026, 11, 1), None, Label.CLAIM, "refuted")
    assert asked_from_json(asked.to_json()) == asked


def test_a_large_sample_takes_no_more_statements_than_a_small_one(app: Flask, world: World) -> None:
    counts = []
    for size in (2, 12):
        for number in range(size):
            article = make_article(world.project, "The dam holds.\n", title=f"{size} {number}")
            Bench(world, article.id).hand_in(world.rosa)
        number = draw_all(world)
        db.session.remove()
        with statements() as asked:
            found = sample(world.project_id, number)
        assert found is not None
        counts.append(len(asked))
    assert counts[0] == counts[1]
