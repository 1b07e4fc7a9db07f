"""How a project hands out its articles, as it is set and as it is recorded."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import orjson
import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from annotator.audit.models import Action, Event
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.errors import Invalid, Stale
from annotator.projects.drafts import WorkflowDraft
from annotator.projects.models import Workflow
from annotator.projects.workflow import amend_workflow, set_workflow, stored_workflow, workflow_of
from tests.conftest import Run, Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.personas import World

PAGE = "/projects/demo-desk/settings"
WHOLE = WorkflowDraft(2, 10, 3, 5, 72, True)
FIELDS = {
    "version": "0",
    "wanted": "2",
    "sample_percent": "10",
    "sample_wanted": "3",
    "open_limit": "5",
    "abandoned_hours": "72",
    "only_wanted": "y",
}


def say(world: World, draft: WorkflowDraft, version: int | None = None) -> None:
    with writing():
        set_workflow(world.project, draft, actor=SHELL, version=version)


def actions() -> list[str]:
    query = select(Event.action).where(Event.action == Action.WORKFLOW_CHANGED)
    return list(db.session.scalars(query))


@ON_BOTH
def test_a_project_where_nobody_said_otherwise_wants_one_reviewer(world: World) -> None:
    assert workflow_of(world.project_id) == WorkflowDraft(1, 0, 2, None, None, False)


@ON_BOTH
def test_what_is_set_holds_and_is_in_the_record(world: World) -> None:
    say(world, WHOLE)
    say(world, replace(WHOLE, wanted=3))
    say(world, replace(WHOLE, wanted=3))
    assert workflow_of(world.project_id) == replace(WHOLE, wanted=3)
    assert len(actions()) == 2
    assert compare(world.project_id) == []


@ON_BOTH
def test_nothing_said_anew_leaves_no_row(world: World) -> None:
    say(world, WorkflowDraft())
    assert stored_workflow(world.project_id) is None
    assert actions() == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"wanted": 0}, "wanted"),
        ({"wanted": 51}, "wanted"),
        ({"sample_percent": 101}, "sample_percent"),
        ({"wanted": 4, "sample_wanted": 3}, "sample_wanted"),
        ({"open_limit": 0}, "open_limit"),
        ({"abandoned_hours": 0}, "abandoned_hours"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    world: World, wrong: dict[str, int], field: str
) -> None:
    with pytest.raises(Invalid) as refused, writing():
        set_workflow(world.project, replace(WHOLE, **wrong), actor=SHELL)
    assert refused.value.field == field
    assert stored_workflow(world.project_id) is None


@ON_BOTH
@pytest.mark.parametrize(
    "wrong", [{"wanted": 0}, {"sample_wanted": 1}, {"sample_percent": 101}, {"open_limit": 0}]
)
def test_the_database_refuses_what_makes_no_sense(world: World, wrong: dict[str, int]) -> None:
    say(world, WHOLE)
    with pytest.raises(IntegrityError), writing():
        db.session.execute(update(Workflow).values(wrong))


def test_whoever_was_slower_sees_what_is_set_now(world: World, visit: Visit) -> None:
    say(world, WHOLE)
    with pytest.raises(Stale):
        say(world, WorkflowDraft(4, 0, 4), version=0)
    browser = visit(world.lead)
    page = browser.submit(PAGE, {**FIELDS, "wanted": "3"}, status=412)
    assert "Somebody changed the settings meanwhile" in page.text
    assert "What is set now" in page.text
    inputs = page.tree.iter("input")
    [version] = [one.get("value") for one in inputs if one.get("name") == "version"]
    assert browser.post(PAGE, {**FIELDS, "wanted": "3", "version": version}).status_code == 302
    assert workflow_of(world.project_id).wanted == 3


def test_a_lead_sets_it_on_the_page(world: World, visit: Visit) -> None:
    browser = visit(world.lead)
    assert PAGE in browser.page("/projects/demo-desk/articles").links()
    browser.page(PAGE)
    answer = browser.post(PAGE, FIELDS)
    assert (answer.status_code, answer.location) == (302, PAGE)
    assert workflow_of(world.project_id) == WHOLE
    assert "The settings are saved." in browser.page(PAGE).text
    assert "changed the project’s settings" in browser.page("/projects/demo-desk/audit").text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"wanted": ""}, "wanted"),
        ({"wanted": "two"}, "wanted"),
        ({"sample_percent": "-1"}, "sample_percent"),
        ({"sample_wanted": "1"}, "sample_wanted"),
        ({"open_limit": "0"}, "open_limit"),
        ({"abandoned_hours": "9999999"}, "abandoned_hours"),
    ],
)
def test_a_wrong_number_is_told_at_its_field(
    world: World, visit: Visit, wrong: dict[str, str], field: str
) -> None:
    page = visit(world.lead).submit(PAGE, {**FIELDS, **wrong})
    assert set(page.errors()) == {field}
    assert stored_workflow(world.project_id) is None


@pytest.mark.parametrize("who", ["reviewer", "observer", "stranger"])
def test_only_leads_come_to_the_settings(world: World, visit: Visit, who: str) -> None:
    browser = visit(getattr(world, who))
    assert browser.get(PAGE).status_code == 404
    assert browser.post(PAGE, FIELDS).status_code == 404
    assert stored_workflow(world.project_id) is None


def test_a_change_without_its_version_is_refused(world: World, visit: Visit) -> None:
    fields = {key: value for key, value in FIELDS.items() if key != "version"}
    assert visit(world.lead).post(PAGE, fields).status_code == 428


def test_the_command_line_sets_and_shows_it(world: World, run: Run) -> None:
    done = run("project", "settings", "demo-desk", "--wanted", "2", "--open-limit", "5")
    assert done.exit_code == 0, done.stderr
    assert orjson.loads(done.stdout)["open_limit"] == 5
    done = run("project", "settings", "demo-desk", "--open-limit", "none", "--only-wanted")
    assert orjson.loads(done.stdout) == {
        "wanted": 2,
        "sample_percent": 0,
        "sample_wanted": 2,
        "open_limit": None,
        "abandoned_hours": None,
        "only_wanted": True,
        "blind": False,
        "names_shown": None,
        "training_articles": None,
        "pass_mark": None,
        "verdict_seconds": 24,
        "reading_pace": 714,
    }
    refused = run("project", "settings", "demo-desk", "--wanted", "0")
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1)
    assert run("project", "settings", "demo-desk", "--open-limit", "few").exit_code == 2


@ON_BOTH
def test_those_who_set_different_parts_at_once_lose_none(app: Flask, world: World) -> None:
    parts = {"wanted": 2, "open_limit": 5, "abandoned_hours": 72, "only_wanted": True}
    start = Barrier(len(parts))

    def amend(name: str) -> None:
        with app.app_context():
            start.wait()
            with writing():
                amend_workflow(db.session.merge(world.project), {name: parts[name]}, actor=SHELL)

    with ThreadPoolExecutor(len(parts)) as pool:
        list(pool.map(amend, parts))
    db.session.expire_all()
    found = workflow_of(world.project_id)
    assert {name: getattr(found, name) for name in parts} == parts
    assert compare(world.project_id) == []
