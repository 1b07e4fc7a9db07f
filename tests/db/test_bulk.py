"""What bulk work is stored with: keys that stand together, a pace, a log that is carried over."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from annotator.clock import now
from annotator.db import Pace, db, ordered_key, settle_log, writing
from tests.databases import ON_BOTH
from tests.factories import make_article
from tests.personas import World


def test_ordered_keys_are_uuids_each_greater_than_the_one_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Another test may have been in a later year.
    monkeypatch.setattr("annotator.db.keys._last", 0)
    before = now().timestamp() * 1000
    keys = [ordered_key() for _ in range(1000)]
    parsed = [UUID(key) for key in keys]
    assert [str(one) for one in parsed] == keys
    assert {(one.version, one.variant) for one in parsed} == {(7, "specified in RFC 4122")}
    assert len(set(keys)) == 1000
    assert keys == sorted(keys)
    assert int(before) <= parsed[0].int >> 80
    assert parsed[-1].int >> 80 <= now().timestamp() * 1000 + 1


def test_a_pace_has_room_for_what_is_stored_in_a_short_time() -> None:
    pace = Pace()
    first = pace.room
    pace.took(0.02)
    assert pace.room == first
    pace.took(0.001)
    assert pace.room == 2 * first
    for _ in range(10):
        pace.took(1.0)
    least = pace.room
    assert 0 < least < first
    pace.took(0.018)
    assert pace.room > least


@ON_BOTH
def test_the_log_is_carried_over_and_what_was_written_is_there(world: World) -> None:
    make_article(world.project, "Written before")
    settle_log()
    make_article(world.project, "Written after")
    titles = db.session.execute(text("SELECT title FROM article ORDER BY number")).scalars()
    assert list(titles) == ["Written before", "Written after"]


def test_the_log_is_carried_over_while_somebody_writes(world: World) -> None:
    file = Path(str(db.engines[None].url.database))
    make_article(world.project, "Needle in the log")
    assert b"Needle in the log" not in file.read_bytes()
    with writing():
        db.session.execute(text("UPDATE article SET byline = 'A. Writer'"))
        settle_log()
        assert b"Needle in the log" in file.read_bytes()
    assert db.session.scalar(text("SELECT byline FROM article")) == "A. Writer"
