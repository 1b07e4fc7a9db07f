"""Accounts, signing in and one-time links, below the pages."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import sleep

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select, text

from annotator.accounts import service
from annotator.accounts.models import OneTimeLink, User, UserSession
from annotator.accounts.names import checked_email
from annotator.accounts.queries import Credentials, live_session, token_sha256, user_by_email
from annotator.accounts.sessions import close_other_sessions, move_session
from annotator.clock import now
from annotator.db import db, writing
from annotator.errors import Conflict, Invalid, NotFound
from tests.databases import ON_BOTH
from tests.factories import make_session, make_user

PASSWORD = "four unrelated words here"


def account_with_password(email: str = "lea@example.org") -> User:
    user = make_user("Lea Lindqvist", email=email)
    with writing():
        service.set_password(db.session.get_one(User, user.id), PASSWORD)
    return user


def sign_in(email: str, password: str) -> str:
    with writing():
        return service.sign_in(email, password, address="192.0.2.7", agent="a test")


@ON_BOTH
def test_an_address_has_one_account_whatever_its_case(app: Flask) -> None:
    make_user(email="Lea@Example.org")
    with pytest.raises(Conflict) as refusal:
        make_user(email=" lEA@example.ORG ")
    assert refusal.value.field == "email"
    found = user_by_email("LEA@EXAMPLE.ORG")
    assert found is not None
    assert found.email == "Lea@example.org"


@pytest.mark.parametrize("email", ["", "lea", "lea@", "@example.org", "a b@example.org", "a@b@c"])
def test_what_is_no_address_is_refused(app: Flask, email: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_email(email)
    assert refusal.value.field == "email"


@pytest.mark.parametrize("email", ["admin@localhost", "lea@newsroom.local", "zoë@example.org"])
def test_addresses_of_a_desk_of_its_own_are_taken(app: Flask, email: str) -> None:
    assert checked_email(email) == email


def test_without_a_name_the_address_stands_in(app: Flask) -> None:
    with writing():
        assert service.create_user(email="rosa@example.org").name == "rosa"


@ON_BOTH
def test_signing_in_keeps_only_a_hash_of_the_secret(app: Flask) -> None:
    user = account_with_password()
    secret = sign_in("LEA@example.org", PASSWORD)
    assert len(secret) >= 43
    row = db.session.scalars(select(UserSession)).one()
    assert row.token_sha256 == hashlib.sha256(secret.encode()).hexdigest()
    assert (row.user_id, row.address, row.agent) == (user.id, "192.0.2.7", "a test")


def test_every_refusal_to_sign_in_sounds_the_same(app: Flask) -> None:
    account_with_password()
    make_user(email="new@example.org")
    gone = account_with_password("gone@example.org")
    with writing():
        db.session.get_one(User, gone.id).is_active = False
    said = set()
    for email in ("lea@example.org", "nobody@example.org", "new@example.org", "gone@example.org"):
        password = PASSWORD if email.startswith("gone") else "something else"
        with pytest.raises(Invalid) as refusal:
            sign_in(email, password)
        said.add((refusal.value.field, str(refusal.value)))
    assert len(said) == 1


def test_signing_in_renews_an_old_hash(app: Flask) -> None:
    user = account_with_password()
    old = PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD)
    with writing():
        db.session.get_one(User, user.id).password_hash = old
    sign_in("lea@example.org", PASSWORD)
    db.session.expire_all()
    renewed = db.session.get_one(User, user.id).password_hash
    assert renewed is not None
    assert renewed != old
    assert "m=19456,t=2,p=1" in renewed
    assert sign_in("lea@example.org", PASSWORD)


@ON_BOTH
def test_a_new_password_ends_the_other_sessions(app: Flask) -> None:
    user_id = account_with_password().id
    here, elsewhere = make_session(user_id), make_session(user_id)
    # The account is not touched inside: loading it would begin the transaction, and attempts
    # are counted in one of their own.
    with writing():
        fresh = service.change_password(
            user_id, PASSWORD, "five other words are there", address=None, agent=None
        )
    assert live_session(token_sha256(fresh)) is not None
    for ended in (here, elsewhere):
        assert live_session(token_sha256(ended)) is None
    with pytest.raises(Invalid):
        sign_in("lea@example.org", PASSWORD)


def test_a_new_password_needs_the_current_one(app: Flask) -> None:
    user = account_with_password()
    with pytest.raises(Invalid) as refusal, writing():
        service.change_password(
            user.id, "a guess of mine", "five other words", address=None, agent=None
        )
    assert refusal.value.field == "current_password"
    assert sign_in("lea@example.org", PASSWORD)


@ON_BOTH
def test_a_link_sets_the_password_once(app: Flask) -> None:
    user = make_user(email="rosa@example.org")
    before = make_session(user.id)
    with writing():
        token = service.make_link(db.session.get_one(User, user.id))
    with writing():
        secret = service.redeem_link(token, PASSWORD, address=None, agent=None)
    assert live_session(token_sha256(secret)) is not None
    assert live_session(token_sha256(before)) is None
    with pytest.raises(NotFound), writing():
        service.redeem_link(token, PASSWORD, address=None, agent=None)
    assert sign_in("rosa@example.org", PASSWORD)


@ON_BOTH
def test_of_two_who_use_a_link_at_once_one_gets_in(app: Flask) -> None:
    user_id = make_user(email="rosa@example.org").id
    with writing():
        token = service.make_link(db.session.get_one(User, user_id))
    db.session.remove()
    gate = Barrier(2)

    def redeem(password: str) -> bool:
        with app.app_context():
            gate.wait()
            try:
                with writing():
                    service.redeem_link(token, password, address=None, agent=None)
            except NotFound:
                return False
            finally:
                db.session.remove()
        return True

    passwords = [PASSWORD, "five other words are there"]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(redeem, passwords))
    assert sorted(done) == [False, True]
    assert sign_in("rosa@example.org", passwords[done.index(True)])
    with pytest.raises(Invalid):
        sign_in("rosa@example.org", passwords[done.index(False)])


@ON_BOTH
@pytest.mark.parametrize("meanwhile", ["changed", "closed"])
def test_a_password_that_ends_while_it_is_checked_opens_no_session(
    app: Flask, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    # Whoever knows a password and signs in over and over is at it when its owner changes it.
    user_id = account_with_password().id
    real = service.check_password

    def end() -> None:
        with app.app_context(), writing():
            user = db.session.get_one(User, user_id)
            if meanwhile == "changed":
                service.set_password(user, "five other words are there")
            else:
                user.is_active = False

    def checked(found: Credentials | None, password: str) -> bool:
        fits = real(found, password)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(end).result()
        return fits

    monkeypatch.setattr(service, "check_password", checked)
    with pytest.raises(Invalid, match="do not fit together"):
        sign_in("lea@example.org", PASSWORD)
    assert db.session.scalars(select(UserSession)).all() == []


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_session_that_goes_on_in_a_new_one_while_all_are_ended_is_over_too(app: Flask) -> None:
    user_id = make_user(email="rosa@example.org").id
    live = live_session(token_sha256(make_session(user_id)))
    assert live is not None
    number = live.person.session_id

    def end_all() -> int:
        with app.app_context(), writing():
            return close_other_sessions(user_id, keep=None)

    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with ThreadPoolExecutor(1) as pool:
        with writing():
            fresh = move_session(user_id, number, address=None, agent=None)
            ending = pool.submit(end_all)
            while not ending.done() and not db.session.scalar(waiting):
                sleep(0.01)
        assert ending.result() == 1
    db.session.rollback()
    assert live_session(token_sha256(fresh)) is None


def test_a_session_that_is_over_does_not_go_on_in_a_new_one(app: Flask) -> None:
    user_id = make_user(email="rosa@example.org").id
    live = live_session(token_sha256(make_session(user_id)))
    assert live is not None
    number = live.person.session_id
    with writing():
        fresh = move_session(user_id, number, address=None, agent=None)
    assert live_session(token_sha256(fresh)) is not None
    with pytest.raises(NotFound), writing():
        move_session(user_id, number, address=None, agent=None)


def test_a_weak_password_does_not_use_the_link_up(app: Flask) -> None:
    user = make_user(email="rosa@example.org")
    with writing():
        token = service.make_link(user)
    with pytest.raises(Invalid), writing():
        service.redeem_link(token, "password123", address=None, agent=None)
    with writing():
        assert service.redeem_link(token, PASSWORD, address=None, agent=None)


def test_a_link_lasts_seven_days(app: Flask) -> None:
    user = make_user(email="rosa@example.org")
    with writing():
        token = service.make_link(user)
    start = now()
    late = start + timedelta(days=7, seconds=1)
    with time_machine.travel(late, tick=False), pytest.raises(NotFound), writing():
        service.redeem_link(token, PASSWORD, address=None, agent=None)
    with time_machine.travel(start + timedelta(days=6, hours=23), tick=False), writing():
        assert service.redeem_link(token, PASSWORD, address=None, agent=None)


def test_a_new_link_ends_the_one_before(app: Flask) -> None:
    user = make_user(email="rosa@example.org")
    with writing():
        first, second = service.make_link(user), service.make_link(user)
    with pytest.raises(NotFound), writing():
        service.redeem_link(first, PASSWORD, address=None, agent=None)
    with writing():
        assert service.redeem_link(second, PASSWORD, address=None, agent=None)
    rows = db.session.scalars(select(OneTimeLink)).all()
    assert all(row.used_at is not None for row in rows)
    assert {row.token_sha256 for row in rows} == {token_sha256(first), token_sha256(second)}


def test_a_link_of_a_deactivated_account_opens_nothing(app: Flask) -> None:
    user = make_user(email="rosa@example.org")
    with writing():
        token = service.make_link(user)
        user.is_active = False
    with pytest.raises(NotFound), writing():
        service.redeem_link(token, PASSWORD, address=None, agent=None)
