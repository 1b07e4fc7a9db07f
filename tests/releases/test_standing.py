"""Listing releases and withdrawing them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from annotator.audit.models import Event
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.jobs.models import Job, State
from annotator.releases.jobs import ask
from annotator.releases.models import Release
from tests.conftest import Run
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.personas import World
from tests.releases.conftest import Freeze

Ids = tuple[str, str, str]


@ON_BOTH
def test_a_withdrawn_release_keeps_its_record_and_its_number(
    world: World, busy: Ids, freeze: Freeze, run: Run, place: Callable[[Release], Path]
) -> None:
    freeze()
    why = "A source was forged."
    result = run("release", "withdraw", world.slug, "first", 1, "--why", why)
    assert (result.exit_code, result.stdout) == (0, "first-v1 is withdrawn.\n")
    assert freeze().version == 2
    listed = run("release", "list", world.slug).stdout.splitlines()
    assert [line.split("\t")[0] for line in listed] == ["first-v2", "first-v1"]
    assert listed[1].endswith(f"withdrawn: {why}")
    event = db.session.query(Event).filter_by(action="release.withdrawn").one()
    assert json.loads(event.after or "")["why"] == why
    assert (place(db.session.query(Release).filter_by(version=1).one()) / "README.md").is_file()
    assert [one for one in compare(world.project_id) if one.table == "release"] == []


def test_it_is_withdrawn_once_and_for_a_reason(
    world: World, busy: Ids, freeze: Freeze, run: Run
) -> None:
    freeze()
    nothing = run("release", "withdraw", world.slug, "first", 1, "--why", " \u200b ")
    assert "Say why: those who have loaded it will ask." in nothing.stderr
    assert run("release", "withdraw", world.slug, "first", 1, "--why", "Wrong.").exit_code == 0
    again = run("release", "withdraw", world.slug, "first", 1, "--why", "Wrong.")
    assert "This release was withdrawn already." in again.stderr
    other = run("release", "withdraw", world.slug, "other", 1, "--why", "Wrong.")
    assert "The project has no such release." in other.stderr


@ON_BOTH
def test_two_of_one_name_are_never_made_at_one_time(world: World, busy: Ids, run: Run) -> None:
    with writing():
        ask(world.project, {"name": "first"}, SHELL)
    result = run("release", "create", world.slug, "first")
    assert "A release of this name is being made" in result.stderr
    assert run("release", "create", world.slug, "second").exit_code == 0
    states = {job.state for job in db.session.query(Job)}
    assert states == {State.QUEUED, State.DONE}
