"""The password is asked for once more before dangerous acts, and what was filled in goes on."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from annotator.accounts import service
from annotator.accounts.models import UserSession
from annotator.accounts.person import Person
from annotator.audit.models import Event
from annotator.clock import now
from annotator.db import db, writing
from annotator.projects.models import Role
from annotator.projects.queries import membership
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import make_user
from tests.personas import World
from tests.visitor import Visitor

PASSWORD = "four unrelated words of ours"
HEADING = "Confirm with your password"
BLIND = {"version": "0", "wanted": "2", "blind": "y"}
NOT_BLIND = {"version": "1", "wanted": "2"}


def long_ago(browser: Visitor) -> Visitor:
    """The same browser, whose person signed in a while ago."""
    with writing():
        db.session.execute(update(UserSession).values(created_at=now() - timedelta(minutes=11)))
    return browser


def with_password(world: World, *people: Person) -> None:
    with writing():
        for person in people:
            service.set_password(world.user(person), PASSWORD)


@ON_BOTH
def test_what_was_filled_in_goes_on_once_the_password_is_right(world: World, visit: Visit) -> None:
    with_password(world, world.admin)
    admin = long_ago(visit(world.admin))
    path, asked = f"/people/{world.rosa.id}/deactivation", {"reason": "“Left”\r\n& <the> desk"}
    page = admin.submit(path, {**asked, "gives_back": "y"}, status=403)
    assert page.heading == HEADING
    hidden = {one.get("name"): one.get("value") for one in page.tree.iter("input")}
    assert {"reason", "gives_back", "csrf_token", "your_password"} == set(hidden) - {None}
    assert world.user(world.rosa).is_active
    repeated = {"reason": str(hidden["reason"]), "gives_back": "y"}
    assert admin.post(path, {**repeated, "your_password": PASSWORD}).status_code == 302
    assert world.user(world.rosa).deactivated_reason == "“Left” & <the> desk"
    # For the next minutes nothing is asked.
    assert admin.post(f"/people/{world.rosa.id}/reactivation").status_code == 302


def test_the_session_is_a_new_one_and_the_old_cookie_opens_nothing(
    world: World, visit: Visit
) -> None:
    with_password(world, world.lead)
    here, thief = long_ago(visit(world.lead)), visit(None)
    before, token = here.cookie(), here.token()
    here.post("/account/sessions/end-others", {"your_password": PASSWORD})
    thief.replay(before or "")
    assert thief.get("/account", json=True).status_code == 401
    # The forms of other tabs stay good.
    assert here.post("/account", {"name": "Lea L."}, token=token).status_code == 302


def test_a_wrong_one_changes_nothing_and_is_slowed_down(world: World, visit: Visit) -> None:
    with_password(world, world.lead)
    lead, path = long_ago(visit(world.lead)), f"/projects/demo-desk/members/{world.rosa.id}"
    wrong = {"role": "lead", "your_password": "not it"}
    page = lead.submit(path, wrong)
    assert page.errors() == {"your_password": "This is not your current password."}
    hidden = {one.get("name"): one.get("value") for one in page.tree.iter("input")}
    assert hidden["role"] == "lead"
    assert hidden["your_password"] is None or hidden["your_password"] == ""
    assert set(lead.submit(path, {"role": "lead", "your_password": ""}).errors()) == {
        "your_password"
    }
    answers = [lead.post(path, wrong).status_code for _ in range(6)]
    assert answers[-1] == 429
    assert lead.post(path, {**wrong, "your_password": PASSWORD}).status_code == 429
    mine = membership(world.project_id, world.rosa.id)
    assert mine is not None
    assert mine.role is Role.REVIEWER


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("members/{rosa}", {"role": "lead"}),
        ("removal", {"name": "Demonstration desk", "reason": "A trial."}),
        ("members", {"email": "nia@example.org", "role": "lead"}),
        ("members/{nia}/link", {}),
        ("publishing", {"name": "The desk"}),
        ("export", {"kind": "jsonl", "unit": "article", "names": "y"}),
        ("audit/download", {"names": "y"}),
        ("audit/samples/00000000-0000-4000-8000-000000000000/download", {"names": "y"}),
        ("settings", NOT_BLIND),
    ],
)
def test_it_is_asked_for_in_a_project(
    world: World, visit: Visit, path: str, fields: dict[str, str]
) -> None:
    lead, nia = visit(world.lead), make_user("Nia Nkosi")
    base = "/projects/demo-desk/"
    assert lead.post(base + "settings", BLIND).status_code == 302
    where = base + path.format(rosa=world.rosa.id, nia=nia.id)
    long_ago(lead)
    assert lead.submit(where, fields, status=403).heading == HEADING
    assert lead.post(where, fields, json=True).status_code == 422
    # Whom it is not for learns nothing of it.
    for other in (world.rosa, world.observer, world.stranger):
        if path != "export":
            assert long_ago(visit(other)).post(where, fields).status_code == 404
    assert visit(None).post(where, fields, json=True).status_code == 401


def test_before_a_file_with_names_the_page_says_where_one_goes_on(
    world: World, visit: Visit
) -> None:
    lead = long_ago(visit(world.lead))
    asked = {"kind": "jsonl", "unit": "article", "names": "y"}
    page = lead.submit("/projects/demo-desk/export", asked, status=403)
    assert "/projects/demo-desk/export" in page.links()
    assert "this page stays" in page.text


def test_it_is_asked_for_at_accounts_and_sessions(world: World, visit: Visit) -> None:
    admin = long_ago(visit(world.admin))
    for path in (
        f"/people/{world.rosa.id}/deactivation",
        f"/people/{world.rosa.id}/reactivation",
        "/account/sessions/987654/end",
        "/account/sessions/end-others",
    ):
        assert admin.submit(path, {}, status=403).heading == HEADING
        assert visit(None).post(path, json=True).status_code == 401


def test_what_is_not_dangerous_asks_for_nothing(world: World, visit: Visit) -> None:
    lead = long_ago(visit(world.lead))
    base = "/projects/demo-desk/"
    assert lead.post(f"{base}members/{world.rosa.id}", {"role": "observer"}).status_code == 302
    assert lead.post(base + "settings", {"version": "0", "wanted": "2"}).status_code == 302


def test_the_window_is_a_setting(app: Flask, world: World, visit: Visit) -> None:
    app.config["CONFIRM_MINUTES"] = 12
    assert long_ago(visit(world.lead)).post("/account/sessions/end-others").status_code == 302


def test_nothing_that_is_kept_holds_the_password(
    world: World, visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="annotator.security")
    with_password(world, world.lead)
    lead, path = long_ago(visit(world.lead)), f"/projects/demo-desk/members/{world.rosa.id}"
    lead.post(path, {"role": "lead", "your_password": "a wrong one of theirs"})
    lead.post(path, {"role": "lead", "your_password": PASSWORD})
    assert "password confirmed user=" in caplog.text
    assert "password confirmation refused user=" in caplog.text
    kept = caplog.text + "".join(map(str, db.session.execute(select(*Event.__table__.columns))))
    assert PASSWORD not in kept
    assert "a wrong one of theirs" not in kept
