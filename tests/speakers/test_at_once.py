"""Two leads at work on the same speakers at one moment."""

from __future__ import annotations

import pytest
from flask import Flask

from annotator.audit.replay import compare
from annotator.db import begin_writing, db, writing
from annotator.errors import Stale
from annotator.speakers.drafts import MergeDraft
from annotator.speakers.models import Speaker
from annotator.speakers.service import merge_speakers, unmerge_speaker
from tests.personas import World
from tests.speakers.desk import added, stored

#: SQLite lets the second one in when the first is done.
WHERE_TWO_WRITE = pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


def merge(world: World, one: Speaker, into: Speaker) -> None:
    draft = MergeDraft(one.version, into.version)
    merge_speakers(one, into, draft, actor=world.lead.actor)


@WHERE_TWO_WRITE
def test_nobody_is_merged_into_one_who_was_merged_meanwhile(app: Flask, world: World) -> None:
    first, second, third = (added(world, "Ines Marrow") for _ in range(3))
    begin_writing()
    one, into = (db.session.get_one(Speaker, key) for key in (first, second))
    with app.app_context(), writing():
        merge(world, *(db.session.get_one(Speaker, key) for key in (second, third)))

    with pytest.raises(Stale):
        merge(world, one, into)

    assert stored(first).merged_into is None
    assert stored(second).merged_into == third
    assert compare(world.project_id) == []


@WHERE_TWO_WRITE
def test_a_merge_is_taken_back_once(app: Flask, world: World) -> None:
    first, second = (added(world, "Ines Marrow") for _ in range(2))
    with writing():
        merge(world, *(db.session.get_one(Speaker, key) for key in (first, second)))
    begin_writing()
    one = db.session.get_one(Speaker, first)
    with app.app_context(), writing():
        again = db.session.get_one(Speaker, first)
        unmerge_speaker(again, again.version, actor=world.lead.actor)

    with pytest.raises(Stale):
        unmerge_speaker(one, one.version, actor=world.lead.actor)
