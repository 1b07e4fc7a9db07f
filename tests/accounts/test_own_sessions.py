"""Where somebody is signed in, how long that lasts, and ending it."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from annotator.accounts import sessions
from annotator.accounts.browsers import browser_of
from annotator.accounts.models import UserSession
from annotator.accounts.person import Person
from annotator.accounts.queries import Lifetimes
from annotator.accounts.sessions import KEPT, close_session, forget_places, open_session
from annotator.clock import now
from annotator.db import db, writing
from annotator.web.sessions import forget_old_places
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.personas import World
from tests.visitor import Visitor

PAGE = "/account/sessions"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Safari/537.36"
)
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
)


def is_signed_in(browser: Visitor) -> bool:
    return browser.get("/account", json=True).status_code == 200


def newest() -> int:
    return db.session.scalars(select(UserSession.id).order_by(UserSession.id.desc())).first() or 0


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (FIREFOX, ("Firefox", "Linux")),
        (CHROME, ("Chrome", "Windows")),
        (CHROME + " Edg/141.0.0.0", ("Edge", "Windows")),
        (SAFARI, ("Safari", "iPhone")),
        ("curl/8.5.0", (None, None)),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_a_browser_is_named_as_people_know_it(
    agent: str | None, said: tuple[str | None, str | None]
) -> None:
    assert browser_of(agent) == said


@ON_BOTH
def test_thirty_days_end_a_session_in_daily_use(world: World, visit: Visit) -> None:
    # Each change writes a message into the cookie, which is signed anew with that day's date.
    browser, start = visit(world.lead), now()
    for hours in range(10, 30 * 24, 10):
        with time_machine.travel(start + timedelta(hours=hours)):
            assert browser.post("/account", {"name": "Lea L."}).location == "/account"
    with time_machine.travel(start + timedelta(days=30, minutes=1)):
        assert browser.get("/account", json=True).status_code == 401


def test_the_page_says_which_browsers_and_which_one_this_is(world: World, visit: Visit) -> None:
    here, there = visit(world.lead), visit(world.lead)
    with writing():
        row = db.session.get_one(UserSession, newest())
        row.agent, row.address = FIREFOX, "2001:db8::7"
    seen = here.page(PAGE)
    assert "Firefox on Linux" in seen.text
    assert "2001:db8::7" in seen.text
    assert seen.text.count("This browser") == 1
    assert "after 12 hours without a request" in seen.text
    assert PAGE in here.page("/account").links()
    assert is_signed_in(there)


@ON_BOTH
def test_one_of_ones_own_ends_at_once(world: World, visit: Visit) -> None:
    here, there = visit(world.lead), visit(world.lead)
    answer = here.post(f"{PAGE}/{newest()}/end")
    assert (answer.status_code, answer.location) == (302, PAGE)
    assert there.get("/account", json=True).status_code == 401
    assert there.post("/account/theme", {"theme": "dark"}, token=None).status_code in {400, 401}
    assert is_signed_in(here)
    assert here.post(f"{PAGE}/{newest()}/end").status_code == 404


def test_nobody_ends_anothers(world: World, visit: Visit) -> None:
    rosa = visit(world.rosa)
    hers = newest()
    for persona in (world.ravi, world.lead, world.admin, world.stranger):
        assert visit(persona).post(f"{PAGE}/{hers}/end").status_code == 404
    assert is_signed_in(rosa)


@ON_BOTH
def test_every_other_one_ends_and_this_one_stays(world: World, visit: Visit) -> None:
    here, second, third, rosa = (
        visit(world.lead),
        visit(world.lead),
        visit(world.lead),
        visit(world.rosa),
    )
    assert here.post(f"{PAGE}/end-others").location == PAGE
    assert "2 other browsers are signed out." in here.page(PAGE).text
    assert [is_signed_in(one) for one in (here, second, third, rosa)] == [True, False, False, True]


def test_a_copy_of_this_ones_cookie_ends_with_the_others(
    world: World, visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "annotator.security")
    here, _second, thief = visit(world.lead), visit(world.lead), visit(None)
    thief.replay(here.cookie() or "")
    assert is_signed_in(thief)
    assert here.post(f"{PAGE}/end-others").location == PAGE
    assert "1 other browser is signed out." in here.page(PAGE).text
    assert not is_signed_in(thief)
    assert f"sessions ended user={world.lead.id} number=1" in caplog.messages


def test_what_is_over_is_not_shown(world: World, visit: Visit) -> None:
    visit(world.lead)
    with time_machine.travel(now() + timedelta(hours=13)):
        seen = visit(world.lead).page(PAGE)
    assert seen.text.count("An unknown browser") == 1


def test_the_longest_life_is_a_setting(app: Flask, world: World, visit: Visit) -> None:
    app.config["SESSION_DAYS"] = 1
    app.config["IDLE_HOURS"] = 100
    browser, start = visit(world.lead), now()
    with time_machine.travel(start + timedelta(hours=23)):
        assert is_signed_in(browser)
    with time_machine.travel(start + timedelta(hours=25)):
        assert not is_signed_in(browser)


def signs_in(person: Person) -> int:
    with writing():
        open_session(person.id, address="192.0.2.7", agent=FIREFOX)
    return newest()


def told() -> dict[int, tuple[str | None, str | None]]:
    """From where and by what, of each session."""
    db.session.rollback()
    query = select(UserSession.id, UserSession.address, UserSession.agent)
    return {key: (address, agent) for key, address, agent in db.session.execute(query)}


KNOWN, FORGOTTEN = ("192.0.2.7", FIREFOX), (None, None)


@ON_BOTH
def test_from_where_and_by_what_is_forgotten_of_sessions_that_are_long_over(world: World) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        ended, out_of_life = signs_in(world.rosa), signs_in(world.ravi)
        with writing():
            close_session(ended)
        clock.shift(KEPT)
        forget_old_places()
        assert (told()[ended], told()[out_of_life]) == (KNOWN, KNOWN)
        lately = signs_in(world.rosa)
        clock.shift(timedelta(minutes=1))
        with writing():
            close_session(lately)
        forget_old_places()
        after = told()
    assert (after[ended], after[out_of_life], after[lately]) == (FORGOTTEN, FORGOTTEN, KNOWN)


def test_nothing_is_forgotten_of_a_session_that_is_alive(app: Flask, world: World) -> None:
    app.config["SESSION_DAYS"] = 365
    app.config["IDLE_HOURS"] = 24 * 100
    alive, ended = signs_in(world.rosa), signs_in(world.rosa)
    with writing():
        close_session(ended)
    with time_machine.travel(now() + timedelta(days=99)):
        forget_old_places()
        assert (told()[alive], told()[ended]) == (KNOWN, FORGOTTEN)
    with time_machine.travel(now() + timedelta(days=101)):
        forget_old_places()
        assert told()[alive] == FORGOTTEN


def test_signing_in_writes_to_no_session_but_its_own(world: World) -> None:
    old = signs_in(world.rosa)
    with writing():
        close_session(old)
    with time_machine.travel(now() + timedelta(days=31)):
        signs_in(world.ravi)
        assert told()[old] == KNOWN


@ON_BOTH
def test_rounds_of_many_workers_and_people_who_sign_in_do_not_hinder_each_other(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "_FEW", 3)
    long_over = {signs_in(world.rosa) for _ in range(20)}
    db.session.remove()
    gate, limits = Barrier(6), Lifetimes(12, 30)

    def act(person: Person | None) -> int:
        with app.app_context():
            gate.wait()
            done = forget_places(limits) if person is None else signs_in(person) * 0
            db.session.remove()
        return done

    people = (world.rosa, world.ravi, world.lead)
    with time_machine.travel(now() + timedelta(days=31)), ThreadPoolExecutor(6) as pool:
        counts = list(pool.map(act, (None, *people, None, None)))
    assert sum(counts) == len(long_over)
    after = told()
    assert {after[key] for key in long_over} == {FORGOTTEN}
    assert list(after.values()).count(KNOWN) == len(people)


@pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
def test_a_row_that_somebody_writes_to_is_left_for_the_next_round(world: World) -> None:
    first, second = signs_in(world.rosa), signs_in(world.rosa)
    db.session.remove()
    with time_machine.travel(now() + timedelta(days=31)):
        held = select(UserSession.id).where(UserSession.id == first).with_for_update()
        with db.engines[None].begin() as connection:
            connection.execute(held)
            forget_old_places()
            assert (told()[first], told()[second]) == (KNOWN, FORGOTTEN)
        forget_old_places()
        assert told()[first] == FORGOTTEN
