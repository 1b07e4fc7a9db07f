"""Nothing on any page destroys: whatever anybody presses, all that was can be brought back."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, update

from annotator import models
from annotator.audit.kinds import children, kinds
from annotator.audit.models import Event
from annotator.db import db, writing
from annotator.speakers.models import Speaker
from tests.blind.asking import NOBODYS
from tests.site.conftest import Prepared
from tests.site.destroying import Kept, is_replayed, kept, losses, project_ids
from tests.site.places import COMMENT, MARK, MEMBER
from tests.site.source import PACKAGE
from tests.site.table import PERSONAS, ROWS, Row
from tests.site.test_permissions import ask

#: Who changes something there, or the walk would say nothing.
CHANGED = {
    "reviewer": {"workspace.save", "workspace.remove", "workspace.submission", "comments.save"},
    "lead": {
        *("trash.move", "projects.remove", "projects.change_role", "projects.change_settings"),
        *("guidelines.publish", "speakers.merge", "speakers.unmerge", "speakers.revise"),
        *("workspace.return_assignment", "imports.paste"),
    },
    "admin": {"people.deactivate"},
}
_VERSION = {"version": "1"}
#: What can only be done after something else: who does it, and each step.
STORIES: list[tuple[str, list[tuple[str, Row]]]] = [
    (
        "reviewer",
        [
            ("workspace.remove", ROWS["workspace.remove"]),
            ("workspace.restore", replace(ROWS["workspace.restore"], data={"version": "2"})),
            ("workspace.save", replace(ROWS["workspace.save"], values=MARK, data={
                "version": "3", "wording": "Another wording"})),
        ],
    ),
    (
        "reviewer",
        [
            ("comments.save", ROWS["comments.save"]),
            ("comments.save", replace(ROWS["comments.save"], data={**_VERSION, "text": "Other."})),
            ("comments.remove", Row(ROWS["comments.remove"].statuses, "POST", COMMENT,
                                    {"version": "2"})),
            ("comments.restore", Row(ROWS["comments.restore"].statuses, "POST", COMMENT,
                                     {"version": "3"})),
        ],
    ),
    (
        "reviewer",
        [
            ("workspace.submission", ROWS["workspace.submission"]),
            ("workspace.withdrawal", ROWS["workspace.withdrawal"]),
        ],
    ),
    (
        "lead",
        [("trash.move", ROWS["trash.move"]), ("trash.restore", ROWS["trash.restore"])],
    ),
    (
        "lead",
        [
            ("projects.change_role", ROWS["projects.change_role"]),
            ("projects.remove", Row(ROWS["projects.remove"].statuses, "POST", MEMBER)),
        ],
    ),
    (
        "admin",
        [
            ("people.deactivate", ROWS["people.deactivate"]),
            ("people.reactivate", ROWS["people.reactivate"]),
        ],
    ),
]  # fmt: skip
#: Where rows are deleted, and why nothing is lost by it. Those of audited tables are in one file
#: only: articles that nobody ever saw, as their import failed; each has an event with all of it.
DELETES = {
    "accounts/throttle.py": "attempts to sign in, which are counted for a while",
    "dashboards/folding.py": "figures, made from the events at any time anew",
    "imports/service.py": "articles of a failed import, each row with an event that has all of it",
    "imports/settling.py": "questions that were answered, with an event",
    "jobs/keeping.py": "jobs that ended long ago",
    "similarity/service.py": "sketches, made from the texts at any time anew",
    "similarity/staging.py": "corrections that wait, until their import stores them",
    "webpages/service.py": "a proposal that was accepted or discarded",
}


def everything() -> dict[int, Kept]:
    """What each project holds."""
    return {project_id: kept(project_id) for project_id in project_ids()}


def lost(before: dict[int, Kept]) -> list[str]:
    """What is gone since, of any project."""
    assert set(project_ids()) >= set(before)
    return [loss for project_id, held in before.items() for loss in losses(project_id, held)]


@pytest.mark.parametrize("unsaid", [delete(Speaker), update(Speaker).values(name="Another")])
def test_what_is_done_without_an_event_is_a_loss(prepared: Prepared, unsaid: Any) -> None:
    before, speaker = everything(), prepared.things["speaker_id"]
    with writing():
        db.session.execute(unsaid.where(Speaker.id == speaker))
    assert [loss for loss in lost(before) if speaker in loss] == lost(before) != []


@pytest.mark.parametrize("persona", PERSONAS)
def test_whatever_anybody_presses_all_that_was_is_there_or_in_the_events(
    app: Flask, prepared: Prepared, persona: str
) -> None:
    before = everything()
    assert all(is_replayed(project_id, held) for project_id, held in before.items())
    changed, browser = set(), prepared.browsers[persona]
    # What ends the session comes last.
    for endpoint, row in sorted(ROWS.items(), key=lambda one: one[0] in NOBODYS):
        if row.method == "GET":
            continue
        answer = ask(browser, app, endpoint, row, prepared.things)
        if everything() != before:
            changed.add(endpoint)
            assert lost(before) == [], endpoint
        if answer.status_code < 400:
            prepared.restore()
    assert changed >= CHANGED.get(persona, set())


@pytest.mark.parametrize("persona", PERSONAS)
def test_looking_at_pages_changes_nothing_that_was(
    app: Flask, prepared: Prepared, persona: str
) -> None:
    before = everything()
    for endpoint, row in ROWS.items():
        if row.method == "GET":
            ask(prepared.browsers[persona], app, endpoint, row, prepared.things)
    assert lost(before) == []


@pytest.mark.parametrize(("persona", "steps"), STORIES)
def test_nor_is_anything_gone_after_one_thing_that_follows_on_another(
    app: Flask, prepared: Prepared, persona: str, steps: list[tuple[str, Row]]
) -> None:
    for endpoint, row in steps:
        before = everything()
        answer = ask(prepared.browsers[persona], app, endpoint, row, prepared.things)
        assert answer.status_code < 400, (endpoint, answer.text[:300])
        assert everything() != before, endpoint
        assert lost(before) == [], endpoint


def test_rows_of_audited_tables_are_deleted_in_one_place_and_with_events() -> None:
    found = {
        str(path.relative_to(PACKAGE)): set(_deleted(ast.parse(path.read_text())))
        for path in sorted(PACKAGE.rglob("*.py"))
    }
    found = {name: deleted for name, deleted in found.items() if deleted}
    assert set(found) == set(DELETES)
    audited = {kind.__name__ for kind in _audited()}
    assert {name for name, deleted in found.items() if deleted & audited} == {"imports/service.py"}


def test_the_database_takes_no_audited_row_away_with_another() -> None:
    audited = {kind.__tablename__ for kind in _audited()}
    taken = [
        f"{table.name} goes with {key.column.table.name}"
        for table in models.metadata.sorted_tables
        if table.name in audited
        for key in table.foreign_keys
        if (key.ondelete or "").upper() not in ("", "RESTRICT", "NO ACTION")
    ]
    assert taken == []


def _audited() -> set[type]:
    own = kinds()
    return {*own, *(child for kind in own for child in children(kind).values()), Event}


def _deleted(tree: ast.Module) -> Iterator[str]:
    """What is called `delete` there with: the names in it, or `?` where it is written in SQL."""
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and text.lstrip().upper().startswith("DELETE FROM"):
            yield "?"
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        called = node.func.id if isinstance(node.func, ast.Name) else called
        if called == "delete":
            yield from (one.id for one in ast.walk(node) if isinstance(one, ast.Name))
