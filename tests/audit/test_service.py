"""No change without its event, no event without its change, and a chain without gaps."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from annotator.accounts.models import User
from annotator.audit.models import Event
from annotator.audit.queries import head
from annotator.audit.replay import compare
from annotator.audit.verify import verify
from annotator.db import begin_writing, db, writing
from annotator.projects.models import Project, Role
from annotator.projects.queries import membership
from annotator.projects.service import change_role, join, remove_member
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_project, make_user
from tests.personas import World

THREADS, ROUNDS = 8, 12


def rename(world: World, role: Role) -> None:
    """One change with its event, in the caller's transaction."""
    project = db.session.get_one(Project, world.project_id)
    change_role(project, world.observer.id, role, actor=SHELL)


def rename_and_fail(world: World, role: Role) -> None:
    """One change with its event, and then something goes wrong."""
    rename(world, role)
    raise ZeroDivisionError


def seqs(project_id: int) -> list[int]:
    """The numbers of the project's events."""
    query = select(Event.seq).where(Event.project_id == project_id).order_by(Event.seq)
    return list(db.session.scalars(query))


def fill_up_the_disk() -> None:
    """From here on the database takes no more events."""
    with db.engines[None].begin() as connection:
        if connection.dialect.name == "sqlite":
            trigger = "BEGIN SELECT RAISE(ABORT, 'full'); END"
        else:
            body = "$$ BEGIN RAISE EXCEPTION 'full'; END $$"
            function = "CREATE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS"
            connection.execute(text(f"{function} {body}"))
            trigger = "FOR EACH ROW EXECUTE FUNCTION is_full()"
        connection.execute(text(f"CREATE TRIGGER no_more BEFORE INSERT ON event {trigger}"))


@ON_BOTH
def test_a_change_whose_event_fails_does_not_happen(world: World) -> None:
    fill_up_the_disk()
    with pytest.raises(DBAPIError, match="full"), writing():
        rename(world, Role.REVIEWER)
    db.session.expire_all()
    known = membership(world.project_id, world.observer.id)
    assert known is not None
    assert known.role is Role.OBSERVER
    assert compare(world.project_id) == []


@ON_BOTH
def test_an_event_whose_change_fails_is_not_written(world: World) -> None:
    before = seqs(world.project_id)
    with pytest.raises(ZeroDivisionError), writing():
        rename_and_fail(world, Role.REVIEWER)
    assert seqs(world.project_id) == before


@ON_BOTH
def test_a_change_that_nobody_said_would_write_is_refused(world: World) -> None:
    db.session.rollback()
    with pytest.raises(DBAPIError):
        rename(world, Role.REVIEWER)
    db.session.rollback()
    assert compare(world.project_id) == []


@ON_BOTH
def test_numbers_given_before_a_rollback_are_given_again(world: World) -> None:
    start = head(world.project_id)[0]
    begin_writing()
    rename(world, Role.REVIEWER)
    assert head(world.project_id)[0] == start + 1
    db.session.rollback()
    with writing():
        rename(world, Role.LEAD)
        rename(world, Role.OBSERVER)
    assert head(world.project_id)[0] == start + 2
    assert verify(world.project_id).ok


@ON_BOTH
def test_numbers_given_in_a_savepoint_that_is_undone_are_given_again(world: World) -> None:
    start = head(world.project_id)[0]
    with writing():
        rename(world, Role.REVIEWER)
        with pytest.raises(ZeroDivisionError), db.session.begin_nested():
            rename_and_fail(world, Role.LEAD)
        db.session.expire_all()
        rename(world, Role.LEAD)
    assert head(world.project_id)[0] == start + 2
    assert verify(world.project_id).ok
    assert compare(world.project_id) == []


@ON_BOTH
def test_what_somebody_else_wrote_between_two_transactions_is_seen(
    app: Flask, world: World
) -> None:
    def elsewhere() -> None:
        with app.app_context(), writing():
            rename(world, Role.LEAD)

    with writing():
        rename(world, Role.REVIEWER)
    other = Thread(target=elsewhere)
    other.start()
    other.join()
    db.session.expire_all()
    with writing():
        rename(world, Role.OBSERVER)
    assert verify(world.project_id).ok
    assert compare(world.project_id) == []


@ON_BOTH
def test_each_project_has_a_chain_of_its_own(world: World) -> None:
    other = make_project("other-desk")
    with writing():
        rename(world, Role.REVIEWER)
        join(other, world.user(world.stranger), Role.LEAD, actor=SHELL)
        rename(world, Role.LEAD)
    for project_id in (world.project_id, other.id):
        found = seqs(project_id)
        assert found == list(range(1, len(found) + 1))
        assert verify(project_id).ok


@ON_BOTH
def test_eight_writers_at_once_leave_a_chain_without_gaps(app: Flask, world: World) -> None:
    people = [make_user(f"Writer {number}").id for number in range(THREADS)]
    start = head(world.project_id)[0]
    db.session.rollback()

    def come_and_go(user_id: int) -> None:
        with app.app_context():
            for _ in range(ROUNDS):
                with writing():
                    project = db.session.get_one(Project, world.project_id)
                    join(project, db.session.get_one(User, user_id), Role.OBSERVER, actor=SHELL)
                with writing():
                    remove_member(project, user_id, actor=SHELL)

    with ThreadPoolExecutor(THREADS) as pool:
        for task in [pool.submit(come_and_go, user_id) for user_id in people]:
            task.result()
    report = verify(world.project_id)
    assert report.ok
    assert report.count == start + 2 * ROUNDS * THREADS
    assert compare(world.project_id) == []


def test_nobody_writes_events_but_the_service(busy_world: World) -> None:
    count = db.session.scalar(select(func.count()).select_from(Event))
    assert count == verify(busy_world.project_id).count
