"""After a long day of everybody's work nothing is gone that the events cannot bring back."""

from __future__ import annotations

from sqlalchemy import select

from annotator.audit.models import Action, Event
from annotator.audit.replay import compare, tables
from annotator.db import db
from tests.databases import ON_BOTH
from tests.personas import World


@ON_BOTH
def test_every_row_that_an_event_ever_told_of_is_still_there(busy_world: World) -> None:
    """But for articles of imports that failed, which nobody ever saw."""
    stored = tables(busy_world.project_id)
    query = select(Event.target, Event.target_id, Event.action, Event.after)
    events = db.session.execute(query.where(Event.project_id == busy_world.project_id)).all()
    assert {Action.ARTICLE_TRASHED, Action.MEMBER_REMOVED} <= {one.action for one in events}
    taken = {one.action for one in events if one.after is None}
    assert taken <= {Action.ROW_CLEARED}
    cleared = {(one.target, one.target_id) for one in events if one.after is None}
    told = {(one.target, one.target_id) for one in events if one.target in stored}
    there = {(table, key) for table, rows in stored.items() for key in rows}
    assert told - cleared == there
    assert compare(busy_world.project_id) == []
