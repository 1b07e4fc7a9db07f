"""Projects from the command line."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from annotator.audit.models import Event
from annotator.cli import main
from annotator.db import db
from annotator.projects.models import Role
from annotator.projects.queries import members, project_by_slug
from tests.factories import make_user


def run(app: Flask, *words: str) -> Result:
    return CliRunner().invoke(main, list(words), obj=ScriptInfo(create_app=lambda: app))


def roles(slug: str) -> dict[str | None, Role]:
    project = project_by_slug(slug)
    assert project is not None
    return {member.user.email: member.role for member in members(project)}


def test_a_project_and_its_members(app: Flask) -> None:
    make_user(email="lea@example.org")
    done = run(app, "project", "create", "climate-desk")
    assert (done.exit_code, done.stdout) == (0, "climate-desk\n")
    assert run(app, "project", "member", "climate-desk", "LEA@example.org", "lead").exit_code == 0
    assert roles("climate-desk") == {"lea@example.org": Role.LEAD}
    again = run(app, "project", "member", "climate-desk", "lea@example.org", "observer")
    assert again.exit_code == 0, again.output
    db.session.expire_all()
    assert roles("climate-desk") == {"lea@example.org": Role.OBSERVER}
    rows = db.session.execute(select(Event.actor_id, Event.actor_name))
    actors = {(row.actor_id, row.actor_name) for row in rows}
    assert actors == {(None, "command line")}


@pytest.mark.parametrize(
    "words",
    [
        ("create", "Not Kebab"),
        ("create", "there-already"),
        ("member", "no-such-project", "lea@example.org", "lead"),
        ("member", "there-already", "nobody@example.org", "lead"),
    ],
)
def test_a_refusal_is_one_sentence(app: Flask, words: tuple[str, ...]) -> None:
    make_user(email="lea@example.org")
    run(app, "project", "create", "there-already")
    done = run(app, "project", *words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1


def test_an_unknown_role_is_a_usage_error(app: Flask) -> None:
    assert run(app, "project", "member", "a", "lea@example.org", "owner").exit_code == 2
