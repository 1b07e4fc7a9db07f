"""The full set of security headers on every answer; the visitor checks each one it gets."""

from __future__ import annotations

import logging
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from annotator.errors import Busy, Refused
from annotator.web.headers import HEADERS
from tests.conftest import Visit
from tests.personas import World
from tests.visitor import Visitor

POLICY = (
    "default-src 'none'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
)
ID = UUID("00000000-0000-4000-8000-000000000000")


def paths(app: Flask) -> set[str]:
    """Every address, with names that may or may not be there."""
    with app.test_request_context():
        return {
            app.url_for(
                rule.endpoint,
                **{
                    name: 1 if name == "user_id" else "demo-desk" if name == "slug" else ID
                    for name in rule.arguments
                },
            )
            for rule in app.url_map.iter_rules()
        }


def test_every_address_and_method_answers_with_them(app: Flask, world: World, visit: Visit) -> None:
    statuses, kept = set(), set()
    for browser in (visit(None), visit(world.lead)):
        for path in sorted(paths(app) - {"/sign-out"}):
            for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE"):
                answer = browser.open(method, path)
                statuses.add(answer.status_code)
                if answer.headers["Cache-Control"] != "no-store":
                    kept.add(path.split("/")[1])
    assert {200, 302, 400, 404, 405} <= statuses
    assert not [status for status in statuses if status >= 500]
    # What caches between us and a browser may keep: nothing of a person or of a project.
    assert kept <= {"static", "languages", "schemas"}


def test_the_policy_is_the_decided_one_with_a_new_nonce_each_time(app: Flask) -> None:
    policies = [Visitor(app).get("/sign-in").headers["Content-Security-Policy"] for _ in range(2)]
    for policy in policies:
        parts = [part.strip() for part in policy.split(";")]
        assert [part for part in parts if not part.startswith("script-src")] == list(POLICY)
        assert "'unsafe-" not in policy
    assert policies[0] != policies[1]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/no-such-page", 404),
        ("/static/any/no-such-file.js", 404),
        ("/static/any/../../annotator/config.py", 404),
        ("/static/any/%2e%2e/%2e%2e/annotator/config.py", 404),
        ("/static/any/js/main.js", 200),
        ("/sign-out", 405),
    ],
)
def test_refusals_and_files_have_them(app: Flask, path: str, status: int) -> None:
    assert Visitor(app).get(path).status_code == status


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuntimeError("canary"), 500),
        (Busy("Later."), 503),
        (Refused("Not so."), 503),
        (OperationalError("canary", {}, Exception("canary")), 503),
    ],
)
@pytest.mark.parametrize("json", [False, True])
def test_failures_have_them_and_say_nothing_else(
    app: Flask,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    json: bool,
) -> None:
    caplog.set_level(logging.CRITICAL, "annotator")

    def fail() -> None:
        raise error

    fail.permission = app.view_functions["web.health"].permission  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "web.health", fail)
    browser = Visitor(app)
    answer = browser.get("/healthz", json=json)
    assert answer.status_code == status
    assert "canary" not in answer.text
    assert "Traceback" not in answer.text
    if json:
        assert answer.get_json()["error"]["status"] == status
    else:
        browser.look(answer, status=status)


def test_what_is_too_large_is_refused_with_them(world: World, visit: Visit) -> None:
    browser = visit(world.lead)
    big = {"name": "x" * (9 * 1024 * 1024)}
    assert browser.post("/account", big).status_code == 413


def test_personal_answers_are_not_kept_by_caches(world: World, visit: Visit) -> None:
    answer = visit(world.lead).get("/projects")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


def test_static_files_are_kept_for_ever_under_their_present_address(app: Flask) -> None:
    version = app.extensions["assets"].version
    answer = Visitor(app).get(f"/static/{version}/css/app.css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert Visitor(app).get("/static/old/css/app.css").headers["Cache-Control"] == "no-cache"


def test_the_referrer_stays_at_home_but_is_sent_to_our_own_pages() -> None:
    # With no-referrer, Flask-WTF refuses every form over https.
    assert HEADERS["Referrer-Policy"] == "same-origin"
