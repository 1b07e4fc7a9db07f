"""Every kind of tampering is found, and the first event at fault is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import literal_column

from annotator.audit.chain import event_hash
from annotator.audit.models import GENESIS, Event
from annotator.audit.service import hashed_fields
from annotator.audit.verify import Head, verify
from tests.audit.tampering import TABLE, Tamper, longer
from tests.databases import ON_BOTH
from tests.factories import make_project
from tests.personas import World

SEQ = 17

EDITS: dict[str, Any] = {
    "project_id": literal_column("(SELECT max(id) FROM project)"),
    "at": datetime(2026, 1, 1, tzinfo=UTC),
    "actor_id": None,
    "actor_name": longer("actor_name"),
    "via": "telepathy",
    "action": "project.created",
    "target": "project",
    "target_id": "0",
    "target_version": 1000,
    "article_id": str(UUID(int=1, version=4)),
    "request_sha256": "0",
    "before": longer("before"),
    "after": longer("after"),
    "prev_hash": TABLE.c.hash,
    "hash": TABLE.c.prev_hash,
}


@ON_BOTH
def test_a_chain_that_nobody_touched_is_whole(trail: Tamper) -> None:
    rows = trail.rows()
    report = verify(trail.project_id)
    assert (report.ok, report.first_bad_seq) == (True, None)
    assert report.count == len(rows) > SEQ + 1
    assert report.head == Head(len(rows), rows[-1]["hash"])
    assert verify(trail.project_id, [report.head, Head(SEQ, rows[SEQ - 1]["hash"])]).ok


def test_a_project_without_events_has_the_first_predecessor_as_its_head(world: World) -> None:
    report = verify(world.project_id + 1)
    assert report.ok
    assert report.head == Head(0, GENESIS)


@ON_BOTH
@pytest.mark.parametrize("column", EDITS)
def test_an_edit_of_any_column_is_found(trail: Tamper, column: str) -> None:
    make_project("elsewhere")
    trail.edit(SEQ, **{column: EDITS[column]})
    report = verify(trail.project_id)
    assert not report.ok
    assert (report.first_bad_seq, report.count) == (SEQ, SEQ - 1)
    assert f"Event {SEQ}" in report.sentence


def test_the_edits_cover_every_column_but_the_number() -> None:
    assert EDITS.keys() == set(Event.__table__.columns.keys()) - {"seq"}


@ON_BOTH
def test_an_edit_with_a_hash_that_fits_is_found_by_the_next_event(trail: Tamper) -> None:
    row = trail.rows()[SEQ - 1] | {"actor_name": "Somebody else"}
    trail.edit(SEQ, actor_name=row["actor_name"], hash=event_hash(hashed_fields(row)))
    report = verify(trail.project_id)
    assert report.first_bad_seq == SEQ
    assert report.sentence == f"Event {SEQ} was changed: event {SEQ + 1} follows another one."


def test_a_first_event_that_follows_something_is_found(trail: Tamper) -> None:
    row = trail.rows()[0] | {"prev_hash": "1" * 64}
    trail.edit(1, prev_hash=row["prev_hash"], hash=event_hash(hashed_fields(row)))
    assert verify(trail.project_id).first_bad_seq == 1


@ON_BOTH
def test_a_dropped_event_is_found(trail: Tamper) -> None:
    trail.drop(SEQ)
    report = verify(trail.project_id)
    assert report.first_bad_seq == SEQ
    assert report.sentence == f"Event {SEQ} is missing: after event {SEQ - 1} comes {SEQ + 1}."


@ON_BOTH
def test_two_events_that_changed_places_are_found(trail: Tamper) -> None:
    trail.swap(SEQ, SEQ + 3)
    assert verify(trail.project_id).first_bad_seq == SEQ


@ON_BOTH
def test_a_planted_event_is_found(trail: Tamper) -> None:
    last = trail.rows()[-1]
    trail.plant(last | {"seq": last["seq"] + 1, "action": "export.made"})
    assert verify(trail.project_id).first_bad_seq == last["seq"] + 1


@ON_BOTH
def test_a_cut_tail_shows_against_a_saved_head_only(trail: Tamper) -> None:
    saved = verify(trail.project_id).head
    trail.cut_off(SEQ + 1)
    assert verify(trail.project_id).ok
    report = verify(trail.project_id, [saved])
    assert not report.ok
    assert report.first_bad_seq == SEQ + 1
    assert f"event {saved.seq} was saved" in report.sentence


@ON_BOTH
def test_a_tail_that_left_its_narrow_rows_behind_is_missed_without_a_head(trail: Tamper) -> None:
    last = len(trail.rows())
    trail.drop(SEQ + 1, last)
    report = verify(trail.project_id)
    assert (report.ok, report.first_bad_seq, report.count) == (False, SEQ + 1, SEQ)
    assert report.sentence == (
        f"Event {SEQ + 1} is missing: the chain ends, but what stands beside event {last} is there."
    )


@ON_BOTH
def test_a_chain_written_anew_shows_against_a_saved_head_only(trail: Tamper) -> None:
    rows = trail.rows()
    early, late = Head(10, rows[9]["hash"]), verify(trail.project_id).head
    trail.chain_anew(SEQ)
    assert verify(trail.project_id).ok
    assert verify(trail.project_id, [early]).ok
    report = verify(trail.project_id, [early, late])
    assert report.first_bad_seq == late.seq
    assert "it or an event after 10 was written anew" in report.sentence


def test_a_chain_that_is_gone_shows_against_a_saved_head_only(trail: Tamper) -> None:
    saved = verify(trail.project_id).head
    trail.cut_off(1)
    assert verify(trail.project_id).ok
    assert verify(trail.project_id, [saved]).first_bad_seq == 1


@pytest.mark.parametrize("value", ["x'ff00'", "CAST(x'ff' AS TEXT)", "1.5", "''"])
def test_a_value_that_the_column_never_holds_is_found(trail: Tamper, value: str) -> None:
    trail.edit(SEQ, before=literal_column(value))
    assert verify(trail.project_id).first_bad_seq == SEQ


def test_a_time_that_is_none_is_found(trail: Tamper) -> None:
    trail.edit(SEQ, at=literal_column("'yesterday'"))
    assert verify(trail.project_id).first_bad_seq == SEQ


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_time_moved_by_less_than_a_millisecond_is_found(trail: Tamper) -> None:
    trail.edit(SEQ, at=trail.rows()[SEQ - 1]["at"] + timedelta(microseconds=1))
    assert verify(trail.project_id).first_bad_seq == SEQ


def test_progress_counts_every_event(trail: Tamper) -> None:
    seen: list[int] = []
    report = verify(trail.project_id, progress=seen.append)
    assert sum(seen) == report.count
