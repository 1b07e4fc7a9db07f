"""A project that is archived is read as before, nothing in it changes, and it comes back whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event as Moment
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from annotator.articles.models import Article
from annotator.assignments.queries import open_work
from annotator.audit.models import Action, Event
from annotator.audit.replay import compare
from annotator.audit.verify import verify
from annotator.clock import now
from annotator.config import Config
from annotator.db import db, writing
from annotator.errors import Invalid, PutAway
from annotator.imports.models import Import
from annotator.imports.service import begin, stale_imports
from annotator.jobs.attempt import Hands
from annotator.jobs.keeping import keep
from annotator.jobs.models import Job, State
from annotator.jobs.queue import queue_of
from annotator.jobs.running import run_job
from annotator.jobs.service import enqueue
from annotator.people.service import deactivate, reactivate
from annotator.shelving.service import archive, bring_back
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_article
from tests.jobs import kinds
from tests.personas import World
from tests.revisions.desk import TEXT, Desk
from tests.workspace.marks import fields_of

WHY = {"reason": "The election is over."}
MARK = "0b8f7a52-7f0a-4a4e-9a55-0f2f4a8f2a11"
READ_ONLY = "This project is archived: it can be read, and nothing in it can be changed."


def put_away(world: World) -> None:
    with writing():
        archive(world.project_id, WHY["reason"], actor=world.lead.actor)


def take_out(world: World) -> None:
    with writing():
        bring_back(world.project_id, actor=world.lead.actor)


def state_of(job_id: str) -> State:
    db.session.rollback()
    return db.session.get_one(Job, job_id, populate_existing=True).state


@ON_BOTH
def test_what_was_archived_comes_back_as_it_was_and_the_trail_tells_both(desk: Desk) -> None:
    desk.hand().mark("called the figures wrong")
    world = desk.world
    put_away(world)
    assert desk.hand().save(MARK, fields_of(TEXT, "Nobody was asked")).status_code == 409
    for _ in range(2):
        take_out(world)
    assert [one.article_id for one in open_work(world.project_id, world.reviewer.id)]
    desk.hand().mark("Nobody was asked")
    told = select(Event.action, Event.actor_name).where(Event.target == "project")
    assert db.session.execute(told.order_by(Event.seq)).all()[1:] == [
        (Action.PROJECT_ARCHIVED, world.lead.name),
        (Action.PROJECT_BROUGHT_BACK, world.lead.name),
    ]
    assert compare(world.project_id) == []
    assert verify(world.project_id).ok


@ON_BOTH
def test_a_save_that_meets_the_archiving_is_stored_before_it_or_refused(
    app: Flask, desk: Desk
) -> None:
    """It passed the door while the project was open; where it is written it is asked again."""
    hand, held, pressed = desk.hand(), Moment(), Moment()
    hand.layer()

    def archiving() -> None:
        with app.app_context(), writing():
            archive(desk.world.project_id, WHY["reason"], actor=desk.world.lead.actor)
            held.set()
            pressed.wait(5)
            pressed.clear()
            pressed.wait(0.5)  # The save is on its way meanwhile, and waits for the chain.

    def saving() -> int:
        with app.app_context():
            held.wait(5)
            pressed.set()
            return hand.save(MARK, fields_of(TEXT, "Nobody was asked")).status_code

    with ThreadPoolExecutor(2) as pool:
        done, answer = pool.submit(archiving), pool.submit(saving)
        done.result()
        assert answer.result() == 409
    events = db.session.scalars(select(Event).order_by(Event.seq)).all()
    assert events[-1].action == Action.PROJECT_ARCHIVED
    assert verify(desk.world.project_id).ok


@ON_BOTH
def test_whoever_writes_past_the_pages_is_refused_too(desk: Desk) -> None:
    put_away(desk.world)
    with pytest.raises(PutAway, match=READ_ONLY), writing():
        begin(desk.world.project_id, ["in.jsonl"], actor=SHELL)


@ON_BOTH
def test_jobs_wait_with_their_project_but_for_those_that_only_read(
    app: Flask, world: World, config: Config
) -> None:
    kinds.DONE.clear()

    def work() -> None:
        keep(now() + timedelta(minutes=1))
        with app.app_context():
            queue_of(db.engines[None]).work_off(lambda job_id: run_job(job_id, Hands(config)))

    with writing():
        waits = enqueue(world.project_id, kinds.KIND, {"word": "waits"}, world.lead.actor).id
        counts = enqueue(world.project_id, "dashboard", {}, world.lead.actor).id
    put_away(world)
    work()
    assert (state_of(waits), state_of(counts)) == (State.QUEUED, State.DONE)
    take_out(world)
    work()
    assert (state_of(waits), kinds.DONE) == (State.DONE, ["waits"])


@ON_BOTH
def test_a_job_under_which_the_project_was_archived_waits_too(
    app: Flask, world: World, config: Config
) -> None:
    kinds.TRICKS["archived"] = lambda run: _archived_under(run, world)
    with writing():
        payload = {"word": "waits", "how": "archived"}
        job_id = enqueue(world.project_id, kinds.KIND, payload, world.lead.actor).id
    with app.app_context():
        queue_of(db.engines[None]).work_off(lambda found: run_job(found, Hands(config)))
    assert state_of(job_id) is State.QUEUED


def _archived_under(run: Any, world: World) -> None:
    put_away(world)
    with writing():
        begin(run.project_id, ["in.jsonl"], actor=run.actor)


@ON_BOTH
def test_what_happens_by_itself_leaves_it_alone(desk: Desk) -> None:
    world = desk.world
    desk.hand().mark("called the figures wrong")
    with writing():
        begin(world.project_id, ["in.jsonl"], actor=SHELL)
        db.session.execute(update(Import).values(seen_at=now() - timedelta(days=400)))
    assert len(stale_imports()) == 1
    put_away(world)
    assert stale_imports() == []
    with writing():
        deactivate(world.reviewer.id, reason="Left.", gives_back=True, actor=world.admin.actor)
    with writing():
        reactivate(world.reviewer.id, actor=world.admin.actor)
    take_out(world)
    assert [one.article_id for one in open_work(world.project_id, world.reviewer.id)]
    assert len(stale_imports()) == 1


def test_nobody_gets_work_from_it_and_its_pages_say_who_archived_it_and_why(desk: Desk) -> None:
    world, base = desk.world, f"/projects/{desk.world.slug}"
    desk.hand().mark("called the figures wrong")
    make_article(world.project, TEXT, title="Tolls")
    names = ("reviewer", "other_reviewer", "lead", "observer")
    rosa, ravi, lead, observer = (desk.visit(getattr(world, name)) for name in names)
    assert f"{base}/next-article" in ravi.get(f"{base}/articles").text
    assert lead.post(f"{base}/archive", WHY).status_code == 302
    for browser in (rosa, ravi, lead, observer):
        for path in (f"{base}/articles", f"{base}/guidelines", desk.base):
            page = browser.get(path)
            assert page.status_code == 200
            assert (WHY["reason"] in page.text, world.lead.name in page.text) == (True, True)
            assert f'action="{base}/next-article"' not in page.text
            assert ("Bring the project back" in page.text) == (browser is lead)
            assert ("an administrator can bring it back" in page.text) == (browser is not lead)
    assert 'id="sync-pill"' not in rosa.get(desk.base).text
    refused = rosa.post(f"{base}/next-article")
    assert (refused.status_code, READ_ONLY in refused.text) == (409, True)
    assert lead.post(f"{base}/archive/return").status_code == 302
    page = ravi.get(f"{base}/articles").text
    assert (WHY["reason"] in page, f"{base}/next-article" in page) == (False, True)


def test_lists_of_projects_show_it_apart(desk: Desk) -> None:
    rosa = desk.visit(desk.world.reviewer)
    assert "archived project" not in rosa.get("/projects").text
    put_away(desk.world)
    page = rosa.get("/projects").text
    assert page.index("1 archived project") < page.index("Demonstration desk")
    take_out(desk.world)
    assert "archived project" not in rosa.get("/projects").text


@pytest.mark.parametrize("name", ["reviewer", "observer", "stranger"])
def test_who_does_not_lead_neither_archives_nor_brings_back(desk: Desk, name: str) -> None:
    person, base = desk.visit(getattr(desk.world, name)), f"/projects/{desk.world.slug}/archive"
    assert person.get(base).status_code == 404
    assert person.post(base, WHY).status_code == 404
    put_away(desk.world)
    assert person.post(f"{base}/return").status_code == 404
    assert desk.world.project.archived_at is not None


def test_an_administrator_archives_and_brings_back(desk: Desk) -> None:
    admin, base = desk.visit(desk.world.admin), f"/projects/{desk.world.slug}/archive"
    assert admin.post(base, WHY).status_code == 302
    assert admin.get(base).status_code == 200
    assert admin.post(f"{base}/return").status_code == 302


def test_a_reason_is_needed_and_is_no_novel(desk: Desk) -> None:
    lead, base = desk.visit(desk.world.lead), f"/projects/{desk.world.slug}/archive"
    assert lead.post(base, {"reason": "  "}).status_code == 422
    assert lead.post(base, {"reason": "x" * 1_001}).status_code == 422
    with pytest.raises(Invalid, match="Say why"), writing():
        archive(desk.world.project_id, " ", actor=SHELL)
    assert db.session.scalars(select(Article)).one() is not None
    assert desk.world.project.archived_at is None


def test_the_history_of_an_archived_project_offers_no_way_to_change_it(desk: Desk) -> None:
    hand, rosa = desk.hand(), desk.visit(desk.world.reviewer)
    mark = hand.mark("called the figures wrong")
    hand.revise(mark, note="The union said so.")
    story = f"/projects/{desk.world.slug}/history/annotation/{mark['id']}"
    offered = rosa.get(story).text.count('/restoration"')
    put_away(desk.world)
    page = rosa.get(story)
    assert (page.status_code, offered > 0, page.text.count('/restoration"')) == (200, True, 0)
