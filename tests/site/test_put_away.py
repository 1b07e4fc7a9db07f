"""Every address of a project that can only be read: pages open as before, no form changes it."""

from __future__ import annotations

from flask import Flask

from annotator.audit.queries import head
from annotator.db import db, writing
from annotator.permissions import may
from annotator.projects.models import Role
from annotator.shelving.service import archive, move_to_trash
from annotator.web.guards import goes_on, permission_of
from tests.personas import World
from tests.site.conftest import Prepared
from tests.site.table import PERSONAS, ROWS
from tests.site.test_permissions import ask

#: What is asked by a form and changes nothing of the project's, or brings it back.
GO_ON = {
    *("export.download", "export.losses", "export.counts"),
    *("audit.download", "audit.redraw", "audit.sample_file"),
    *("agreement.reckon", "proofs.check", "spotchecks.prove"),
    *("shelving.take_out", "shelving.remove", "shelving.restore"),
}
ROLES = {"observer": Role.OBSERVER, "other": Role.REVIEWER, "reviewer": Role.REVIEWER}


def _may(app: Flask, world: World, persona: str, endpoint: str) -> bool:
    permission = permission_of(app.view_functions[endpoint])
    assert permission is not None
    role = Role.LEAD if persona == "lead" else ROLES.get(persona)
    person = world.admin if persona == "admin" else world.lead
    return (role is not None or persona == "admin") and may(person, permission, role)


def test_no_form_changes_an_archived_project(app: Flask, world: World, prepared: Prepared) -> None:
    with writing():
        archive(world.project_id, "The work is done.", actor=world.lead.actor)
    before, refused = head(world.project_id), 0
    for endpoint, row in ROWS.items():
        if row.method == "GET" or "slug" not in row.values or endpoint in GO_ON:
            continue
        for persona in PERSONAS:
            answer = ask(prepared.browsers[persona], app, endpoint, row, prepared.things)
            allowed = _may(app, world, persona, endpoint)
            expected = 401 if persona == "nobody" else 409 if allowed else 404
            assert answer.status_code == expected, (endpoint, persona, answer.text[:300])
            if allowed:
                refused += 1
                assert answer.get_json()["error"]["sentence"].startswith("This project is archived")
    db.session.rollback()
    assert refused > 100
    assert head(world.project_id) == before


def test_pages_files_and_figures_of_an_archived_project_are_there_as_before(
    app: Flask, world: World, prepared: Prepared
) -> None:
    with writing():
        archive(world.project_id, "The work is done.", actor=world.lead.actor)
    for endpoint, row in ROWS.items():
        if "slug" not in row.values or not (row.method == "GET" or endpoint in GO_ON):
            continue
        if endpoint.startswith("shelving.") and row.method == "POST":
            continue
        if endpoint == "history.restoration":
            continue  # It leads to a change and to nothing else.
        for persona, status in zip(PERSONAS, row.statuses, strict=True):
            if (endpoint, persona) == ("proofs.check", "admin"):
                continue  # The lead had it checked just now, and it is not checked twice at once.
            answer = ask(prepared.browsers[persona], app, endpoint, row, prepared.things)
            assert answer.status_code == status, (endpoint, persona, answer.text[:300])


def test_only_what_changes_nothing_goes_on(app: Flask) -> None:
    assert {name for name, view in app.view_functions.items() if goes_on(view)} == GO_ON


def test_no_address_of_a_project_in_the_trash_answers_but_the_way_back(
    app: Flask, world: World, prepared: Prepared
) -> None:
    with writing():
        move_to_trash(world.project_id, world.project.name, "A trial.", actor=world.lead.actor)
    before = head(world.project_id)
    for endpoint, row in ROWS.items():
        if "slug" not in row.values or endpoint == "shelving.restore":
            continue
        for persona in PERSONAS:
            answer = ask(prepared.browsers[persona], app, endpoint, row, prepared.things)
            expected = 401 if persona == "nobody" else 404
            assert answer.status_code == expected, (endpoint, persona, answer.text[:300])
            if persona not in {"nobody", "stranger", "outsider"}:
                sentence = answer.get_json()["error"]["sentence"]
                assert sentence.startswith("This project is in the trash."), endpoint
    db.session.rollback()
    assert head(world.project_id) == before
