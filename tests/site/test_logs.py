"""The log: one event is one line, without secrets, and it tells of those who were refused."""

from __future__ import annotations

import logging
import re
import sys

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from annotator.accounts.models import User
from annotator.clock import now
from annotator.db import db, writing
from annotator.web.logs import LONGEST_LINE, OneLine
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.personas import World

HARM = "x\n2026-01-01T00:00:00.000Z INFO signed in user=1\r\x1b[2J\u202e\u2028\ud800"
SECURITY = "annotator.security"


def line_of(message: str, *values: object, trouble: bool = False) -> str:
    record = logging.LogRecord(
        "annotator", logging.ERROR, "", 0, message, values, sys.exc_info() if trouble else None
    )
    return OneLine().format(record)


def test_an_event_is_one_line_whatever_it_holds() -> None:
    line = line_of("a round could not be made: %s", HARM)
    assert line.isascii()
    assert line.isprintable()
    assert "x\\n2026-01-01" in line


def test_a_traceback_stays_on_the_line_of_its_event() -> None:
    try:
        raise ValueError(HARM + "y" * 1_000_000)
    except ValueError:
        line = line_of("unexpected error", trouble=True)
    assert line.isprintable()
    assert len(line) <= LONGEST_LINE
    assert "unexpected error\\nTraceback" in line
    assert line.endswith("yyy")


@ON_BOTH
def test_a_statement_that_failed_does_not_tell_its_values(world: World) -> None:
    row = {"name": "Canary", "email": "canary@example.org", "password_hash": "$argon2id$canary"}
    row["email_key"] = world.lead.email
    try:
        with writing():
            db.session.execute(insert(User).values(**row, created_at=now()))
    except IntegrityError:
        line = line_of("unexpected error", trouble=True)
    assert "INSERT INTO" in line
    assert "canary" not in line.lower()


def test_who_is_refused_is_a_line_of_the_security_log(
    app: Flask, world: World, visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    stranger, rosa = visit(world.stranger), visit(world.rosa)
    assert stranger.get(f"/projects/{world.slug}/articles").status_code == 404
    assert rosa.post(f"/projects/{world.slug}/members", {"email": HARM[:-1]}).status_code == 404
    assert rosa.post("/account", {"name": "Canary"}, token="canary").status_code == 400
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert rosa.post("/account", {"name": "Canary"}, headers=elsewhere).status_code == 400
    assert [one.getMessage() for one in caplog.records if one.name == SECURITY] == [
        f"refused why=permission user={world.stranger.id} endpoint=articles.index "
        "address=127.0.0.1",
        f"refused why=permission user={world.rosa.id} endpoint=projects.add_member "
        "address=127.0.0.1",
        "refused why=token user=- endpoint=accounts.rename address=127.0.0.1",
        "refused why=another-site user=- endpoint=accounts.rename address=127.0.0.1",
    ]


def test_what_becomes_of_an_account_is_told_line_by_line(
    world: World, visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, SECURITY)
    rosa, admin, browser = world.rosa.id, visit(world.admin), visit(None)
    link = admin.post(f"/projects/{world.slug}/members/{rosa}/link").text
    path = re.findall(r"/one-time/[\w-]{43}", link)[0]
    browser.post(path, {"password": "canary of four words", "again": "canary of four words"})
    new = {"password": "five words with a canary", "again": "five words with a canary"}
    browser.post("/account/password", {**new, "current_password": "canary"})
    browser.post("/account/password", {**new, "current_password": "canary of four words"})
    visit(world.rosa)
    browser.post("/account/sessions/end-others")
    admin.post(f"/people/{rosa}/administration", {"is_admin": "y"})
    admin.post(f"/people/{rosa}/deactivation", {"reason": "canary"})
    lines = [one.getMessage() for one in caplog.records if one.name == SECURITY]
    assert [line for line in lines if f"user={rosa}" in line] == [
        f"one-time link made user={rosa}",
        f"one-time link used user={rosa} address=127.0.0.1",
        f"password change refused user={rosa} address=127.0.0.1",
        f"sessions ended user={rosa} number=1",
        f"password changed user={rosa} sessions_ended=1",
        f"sessions ended user={rosa} number=1",
        f"administration user={rosa} is_admin=True by={world.admin.id}",
        f"sessions ended user={rosa} number=1",
        f"account deactivated user={rosa} by={world.admin.id} sessions_ended=1",
    ]
    assert not [line for line in lines if "canary" in line or path[-43:] in line]
