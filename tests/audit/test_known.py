"""What is known as of an event is what the events up to it make, and nothing else."""

from __future__ import annotations

from contextlib import closing
from random import Random
from typing import Any

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from annotator.audit.kinds import kinds, project_column
from annotator.audit.known import known_on, last_by
from annotator.audit.models import Event
from annotator.audit.queries import head, when_recorded
from annotator.audit.service import row_key, snapshot
from annotator.db import db, reading_from
from tests.audit.work import Work
from tests.databases import ON_BOTH
from tests.personas import World

Rows = dict[tuple[str, str], dict[str, Any]]


def replayed(project_id: int, seq: int, articles: list[str] | None = None) -> Rows:
    """The rows that the events up to this one leave, one after the other."""
    rows: Rows = {}
    query = select(Event).where(Event.project_id == project_id, Event.seq <= seq)
    for event in db.session.scalars(query.order_by(Event.seq)):
        is_told = articles is None or event.article_id in {*articles, None}
        if is_told and event.after is not None:
            rows[event.target, event.target_id] = orjson.loads(event.after)
        elif is_told:
            rows.pop((event.target, event.target_id), None)
    return rows


def known(project_id: int, seq: int, articles: list[str] | None = None) -> Rows:
    """The rows that a page finds that looks back to this event."""
    with closing(known_on(project_id, seq, articles)) as scratch, reading_from(scratch):
        return {
            (kind.__tablename__, row_key(row)): snapshot(row)
            for kind in kinds()
            for row in db.session.scalars(select(kind).where(project_column(kind) == project_id))
        }


@ON_BOTH
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 15))
def test_as_of_any_event_is_a_replay_of_the_events_up_to_it(
    world: World, seed: int, steps: int
) -> None:
    work = Work(world, Random(seed))
    work.go_on(steps)
    newest, dice = head(world.project_id)[0], Random(seed)
    for seq in sorted({1, newest, *(dice.randint(1, newest) for _ in range(3))}):
        assert known(world.project_id, seq) == replayed(world.project_id, seq)
        some = work.articles[:1]
        assert known(world.project_id, seq, some) == replayed(world.project_id, seq, some)


def test_a_moment_stands_for_the_last_event_by_then(busy_world: World) -> None:
    newest = head(busy_world.project_id)[0]
    for seq in (1, newest // 2, newest):
        at = when_recorded(busy_world.project_id, seq)
        assert at is not None
        assert last_by(busy_world.project_id, at) >= seq
        assert last_by(busy_world.project_id, seq) == seq
    assert when_recorded(busy_world.project_id, newest + 1) is None
