"""A project in the trash is out of everybody's sight, kept whole, and taken back as it was."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.accounts.models import User
from annotator.assignments.queries import open_work
from annotator.assignments.supervising import supervise
from annotator.audit.models import Action, Event
from annotator.audit.replay import compare
from annotator.audit.verify import verify
from annotator.comments.told import tellable
from annotator.db import db, writing
from annotator.errors import Invalid, PutAway
from annotator.imports.service import begin
from annotator.notifications.models import Kind, Notification
from annotator.people.queries import account
from annotator.projects.models import Role
from annotator.projects.workflow import set_workflow, workflow_of
from annotator.shelving.service import archive, move_to_trash, take_back
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_member, make_project
from tests.personas import World
from tests.revisions.desk import TEXT, Desk
from tests.statements import statements
from tests.workspace.marks import fields_of, rating, source

NAME, WHY = "Demonstration desk", "It was a trial."
TYPED = {"name": NAME, "reason": WHY}
MARK = "0b8f7a52-7f0a-4a4e-9a55-0f2f4a8f2a11"
RATED = {**rating("refuted", "No."), **source("https://example.org/minutes", decisive="y")}
AWAY = "This project is in the trash."


def throw_away(world: World) -> None:
    with writing():
        move_to_trash(world.project_id, NAME, WHY, actor=world.lead.actor)


def bring_back(world: World) -> None:
    with writing():
        take_back(world.project_id, actor=world.lead.actor)


@ON_BOTH
def test_what_was_in_the_trash_comes_back_with_all_that_was_done_and_the_trail_tells_both(
    desk: Desk,
) -> None:
    world = desk.world
    desk.hand().mark("called the figures wrong")
    before = desk.hand().layer()
    for _ in range(2):
        throw_away(world)
    with pytest.raises(PutAway, match=AWAY[:-1]), writing():
        begin(world.project_id, ["in.jsonl"], actor=SHELL)
    for _ in range(2):
        bring_back(world)
    assert desk.hand().layer() == before
    assert [one.article_id for one in open_work(world.project_id, world.reviewer.id)]
    told = select(Event.action).where(Event.target == "project").order_by(Event.seq)
    assert db.session.scalars(told).all()[1:] == [Action.PROJECT_TRASHED, Action.PROJECT_RESTORED]
    assert compare(world.project_id) == []
    assert verify(world.project_id).ok


@ON_BOTH
def test_saves_that_meet_it_are_stored_before_it_or_refused(app: Flask, desk: Desk) -> None:
    hand, start = desk.hand(), Barrier(2)
    hand.layer()

    def going() -> None:
        with app.app_context():
            start.wait(5)
            throw_away(desk.world)

    def saving() -> list[int]:
        keys = [f"{number:08d}{MARK[8:]}" for number in range(8)]
        with app.app_context():
            start.wait(5)
            new = fields_of(TEXT, "Nobody was asked")
            return [hand.save(key, new).status_code for key in keys]

    with ThreadPoolExecutor(2) as pool:
        gone, saved = pool.submit(going), pool.submit(saving)
        gone.result()
        answers = saved.result()
    assert set(answers) <= {201, 404, 409}
    actions = db.session.scalars(select(Event.action).order_by(Event.seq)).all()
    assert actions.count(Action.ANNOTATION_CREATED) == answers.count(201)
    assert actions[-1] == Action.PROJECT_TRASHED
    assert verify(desk.world.project_id).ok


def test_it_leaves_everybodys_lists_and_whoever_saves_is_told_why(desk: Desk) -> None:
    world, base = desk.world, f"/projects/{desk.world.slug}"
    lead, rosa = desk.visit(world.lead), desk.visit(world.reviewer)
    stranger = desk.visit(world.stranger)
    told = Notification(
        person_id=world.reviewer.id, project_id=world.project_id, kind=Kind.GUIDELINES
    )
    assert tellable([told], world.reviewer) == [told]
    assert lead.post(f"{base}/removal", TYPED).status_code == 302
    for browser in (lead, rosa, desk.visit(world.admin)):
        assert base not in browser.get("/projects").text
        assert AWAY in browser.get(f"{base}/articles").text
    assert AWAY not in stranger.get(f"{base}/articles").text
    refused = rosa.post(f"{desk.base}/annotations/{MARK}", fields_of(TEXT, "Nobody"), json=True)
    assert refused.status_code == 404
    assert refused.get_json()["error"]["sentence"].startswith(AWAY)
    found = account(world.reviewer.id)
    assert found is not None
    assert (found.memberships, tellable([told], world.reviewer)) == ([], [])


def test_its_leads_and_administrators_read_since_when_by_whom_and_why_and_take_it_back(
    desk: Desk,
) -> None:
    world, base = desk.world, f"/projects/{desk.world.slug}"
    assert "in the trash" not in desk.visit(world.lead).get("/projects").text
    throw_away(world)
    for name in ("lead", "admin"):
        page = desk.visit(getattr(world, name)).get("/trash").text
        assert (NAME in page, WHY in page, world.lead.name in page) == (True, True, True)
        assert "1 project in the trash" in desk.visit(getattr(world, name)).get("/projects").text
    for name in ("reviewer", "observer", "stranger"):
        page = desk.visit(getattr(world, name)).get("/trash").text
        assert (NAME in page, "The trash is empty" in page) == (False, True)
    lead = desk.visit(world.lead)
    assert lead.post(f"{base}/removal/return").status_code == 302
    assert lead.get(f"{base}/articles").status_code == 200
    assert NAME not in lead.get("/trash").text


@ON_BOTH
def test_the_list_costs_as_many_statements_for_one_project_as_for_five_and_names_who_moved_each(
    desk: Desk,
) -> None:
    lead = desk.visit(desk.world.lead)
    throw_away(desk.world)

    def page() -> tuple[int, str]:
        db.session.remove()
        with statements() as read, statements(None) as asked:
            text = lead.get("/trash").text
        return len(read) + len(asked), text

    one, _text = page()
    for number in range(4):
        project = make_project(name=f"Trial {number}")
        make_member(project, db.session.get_one(User, desk.world.lead.id), Role.LEAD)
        with writing():
            by = SHELL if number else desk.world.admin.actor
            move_to_trash(project.id, project.name, WHY, actor=by)
    five, text = page()
    assert five == one
    rows = re.findall("<tr>(.*?)</tr>", text, re.DOTALL)[1:]
    by = ["command line"] * 3 + [desk.world.admin.name, desk.world.lead.name]
    assert [name in row for row, name in zip(rows, by, strict=True)] == [True] * 5


@pytest.mark.parametrize("name", ["reviewer", "observer", "stranger"])
def test_who_does_not_lead_neither_moves_it_nor_takes_it_back(desk: Desk, name: str) -> None:
    person, base = desk.visit(getattr(desk.world, name)), f"/projects/{desk.world.slug}/removal"
    assert person.get(base).status_code == 404
    assert person.post(base, TYPED).status_code == 404
    throw_away(desk.world)
    assert person.post(f"{base}/return").status_code == 404
    assert desk.world.project.trashed_at is not None


def test_its_name_and_a_reason_are_needed(desk: Desk) -> None:
    lead, base = desk.visit(desk.world.lead), f"/projects/{desk.world.slug}/removal"
    other = lead.post(base, {**TYPED, "name": "Demonstration"})
    assert (other.status_code, "This is not the project’s name" in other.text) == (422, True)
    assert lead.post(base, {**TYPED, "reason": "  "}).status_code == 422
    with pytest.raises(Invalid, match="Say why"), writing():
        move_to_trash(desk.world.project_id, NAME, " ", actor=SHELL)
    assert desk.world.project.trashed_at is None


def test_an_archived_one_goes_there_too_and_comes_back_archived(desk: Desk) -> None:
    lead, base = desk.visit(desk.world.lead), f"/projects/{desk.world.slug}"
    with writing():
        archive(desk.world.project_id, "The work is done.", actor=SHELL)
    assert lead.post(f"{base}/removal", TYPED).status_code == 302
    assert lead.post(f"{base}/removal/return").status_code == 302
    assert "The work is done." in lead.get(f"{base}/articles").text


def test_what_readers_were_told_of_keeps_its_project(desk: Desk) -> None:
    told = {**RATED, "verdict-public_state": "published"}
    desk.hand().mark("called the figures wrong", **told)
    answer = desk.visit(desk.world.lead).post(f"/projects/{desk.world.slug}/removal", TYPED)
    assert answer.status_code == 422
    assert "Archive it instead" in answer.text


def test_who_is_kept_from_others_work_does_not_learn_of_it_by_the_trash(desk: Desk) -> None:
    with writing():
        said = replace(workflow_of(desk.world.project_id), blind=True)
        set_workflow(desk.world.project, said, actor=SHELL)
    lead, base = desk.visit(desk.world.lead), f"/projects/{desk.world.slug}"
    refused = lead.post(f"{base}/removal", TYPED)
    assert (refused.status_code, "say first that you only supervise" in refused.text) == (409, True)
    with writing():
        supervise(
            desk.world.project_id,
            None,
            user_id=desk.world.lead.id,
            actor=desk.world.lead.actor,
        )
    assert lead.post(f"{base}/removal", TYPED).status_code == 302
