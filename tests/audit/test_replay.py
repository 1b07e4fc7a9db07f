"""Replaying a project's events gives its tables."""

from __future__ import annotations

from random import Random
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text, update

from annotator.annotations.models import Annotation, Claim
from annotator.articles.models import Revision
from annotator.audit.replay import compare, replay, tables
from annotator.audit.verify import verify
from annotator.clock import now
from annotator.db import begin_writing, db, writing
from annotator.projects.models import Membership
from annotator.sources.models import Source
from tests.audit.tampering import Tamper
from tests.audit.work import Work
from tests.databases import ON_BOTH
from tests.factories import make_project
from tests.personas import World


@ON_BOTH
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 25))
def test_replaying_whatever_was_done_gives_the_tables(world: World, seed: int, steps: int) -> None:
    Work(world, Random(seed)).go_on(steps)
    assert replay(world.project_id) == tables(world.project_id)
    assert compare(world.project_id) == []
    assert verify(world.project_id).ok


@ON_BOTH
def test_a_long_day_uses_every_kind_of_row(busy_world: World) -> None:
    stored = tables(busy_world.project_id)
    assert [table for table, rows in stored.items() if not rows] == []
    assert stored == replay(busy_world.project_id)
    assert compare(busy_world.project_id) == []


def test_a_mark_is_replayed_with_its_fragments_and_its_claim(busy_world: World) -> None:
    marks = tables(busy_world.project_id)["annotation"].values()
    assert all(mark["fragments"] for mark in marks)
    assert any(mark["claim"] and mark["claim"]["wording"] for mark in marks)


def test_an_event_from_before_a_column_came_says_that_it_had_no_value(busy_world: World) -> None:
    trail = Tamper(busy_world.project_id)
    for event in trail.rows():
        if event["action"] == "annotation.created" and '"quote":null' in event["after"]:
            trail.edit(event["seq"], after=event["after"].replace('"quote":null,', ""))
            break
    assert compare(busy_world.project_id) == []


def test_other_projects_stay_out(busy_world: World) -> None:
    other = make_project("other-desk")
    rows = replay(other.id)
    assert set(rows["project"]) == {str(other.id)}
    assert rows["annotation"] == {}


@ON_BOTH
def test_a_row_changed_behind_the_trail_is_named(busy_world: World) -> None:
    with writing():
        claim = db.session.query(Claim).filter(Claim.wording.is_not(None)).first()
        assert claim is not None
        claim.wording = "Nobody said this."
    [found] = compare(busy_world.project_id)
    assert (found.table, found.key) == ("annotation", claim.annotation_id)
    assert "claim" in found.sentence


def test_a_row_that_came_behind_the_trail_is_named(busy_world: World) -> None:
    with writing():
        mark = db.session.query(Annotation).first()
        assert mark is not None
        source = Source(
            id=str(uuid4()),
            project_id=busy_world.project_id,
            annotation_id=mark.id,
            position=99,
            url="https://planted.example/",
            is_article=False,
            added_by=busy_world.lead.id,
            added_at=now(),
        )
        db.session.add(source)
    [found] = compare(busy_world.project_id)
    assert found.key == source.id
    assert "no event put it there" in found.sentence


def test_a_row_that_went_behind_the_trail_is_named(busy_world: World) -> None:
    with writing():
        member = db.session.get_one(Membership, (busy_world.project_id, busy_world.observer.id))
        db.session.delete(member)
    [found] = compare(busy_world.project_id)
    assert found.key == f"{busy_world.project_id}/{busy_world.observer.id}"
    assert "not in the table" in found.sentence


def test_a_text_that_no_longer_has_its_hash_is_named(busy_world: World) -> None:
    with writing():
        db.session.execute(text("DROP TRIGGER revision_refuses_update"))
        revision = db.session.query(Revision).first()
        assert revision is not None
        query = update(Revision).where(Revision.id == revision.id)
        db.session.execute(query.values(text=revision.text + "!"))
    [found] = compare(busy_world.project_id)
    assert (found.table, found.key) == ("revision", revision.id)
    assert found.sentence == "Its text is not the one whose hash stands beside it."


def test_an_event_that_tells_of_another_past_is_named(busy_world: World) -> None:
    trail = Tamper(busy_world.project_id)
    event = next(row for row in trail.rows() if row["action"] == "annotation.revised")
    trail.edit(event["seq"], before=event["before"].replace('"note":', '"not":'))
    [found] = compare(busy_world.project_id)
    assert found.sentence.startswith(f"Event {event['seq']} tells of another row")


def test_what_is_not_committed_is_not_compared(world: World) -> None:
    begin_writing()
    member = db.session.get_one(Membership, (world.project_id, world.observer.id))
    member.number = 77
    db.session.flush()
    assert compare(world.project_id) == []
    db.session.rollback()
