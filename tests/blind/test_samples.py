"""A lead from whom work is kept draws from what their timeline shows, and from nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from annotator.annotations.sight import Others, Sight
from annotator.assignments.reach import reach_of
from annotator.audit.models import Event, EventSample, EventSampleItem
from annotator.audit.views.sight import within
from annotator.db import db, writing
from annotator.projects.workflow import set_workflow, workflow_of
from tests.blind.desk import RITAS, ROSAS, Desk, make_desk
from tests.blind.settled import SETTLED
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.personas import World
from tests.visitor import Visitor

SECRETS = (*ROSAS, *RITAS, *SETTLED)


@pytest.fixture
def desk(app: Flask, world: World, tmp_path: Path) -> Desk:
    """A blind desk where Rosa and Rita have worked."""
    return make_desk(app, world, is_blind=True, is_busy=True)


def path(desk: Desk) -> str:
    return f"/projects/{desk.things['slug']}/audit"


def count_on_timeline(browser: Visitor, desk: Desk) -> int:
    """How many events its pages show, to the last one."""
    where, found = path(desk), 0
    while True:
        text = browser.get(where).text
        found += text.count("timeline__item--")
        older = re.search(r'rel="next" href="([^"]+)"', text)
        if older is None:
            return found
        where = older[1].replace("&amp;", "&")


def drawn(browser: Visitor, desk: Desk, **asked: str) -> str:
    answer = browser.post(f"{path(desk)}/samples", {"size": "200", **asked})
    assert answer.status_code == 302, answer.text
    return str(answer.location)


@ON_BOTH
@pytest.mark.parametrize("who", ["lead without work", "lead at work"])
def test_nothing_is_drawn_that_the_timeline_keeps_back(
    app: Flask, world: World, desk: Desk, who: str
) -> None:
    browser = desk.browser(app, who)
    shown = count_on_timeline(browser, desk)
    where = drawn(browser, desk)
    sample = db.session.scalars(select(EventSample)).one()
    project_id, person_id = sample.project_id, sample.drawn_by
    reach = reach_of(project_id, person_id, may_take=True)
    open_to = within(Sight(person_id, Others.EVERYTHING, reach))
    there = select(Event.seq).where(Event.project_id == project_id, open_to)
    items = set(db.session.scalars(select(EventSampleItem.seq)))
    every = db.session.scalar(select(func.count()).select_from(Event))
    assert items <= set(db.session.scalars(there))
    assert len(items) == sample.pool == shown < (every or 0)
    text = browser.get(where).text
    assert [word for word in SECRETS if word in text] == []
    # The number of the newest event, and what could be reckoned back to it, tell of others' work.
    kept = (sample.head_hash, sample.seed, sample.pool_sha256, "Up to event", "event 1<")
    assert [word for word in kept if word in text] == []
    assert browser.post(f"{where}/download", {}).status_code == 409
    # It can be drawn again by what was open then, whoever asks.
    for each in (browser, desk.browser(app, "supervisor")):
        again = each.post(f"{where}/proof", {}, follow_redirects=True)
        assert "the same come out" in again.text


def test_another_s_sample_is_not_there_for_them(app: Flask, world: World, desk: Desk) -> None:
    supervisor, kept = desk.browser(app, "supervisor"), desk.browser(app, "lead without work")
    where = drawn(supervisor, desk)
    text = supervisor.get(where).text
    assert [word for word in ROSAS if word not in text and word != "xnamelessx"] == []
    said = {"finding": "look_into", "note": "xfoundx", "seen": "0"}
    assert supervisor.post(f"{where}/items/1", said).status_code == 302
    assert kept.get(where).status_code == 404
    assert kept.post(f"{where}/items/1", {**said, "seen": "1"}).status_code == 404
    assert kept.post(f"{where}/proof", {}).status_code == 404
    assert "No sample yet" in kept.get(f"{path(desk)}/samples").text
    assert "xfoundx" not in kept.get(path(desk)).text


def test_what_is_kept_back_later_leaves_their_sample(
    app: Flask, world: World, tmp_path: Path
) -> None:
    desk = make_desk(app, world, is_blind=False, is_busy=True)
    browser = desk.browser(app, "lead without work")
    where = drawn(browser, desk, label="claim")
    text = browser.get(where).text
    assert "xwordingx" in text
    places = text.count("data-card")
    with writing():
        blind = replace(workflow_of(world.project_id), blind=True)
        set_workflow(world.project, blind, actor=SHELL)
    text = browser.get(where).text
    assert [word for word in SECRETS if word in text] == []
    assert text.count("This event is kept from you") == places
    said = {"finding": "in_order", "seen": "0"}
    assert browser.post(f"{where}/items/1", said).status_code == 404
