"""Projects are put away and brought back from the command line, as on their pages."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.audit.models import Action, Event
from annotator.audit.verify import verify
from annotator.db import db
from annotator.projects.models import Project
from tests.applications import run_command
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.personas import World

WHY = ("--reason", "The election is over.")


@ON_BOTH
def test_a_project_is_archived_trashed_and_brought_back_step_by_step(
    app: Flask, world: World
) -> None:
    name = ("--name", world.project.name)
    steps = [
        (("archive", *WHY), (True, False), "is archived: it can be read"),
        (("trash", *name, *WHY), (True, True), "is in the trash"),
        (("restore",), (True, False), "it is archived still"),
        (("restore",), (False, False), "everybody goes on where they were"),
    ]
    for (command, *options), (archived, trashed), said in steps:
        done = run_command(app, "project", command, world.slug, *options)
        assert (done.exit_code, done.stderr) == (0, ""), command
        assert said in done.stdout
        db.session.expire_all()
        found = db.session.get_one(Project, world.project_id)
        assert (found.archived_at is not None, found.trashed_at is not None) == (archived, trashed)
        db.session.rollback()
    told = select(Event.action, Event.actor_name).where(Event.target == "project")
    assert db.session.execute(told.order_by(Event.seq)).all()[1:] == [
        (action, "command line")
        for action in (
            *(Action.PROJECT_ARCHIVED, Action.PROJECT_TRASHED),
            *(Action.PROJECT_RESTORED, Action.PROJECT_BROUGHT_BACK),
        )
    ]
    assert verify(world.project_id).ok


@pytest.mark.parametrize(
    ("before", "words", "sentence"),
    [
        ((), ("archive", "no-such", *WHY), "There is no project no-such."),
        ((), ("archive", "{slug}", "--reason", " "), "Say why: whoever looks"),
        ((), ("restore", "{slug}"), "is neither in the trash nor archived."),
        ((), ("trash", "{slug}", "--name", "Another", *WHY), "is called “"),
        (("archive", "{slug}", *WHY), ("archive", "{slug}", *WHY), "is archived already."),
        (
            ("trash", "{slug}", "--name", "{name}", *WHY),
            ("archive", "{slug}", *WHY),
            "is in the trash: restore it first.",
        ),
        (
            ("trash", "{slug}", "--name", "{name}", *WHY),
            ("trash", "{slug}", "--name", "{name}", *WHY),
            "is in the trash already.",
        ),
    ],
)
def test_a_refusal_is_one_sentence_and_changes_nothing(
    app: Flask, world: World, before: tuple[str, ...], words: tuple[str, ...], sentence: str
) -> None:
    values = {"slug": world.slug, "name": world.project.name}
    if before:
        assert not run_command(app, "project", *(w.format_map(values) for w in before)).exit_code
    events = len(db.session.scalars(select(Event.seq)).all())
    db.session.rollback()
    done = run_command(app, "project", *(word.format_map(values) for word in words))
    assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert sentence in done.stderr
    assert len(db.session.scalars(select(Event.seq)).all()) == events


def test_a_project_is_archived_only_with_a_reason(app: Flask, world: World) -> None:
    assert run_command(app, "project", "archive", world.slug).exit_code == 2


def test_its_pages_name_the_command_line_in_the_readers_language(
    app: Flask, world: World, visit: Visit
) -> None:
    run_command(app, "project", "archive", world.slug, *WHY)
    browser, address = visit(world.reviewer), f"/projects/{world.slug}/articles"
    assert "Archived by command line on" in browser.page(address).text
    arabic = browser.page(address, headers={"Accept-Language": "ar"})
    assert "command line" not in arabic.text
