"""Projects from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.audit.models import Event
from annotator.db import db
from annotator.projects.models import Role
from annotator.projects.queries import members, project_by_slug
from tests.applications import run_command
from tests.factories import make_user


def roles(slug: str) -> dict[str | None, Role]:
    project = project_by_slug(slug)
    assert project is not None
    return {member.user.email: member.role for member in members(project)}


def test_a_project_and_its_members(app: Flask) -> None:
    make_user(email="lea@example.org")
    done = run_command(app, "project", "create", "climate-desk")
    assert (done.exit_code, done.stdout) == (0, "climate-desk\n")
    joined = run_command(app, "project", "member", "climate-desk", "LEA@example.org", "lead")
    assert joined.exit_code == 0
    assert roles("climate-desk") == {"lea@example.org": Role.LEAD}
    again = run_command(app, "project", "member", "climate-desk", "lea@example.org", "observer")
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
    run_command(app, "project", "create", "there-already")
    done = run_command(app, "project", *words)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1


def test_an_unknown_role_is_a_usage_error(app: Flask) -> None:
    assert run_command(app, "project", "member", "a", "lea@example.org", "owner").exit_code == 2


def test_guidelines_are_published_from_a_file(app: Flask, tmp_path: Path) -> None:
    run_command(app, "project", "create", "climate-desk")
    file = tmp_path / "guidelines.md"
    file.write_bytes("\ufeff## Claim\r\n\r\nNaïve.".encode())
    done = run_command(app, "project", "guidelines", "climate-desk", str(file))
    assert (done.exit_code, done.stdout) == (0, "1\n"), done.output
    again = run_command(app, "project", "guidelines", "climate-desk", str(file))
    assert again.exit_code == 1
    assert again.stderr == (
        "annotator: Version 1 says the same, word for word: nothing was published.\n"
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"caf\xe9", "The text is not valid UTF-8 at byte 3"),
        (b"a" * 30_001, "The guidelines can be 30000 characters long; these have 30001."),
        (b"\n", "The guidelines are empty"),
        (None, "cannot be read: No such file or directory."),
    ],
)
def test_a_file_that_holds_no_guidelines_is_refused_in_a_sentence(
    app: Flask, tmp_path: Path, data: bytes | None, sentence: str
) -> None:
    run_command(app, "project", "create", "climate-desk")
    file = tmp_path / "guidelines.md"
    if data is not None:
        file.write_bytes(data)
    done = run_command(app, "project", "guidelines", "climate-desk", str(file))
    assert (done.exit_code, done.stdout) == (1, "")
    assert sentence.lower() in done.stderr.lower()
    assert len(done.stderr.splitlines()) == 1


def test_guidelines_of_a_project_that_is_not_there_are_refused(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "guidelines.md"
    file.write_text("## Claim\n", encoding="utf-8")
    done = run_command(app, "project", "guidelines", "nowhere", str(file))
    assert done.exit_code == 1
    assert "There is no project nowhere." in done.stderr
