"""Who did it, out and in again: administrators who are no members, and two of one name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.assignments.models import State
from annotator.assignments.service import open_assignment
from annotator.audit.models import Event
from annotator.db import db, writing
from annotator.projects.models import Membership, Project, Role
from annotator.projects.queries import membership
from annotator.projects.service import enrol, join
from tests.databases import ON_BOTH, copy_file
from tests.export.work import article, busy_project, mark, review
from tests.factories import SHELL, make_member, make_project, make_user
from tests.formats.native import SLUG, exported, imported, installation
from tests.personas import World


def _begun_by_admin(world: World) -> str:
    with writing():
        project = db.session.merge(world.project)
        article_id = article(project)
        open_assignment(project.id, article_id, reviewer_id=world.admin.id, actor=world.admin.actor)
        mark(project, article_id, world.admin.id, "Minister")
    return article_id


@ON_BOTH
def test_an_admin_who_begins_work_gets_a_number_and_no_role(world: World) -> None:
    _begun_by_admin(world)
    member = membership(world.project_id, world.admin.id)
    assert member is not None
    assert member.removed_at is not None
    assert member.number == 5
    [row] = [json.loads(line) for line in exported(world.slug).splitlines()]
    assert row["annotations"][0]["author"] == row["reviews"][0]["reviewer"] == "r5"
    event = db.session.scalars(select(Event).where(Event.target == "membership")).all()[-1]
    assert (event.action, event.before, event.actor_id) == ("member.changed", None, world.admin.id)
    assert json.loads(event.after or "")["removed_at"] is not None


def test_what_an_admin_did_comes_back_as_the_same_bytes(world: World) -> None:
    _begun_by_admin(world)
    data = exported(world.slug)
    _taken_to_another_project(world, data)


def _taken_to_another_project(world: World, data: bytes) -> None:
    copy = make_project("copy")
    there = data.replace(b'"project":"demo-desk"', b'"project":"copy"')
    for row in map(json.loads, data.splitlines()):
        for known in [row["id"], *(found["id"] for found in row["annotations"])]:
            there = there.replace(known.encode(), (known[:-4] + "ffff").encode())
    imported(there, copy.slug)
    assert exported(copy.slug) == there


def test_enrolling_twice_or_a_member_changes_nothing(world: World) -> None:
    with writing():
        for user_id in (world.admin.id, world.admin.id, world.rosa.id):
            enrol(world.project_id, user_id, actor=SHELL)
    rows = db.session.scalars(select(Membership).order_by(Membership.number)).all()
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    assert [row.removed_at is None for row in rows] == [True] * 4 + [False]


def test_an_enrolled_admin_who_joins_keeps_the_number(world: World) -> None:
    with writing():
        enrol(world.project_id, world.admin.id, actor=SHELL)
        project = db.session.merge(world.project)
        member = join(project, world.user(world.admin), Role.LEAD, actor=SHELL)
    assert (member.number, member.role, member.removed_at) == (5, Role.LEAD, None)


def _namesakes() -> Project:
    project = make_project(SLUG)
    people = [make_user(name) for name in ("Ann Lee", "Bo", "Ann Lee", "Ann Lee")]
    for user in people:
        make_member(project, user)
    busy_project(project, people[0].id, people[2].id, gold=False)
    return project


@ON_BOTH
def test_two_persons_of_one_name_stay_two(world: World) -> None:
    _namesakes()
    row = json.loads(exported(names=True).splitlines()[0])
    assert [review["reviewer"] for review in row["reviews"]] == ["Ann Lee (r1)", "Ann Lee (r3)"]
    assert {found["author"] for found in row["annotations"]} == {"Ann Lee (r1)", "Ann Lee (r3)"}


def test_a_namesake_who_did_nothing_changes_no_name(world: World) -> None:
    project = make_project(SLUG)
    people = [make_user(name) for name in ("Ann Lee", "Ann Lee")]
    for user in people:
        make_member(project, user)
    with writing():
        article_id = article(db.session.merge(project))
        review(project, article_id, people[1].id, State.STARTED)
    assert json.loads(exported(names=True))["reviews"][0]["reviewer"] == "Ann Lee"


@pytest.fixture
def named(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An export with names of a project in which two persons share theirs."""
    folder = tmp_path_factory.mktemp("namesakes")
    with installation(copy_file(sqlite_template, folder), folder):
        _namesakes()
        return exported(names=True)


@ON_BOTH
def test_a_file_of_namesakes_comes_back_as_the_same_bytes(named: bytes, elsewhere: Flask) -> None:
    assert b'"Ann Lee (r3)"' in named
    imported(named)
    assert exported(names=True) == named
    numbers = {row.user.name: row.number for row in db.session.scalars(select(Membership)).all()}
    assert (numbers["Ann Lee (r1)"], numbers["Ann Lee (r3)"]) == (1, 3)


def test_a_long_name_with_a_number_comes_in_again(named: bytes, elsewhere: Flask) -> None:
    data = named.replace(b"Ann Lee (r3)", b"x" * 200 + b" (r3)")
    imported(data)
    assert exported(names=True) == data
