"""In a project that is reviewed blind, no story and no event tells of work that is kept back."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.audit.models import Event
from annotator.db import db
from tests.blind.desk import RITAS, ROSAS, make_desk
from tests.personas import World


@pytest.mark.parametrize("who", ["reviewer without work", "lead without work", "lead at work"])
def test_no_story_tells_of_work_that_is_kept_back(app: Flask, world: World, who: str) -> None:
    desk = make_desk(app, world, is_blind=True, is_busy=True)
    browser = desk.browser(app, who)
    told = db.session.execute(select(Event.target, Event.target_id).distinct()).all()
    seqs = db.session.scalars(select(Event.seq)).all()
    paths = [
        *(f"history/{target}/{key.rpartition('/')[2]}" for target, key in told),
        *(f"audit/{seq}" for seq in seqs[-20:]),
    ]
    found, seen = {}, 0
    for path in paths:
        answer = browser.get(f"/projects/{world.slug}/{path}")
        assert answer.status_code in {200, 404}, path
        seen += answer.status_code == 200
        words = [word for word in ROSAS + RITAS if word in answer.text]
        if words:
            found[path] = words
        assert "· event " not in " ".join(answer.text.split())
    assert found == {}
    assert seen > 3
