"""Every address, for everybody: nothing is open by accident, and what is hidden looks absent."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from annotator.articles.models import Article
from annotator.db import db, writing
from annotator.imports.service import begin
from annotator.permissions import GRANTS, Permission
from annotator.projects.models import Project, Role
from annotator.web.guards import permission_of
from tests.conftest import Visit
from tests.factories import (
    SHELL,
    make_member,
    make_user,
    person_of,
)
from tests.personas import World
from tests.site.conftest import Prepared
from tests.site.table import PERSONAS, ROWS, Row
from tests.visitor import Visitor

#: Places in addresses that hold a name of ours or a secret, and so are text.
NAMES = frozenset(
    {
        *("<slug>", "<token>", "<version>", "<language>", "<string:name>.json"),
        *("<kind>", "<key>", "<sha256>", "<name>", "<path:path>"),
    }
)

#: Who reads the addresses of members, of the project at hand or of all.
MANAGERS = frozenset({"lead", "admin"})
#: Our own files, which hold nothing of anybody; feeds that a lead opened are not open here.
KEPT = frozenset({"assets.file", "languages.catalogue", "export.schema"})


def ask(
    browser: Visitor, app: Flask, endpoint: str, row: Row, things: dict[str, Any]
) -> TestResponse:
    values = {key: text.format_map(things) for key, text in row.values.items()}
    data = {
        key: item.format_map(things) if isinstance(item, str) else item
        for key, item in row.data.items()
    }
    with app.test_request_context():
        path = app.url_for(endpoint, **values)
    if row.method == "GET":
        return browser.get(path, json=True)
    return browser.post(path, data, json=True)


def _holds_no_secret(answer: TestResponse, persona: str, prepared: Prepared) -> None:
    """No hash of a password or a session; nobody else's address where people are not managed."""
    for secret in prepared.hashes:
        assert secret.encode() not in answer.data, persona
    if persona not in MANAGERS:
        own = prepared.emails.get(persona)
        others = [one for one in prepared.emails.values() if one != own]
        assert not [one for one in others if one.encode() in answer.data], persona


@pytest.mark.parametrize("endpoint", ROWS)
def test_everybody_gets_the_answer_of_the_table(
    app: Flask, prepared: Prepared, endpoint: str
) -> None:
    row = ROWS[endpoint]
    answers = {}
    for persona, browser in prepared.browsers.items():
        answer = ask(browser, app, endpoint, row, prepared.things)
        answers[persona] = answer.status_code
        _holds_no_secret(answer, persona, prepared)
        # What stands behind a sign-in is not even kept by the reader's own browser.
        assert endpoint in KEPT or answer.headers["Cache-Control"] == "no-store", persona
        prepared.restore()
    assert answers == dict(zip(PERSONAS, row.statuses, strict=True))


@pytest.mark.parametrize(
    "endpoint", [name for name, row in ROWS.items() if "slug" in row.values and len(row.values) > 1]
)
def test_nothing_of_one_project_opens_under_anothers_address(
    app: Flask, prepared: Prepared, endpoint: str
) -> None:
    browser, row = prepared.browsers["outsider"], ROWS[endpoint]
    things = {**prepared.things, "slug": prepared.things["elsewhere"]}
    answer = ask(browser, app, endpoint, row, things)
    assert answer.status_code == 404, answer.text[:500]
    absent = {key: str(uuid4()) for key in things if key.endswith("_id")}
    never = ask(browser, app, endpoint, row, {**things, **absent, "other_id": 987654})
    assert never.data == answer.data


#: Names of things that hang on an article.
#: Closed until a lead says otherwise; `tests/claims/test_views.py` has who is refused.
OPENED = {"claimreview.atom", "claimreview.json"}
OF_ARTICLES = ("{article_id}", "{submitted_id}", "{annotation_id}", "{assignment_id}")


def test_articles_on_their_way_in_are_there_for_nobody(
    app: Flask, world: World, prepared: Prepared
) -> None:
    db.session.remove()
    with writing():
        coming = begin(world.project_id, ["in.jsonl"], actor=SHELL)
        db.session.execute(update(Article).values(import_id=coming))
    asked = 0
    for endpoint, row in ROWS.items():
        named = [value for value in row.values.values() if value in OF_ARTICLES]
        if row.method != "GET" and not named:
            continue
        for persona in ("observer", "reviewer", "lead", "admin"):
            browser = prepared.browsers[persona]
            answer = ask(browser, app, endpoint, row, prepared.things)
            assert not named or answer.status_code == 404, (endpoint, persona)
            for secret in ("The dam holds", "40 million", prepared.things["article_id"]):
                assert secret not in answer.text, (endpoint, persona, secret)
            asked += bool(named)
    assert asked > 40


@pytest.mark.parametrize("unit", ["article", "span", "claim"])
def test_no_export_holds_an_article_on_its_way_in(
    app: Flask, world: World, prepared: Prepared, unit: str
) -> None:
    lead, path = prepared.browsers["lead"], f"/projects/{world.slug}/export"
    before = lead.post(path, {"unit": unit, "names": "y"})
    assert (before.status_code, before.data.count(b"\n") > 0) == (200, True)
    with writing():
        coming = begin(world.project_id, ["in.jsonl"], actor=SHELL)
        db.session.execute(update(Article).values(import_id=coming))
    after = lead.post(path, {"unit": unit, "names": "y"})
    assert (after.status_code, after.data) == (200, b"")


def test_every_address_has_its_row(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(ROWS)


def test_every_row_asks_as_its_address_is_asked(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        row = ROWS[rule.endpoint]
        assert row.method in (rule.methods or set()), rule
        assert set(rule.arguments) == set(row.values), rule


def test_every_address_names_its_permission(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        permission = permission_of(app.view_functions[rule.endpoint])
        assert permission is not None, rule
        needs_project = permission not in {
            Permission.PUBLIC,
            Permission.SIGNED_IN,
            Permission.CREATE_PROJECT,
            Permission.MANAGE_PEOPLE,
        }
        # A feed that its lead opened is for everybody.
        of_project = "slug" in rule.arguments and rule.endpoint not in OPENED
        assert needs_project == of_project, rule


def test_only_the_way_in_and_opened_feeds_are_public(app: Flask) -> None:
    public = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if permission_of(app.view_functions[rule.endpoint]) is Permission.PUBLIC
    }
    assert public == OPENED | {
        "accounts.forgotten",
        "accounts.one_time",
        "accounts.open_session",
        "accounts.redeem",
        "accounts.send_link",
        "accounts.sign_in",
        "assets.file",
        "export.schema",
        "languages.catalogue",
        "web.csrf_token",
        "web.health",
        "web.home",
        "web.readiness",
    }


def test_every_permission_is_granted_by_somebody_and_used(app: Flask) -> None:
    assert set(GRANTS) == set(Permission) - {Permission.PUBLIC}


def test_a_view_without_a_permission_answers_nobody(app: Flask, visit: Visit) -> None:
    world_admin = person_of(make_user("Ada", admin=True))
    del app.view_functions["projects.index"].permission  # type: ignore[attr-defined]
    try:
        assert visit(world_admin).get("/projects").status_code == 404
    finally:
        app.view_functions["projects.index"].permission = Permission.SIGNED_IN  # type: ignore[attr-defined]


def test_a_former_member_is_a_stranger(world: World, visit: Visit) -> None:
    project: Project = world.project
    make_member(project, world.user(world.stranger), Role.OBSERVER)
    browser = visit(world.stranger)
    assert browser.get("/projects/demo-desk/articles").status_code == 200
    visit(world.lead).post(f"/projects/demo-desk/members/{world.stranger.id}/removal")
    assert browser.get("/projects/demo-desk/articles").status_code == 404


def test_addresses_are_kebab_case_with_typed_places(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        for piece in str(rule).strip("/").split("/"):
            if piece.startswith("<"):
                typed = piece.startswith(("<uuid:", "<int:", "<path:"))
                assert typed or piece in NAMES, rule
            else:
                assert piece == piece.lower(), rule
                assert "_" not in piece, rule
