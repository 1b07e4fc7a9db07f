"""Signing in and out, the account page and one-time links, as a browser meets them."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from werkzeug.test import TestResponse

from annotator.accounts import service
from annotator.accounts.models import Theme, User, UserSession
from annotator.accounts.person import Person
from annotator.clock import now
from annotator.db import db, writing
from annotator.errors import Invalid
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.personas import World
from tests.visitor import Visitor

PASSWORD = "four unrelated words here"
OTHER = "five other words are there"


@pytest.fixture
def lead(world: World) -> Person:
    with writing():
        service.set_password(world.user(world.lead), PASSWORD)
    return world.lead


def sign_in(browser: Visitor, email: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return browser.post("/sign-in", {"email": email, "password": password, **more})


def is_signed_in(browser: Visitor) -> bool:
    return browser.get("/account", json=True).status_code == 200


@ON_BOTH
def test_the_right_password_leads_to_the_projects(lead: Person, visit: Visit) -> None:
    browser = visit(None)
    browser.page("/sign-in")
    answer = sign_in(browser, lead.email)
    assert (answer.status_code, answer.location) == (302, "/projects")
    assert is_signed_in(browser)


def test_signing_in_goes_on_where_it_began(lead: Person, visit: Visit) -> None:
    browser = visit(None)
    asked = browser.get("/projects/demo-desk/members")
    assert (asked.status_code, asked.location) == (302, "/sign-in?next=/projects/demo-desk/members")
    page = browser.page(asked.location)
    wanted = next(
        item.get("value") for item in page.tree.iter("input") if item.get("name") == "next"
    )
    answer = sign_in(browser, lead.email, next=wanted)
    assert answer.location == "/projects/demo-desk/members"


@pytest.mark.parametrize("email", ["lea@example.org", "nobody@example.org"])
def test_a_wrong_password_is_said_beside_the_field(lead: Person, visit: Visit, email: str) -> None:
    page = visit(None).submit("/sign-in", {"email": email, "password": "wrong"})
    assert page.errors() == {"password": "The e-mail address and the password do not fit together."}
    assert "wrong" not in page.answer.text.replace("field--wrong", "")


def test_empty_fields_are_said(visit: Visit) -> None:
    page = visit(None).submit("/sign-in", {"email": "", "password": ""})
    assert set(page.errors()) == {"email", "password"}


def test_too_many_failures_are_answered_429(lead: Person, visit: Visit) -> None:
    browser = visit(None)
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(5):
            assert sign_in(browser, lead.email, "wrong").status_code == 422
        answer = sign_in(browser, lead.email)
        browser.look(answer, status=429)
        assert int(answer.headers["Retry-After"]) >= 1
        clock.shift(timedelta(seconds=5))
        assert sign_in(browser, lead.email).status_code == 302


def test_the_session_is_a_new_one_at_each_sign_in(lead: Person, visit: Visit) -> None:
    browser = visit(None)
    sign_in(browser, lead.email)
    before = browser.cookie()
    sign_in(browser, lead.email)
    assert browser.cookie() != before
    ended = db.session.scalars(select(UserSession.ended_at).order_by(UserSession.id)).all()
    assert [moment is None for moment in ended] == [False, True]


def test_somebody_signed_in_is_not_asked_again(world: World, visit: Visit) -> None:
    assert visit(world.lead).get("/sign-in?next=/account").location == "/account"


@ON_BOTH
def test_a_cookie_is_worthless_after_signing_out(world: World, visit: Visit) -> None:
    browser, thief = visit(world.lead), visit(None)
    thief.replay(browser.cookie() or "")
    assert is_signed_in(thief)
    assert browser.post("/sign-out").location == "/sign-in"
    assert thief.get("/account", json=True).status_code == 401
    assert browser.get("/account", json=True).status_code == 401


def test_a_cookie_is_worthless_after_the_password_changed(lead: Person, visit: Visit) -> None:
    browser, elsewhere, thief = visit(lead), visit(lead), visit(None)
    thief.replay(browser.cookie() or "")
    assert is_signed_in(thief)
    token = browser.token()
    answer = browser.post(
        "/account/password", {"current_password": PASSWORD, "password": OTHER, "again": OTHER}
    )
    assert answer.location == "/account"
    assert is_signed_in(browser)
    for other in (elsewhere, thief):
        assert other.get("/account", json=True).status_code == 401
    # What was typed in another tab is not lost by it.
    assert browser.post("/account", {"name": "Lea L."}, token=token).location == "/account"


def test_a_changed_password_ends_the_links_to_the_account(lead: Person, visit: Visit) -> None:
    with writing():
        user = db.session.get_one(User, lead.id)
        paths = [f"/one-time/{make(user)}" for make in (service.make_link, service.make_reset_link)]
    fields = {"current_password": PASSWORD, "password": OTHER, "again": OTHER}
    assert visit(lead).post("/account/password", fields).location == "/account"
    for path in paths:
        assert visit(None).get(path).status_code == 404


def test_a_cookie_is_worthless_after_deactivation(world: World, visit: Visit) -> None:
    browser = visit(world.reviewer)
    with writing():
        world.user(world.reviewer).is_active = False
    assert browser.get("/account", json=True).status_code == 401


def test_a_forged_cookie_opens_nothing(world: World, visit: Visit) -> None:
    browser = visit(None)
    browser.set_cookie({"sid": "a guess"})
    assert not is_signed_in(browser)
    browser.replay((visit(world.lead).cookie() or "")[:-2] + "xx")
    assert not is_signed_in(browser)


def test_twelve_idle_hours_end_a_session(world: World, visit: Visit) -> None:
    browser, start = visit(world.lead), now()
    for hours in (11, 22, 33):
        with time_machine.travel(start + timedelta(hours=hours)):
            assert is_signed_in(browser)
    with time_machine.travel(start + timedelta(hours=45, minutes=10)):
        assert browser.get("/account", json=True).status_code == 401


def test_three_hours_of_reading_do_not_cost_a_save(world: World, visit: Visit) -> None:
    browser = visit(world.reviewer)
    token = browser.token()
    with time_machine.travel(now() + timedelta(hours=3)):
        assert browser.post("/account", {"name": "Rosa R."}, token=token).location == "/account"
    assert world.user(world.reviewer).name == "Rosa R."


def test_the_account_page_keeps_what_was_typed(world: World, visit: Visit) -> None:
    browser = visit(world.lead)
    page = browser.submit("/account", {"name": "Lea\u202e"})
    assert "invisible characters" in page.errors()["name"]
    assert world.user(world.lead).name == "Lea Lindqvist"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"current_password": "wrong", "password": OTHER, "again": OTHER}, "current_password"),
        ({"current_password": PASSWORD, "password": OTHER, "again": "typo"}, "again"),
        ({"current_password": PASSWORD, "password": "short", "again": "short"}, "password"),
        ({"password": OTHER, "again": OTHER}, "current_password"),
    ],
)
def test_a_refused_password_change_says_why(
    lead: Person, visit: Visit, fields: dict[str, str], field: str
) -> None:
    page = visit(lead).submit("/account/password", fields)
    assert set(page.errors()) == {field}


def test_the_theme_is_remembered(world: World, visit: Visit) -> None:
    browser = visit(world.lead)
    assert browser.post("/account/theme", {"theme": "dark"}, json=True).status_code == 204
    assert world.user(world.lead).theme is Theme.DARK
    assert 'data-theme="dark"' in browser.page("/account").answer.text
    assert browser.post("/account/theme", {"theme": "auto"}).location == "/account"
    assert browser.post("/account/theme", {"theme": "neon"}, json=True).status_code == 422


@ON_BOTH
def test_a_one_time_link_signs_in_once(world: World, visit: Visit) -> None:
    with writing():
        path = f"/one-time/{service.make_link(world.user(world.reviewer))}"
    browser = visit(None)
    assert "rosa@example.org" in browser.page(path).text
    page = browser.submit(path, {"password": "12345678", "again": "12345678"})
    assert set(page.errors()) == {"password"}
    assert browser.post(path, {"password": OTHER, "again": OTHER}).location == "/projects"
    assert is_signed_in(browser)
    late = visit(None)
    gone = late.page(path, status=404)
    never = late.page("/one-time/never-was", status=404)
    assert gone.text == never.text
    assert late.post(path, {"password": OTHER, "again": OTHER}).status_code == 404


def test_pages_of_a_person_name_nobody_elses_hash(lead: Person, visit: Visit) -> None:
    for path in ("/account", "/projects", "/projects/demo-desk/members"):
        assert "$argon2" not in visit(lead).get(path).text


def test_security_events_are_one_line_without_secrets(
    lead: Person, visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "annotator.security")
    browser = visit(None)
    sign_in(browser, lead.email, "canary-wrong")
    sign_in(browser, "evil\n\x1b[2J\u202e@example.org", "canary-wrong")
    sign_in(browser, lead.email)
    token = browser.token()
    browser.post("/sign-out")
    lines = [r.getMessage() for r in caplog.records if r.name == "annotator.security"]
    assert [line.split(" user")[0].split(" session=")[0] for line in lines] == [
        "sign-in failed",
        "sign-in failed",
        "signed in",
        "session ended",
    ]
    for line in lines:
        assert line.isascii()
        assert line.isprintable()
        for secret in ("canary", PASSWORD, token, lead.email):
            assert secret not in line


def test_the_unknown_account_takes_as_long_as_the_known_one(lead: Person) -> None:
    # One hash each, and the hash is all that takes time; a stopwatch would only add noise.
    calls: list[str] = []
    real = service.verify_password

    def counted(stored: str | None, password: str) -> bool:
        calls.append("real" if stored else "dummy")
        return real(stored, password)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "verify_password", counted)
        for email in (lead.email, "nobody@example.org"):
            with pytest.raises(Invalid), writing():
                service.sign_in(email, "wrong", address=None, agent=None)
    assert calls == ["real", "dummy"]
    assert db.session.get(User, lead.id) is not None


def test_a_script_signs_in_without_a_page(lead: Person, visit: Visit) -> None:
    browser = visit(None)
    wrong = browser.post("/sign-in", {"email": lead.email, "password": "wrong"}, json=True)
    assert wrong.status_code == 422
    assert wrong.get_json()["error"]["field"] == "password"
    fields = {"email": lead.email, "password": PASSWORD}
    assert browser.post("/sign-in", fields, json=True).status_code == 204
    assert is_signed_in(browser)


def test_a_script_that_signs_in_needs_both_fields_and_the_token(lead: Person, visit: Visit) -> None:
    browser = visit(None)
    empty = browser.post("/sign-in", {"email": lead.email}, json=True)
    assert (empty.status_code, empty.get_json()["error"]["field"]) == (422, "password")
    fields = {"email": lead.email, "password": PASSWORD}
    assert browser.post("/sign-in", fields, json=True, token=None).status_code == 400
    assert not is_signed_in(browser)


def test_a_script_is_held_up_by_the_same_throttle(lead: Person, visit: Visit) -> None:
    browser = visit(None)
    for _ in range(5):
        sign_in(browser, lead.email, "wrong")
    fields = {"email": lead.email, "password": PASSWORD}
    answer = browser.post("/sign-in", fields, json=True)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
