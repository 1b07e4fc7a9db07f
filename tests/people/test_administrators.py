"""Finding somebody among many accounts, and who administers the server: one always does."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.accounts.models import User
from annotator.accounts.person import Person
from annotator.audit.models import Action, Event
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.errors import Conflict
from annotator.people import service
from tests.accounts.test_confirmation import long_ago
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import make_user, person_of
from tests.personas import World


def administration(person: Person) -> str:
    return f"/people/{person.id}/administration"


def is_administrator(person: Person) -> bool:
    query = select(User.is_admin).where(User.id == person.id)
    return bool(db.session.scalar(query.execution_options(populate_existing=True)))


def second_administrator() -> Person:
    user = make_user("Ines Iversen", email="ines@example.org")
    with writing():
        db.session.get_one(User, user.id).is_admin = True
    return person_of(user)


@ON_BOTH
def test_somebody_becomes_an_administrator_and_is_none_again(world: World, visit: Visit) -> None:
    admin, rosa = visit(world.admin), visit(world.rosa)
    assert rosa.get("/people").status_code == 404
    assert admin.post(administration(world.rosa), {"is_admin": "y"}).status_code == 302
    assert "Administrator" in admin.page(f"/people/{world.rosa.id}").text
    assert rosa.get("/people").status_code == 200

    assert admin.post(administration(world.rosa)).status_code == 302
    assert rosa.get("/people").status_code == 404
    told = db.session.scalars(select(Event.action).order_by(Event.seq)).all()
    assert told[-2:] == [Action.MEMBER_EMPOWERED, Action.MEMBER_DISEMPOWERED]
    assert compare(world.project_id) == []


def test_a_link_that_a_lead_holds_does_not_open_the_administration(
    world: World, visit: Visit
) -> None:
    answer = visit(world.lead).post(f"/projects/{world.slug}/members/{world.rosa.id}/link")
    [link] = re.findall(r"/one-time/[\w-]{43}", answer.text)
    assert visit(None).get(link).status_code == 200
    assert visit(world.admin).post(administration(world.rosa), {"is_admin": "y"}).location
    assert visit(None).get(link).status_code == 404


def test_it_asks_for_the_password_where_that_was_long_ago(world: World, visit: Visit) -> None:
    admin = long_ago(visit(world.admin))
    answer = admin.post(administration(world.rosa), {"is_admin": "y"})
    assert answer.status_code == 403
    assert "Confirm with your password" in answer.text
    assert not is_administrator(world.rosa)


def test_nobody_changes_their_own(world: World, visit: Visit) -> None:
    second_administrator()
    answer = visit(world.admin).post(administration(world.admin))
    assert answer.status_code == 409
    assert "ask another administrator" in answer.text
    assert is_administrator(world.admin)


@pytest.mark.parametrize("who", ["lead", "reviewer", "observer", "stranger"])
def test_nobody_else_makes_one(world: World, visit: Visit, who: str) -> None:
    person = getattr(world, who)
    answer = visit(person).post(administration(person), {"is_admin": "y"})
    assert answer.status_code == 404
    assert not is_administrator(person)


def test_a_closed_account_is_not_made_one(world: World, visit: Visit) -> None:
    with writing():
        service.deactivate(world.rosa.id, reason="Left", gives_back=False, actor=world.admin.actor)
    answer = visit(world.admin).post(administration(world.rosa), {"is_admin": "y"})
    assert answer.status_code == 409
    assert "can sign in" in answer.text


@ON_BOTH
@pytest.mark.parametrize("way", ["administration", "account"])
def test_of_two_who_take_it_from_each_other_at_once_one_remains(
    app: Flask, world: World, way: str
) -> None:
    ines = second_administrator()
    db.session.remove()
    gate = Barrier(2)

    def take(pair: tuple[Person, Person]) -> bool:
        actor, other = pair[0].actor, pair[1].id
        with app.app_context():
            gate.wait()
            try:
                with writing():
                    if way == "administration":
                        service.set_administrator(other, is_admin=False, actor=actor)
                    else:
                        service.deactivate(other, reason="Left", gives_back=False, actor=actor)
            except Conflict:
                return False
            finally:
                db.session.remove()
        return True

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(take, [(world.admin, ines), (ines, world.admin)]))
    assert sorted(done) == [False, True]
    left = select(User.id).where(User.is_admin, User.is_active)
    assert len(db.session.scalars(left).all()) == 1


@ON_BOTH
def test_people_are_found_by_name_and_by_address(world: World, visit: Visit) -> None:
    for number in range(60):
        make_user(f"Öda Østby {number}", email=f"oda{number}@example.net")
    admin = visit(world.admin)
    page = admin.page("/people?q=ROSA")
    assert "Rosa Ramirez" in page.text
    assert "Ravi" not in page.text
    first = admin.page("/people?q=%C3%B6DA+%C3%B8st")
    following = next(link for link in first.links() if "after=" in link)
    both = first.text + admin.page(following).text
    assert all(f"Öda Østby {number}" in both for number in range(60))
    assert "rosa@example.org" in admin.page("/people?q=rosa@EXAMPLE").text
    assert "Nobody has these words" in admin.page("/people?q=nobody of this name").text
