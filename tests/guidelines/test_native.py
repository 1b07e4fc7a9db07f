"""A submission leaves with the version of the guidelines that it was under, and comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from sqlalchemy import select

from annotator.assignments.models import Assignment
from annotator.assignments.service import open_assignment, submit, withdraw
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.export.schemas import schema_bytes
from annotator.guidelines.service import publish
from tests.databases import ON_BOTH, copy_file
from tests.factories import make_article, make_project
from tests.formats.native import exported, imported, installation
from tests.personas import World


@pytest.fixture
def work(world: World) -> Assignment:
    """What the reviewer has begun."""
    article, who = make_article(world.project), world.reviewer
    with writing():
        return open_assignment(world.project_id, article.id, reviewer_id=who.id, actor=who.actor)


def publish_one(world: World, text: str) -> None:
    with writing():
        publish(world.project, text, actor=world.lead.actor)


def hand_in(world: World, work: Assignment) -> None:
    with writing():
        submit(work, nothing_to_mark=True, actor=world.reviewer.actor)


def reviews(data: bytes) -> list[dict[str, Any]]:
    """Of the first article."""
    found: list[dict[str, Any]] = json.loads(data.splitlines()[0])["reviews"]
    return found


@ON_BOTH
def test_a_submission_says_under_which_guidelines_it_was(world: World, work: Assignment) -> None:
    publish_one(world, "First.")
    assert "guideline_version" not in reviews(exported(world.slug))[0]
    hand_in(world, work)
    publish_one(world, "Second.")
    data = exported(world.slug)
    assert reviews(data)[0]["guideline_version"] == 1
    Draft202012Validator(json.loads(schema_bytes("article-1") or b"")).validate(json.loads(data))
    with writing():
        withdraw(work, actor=world.reviewer.actor)
    assert "guideline_version" not in reviews(exported(world.slug))[0]


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.sampled_from(["publish", "turn"]), min_size=1, max_size=5))
def test_it_comes_back_and_leaves_again_as_the_same_bytes(
    world: World,
    work: Assignment,
    sqlite_template: Path,
    tmp_path: Path,
    steps: list[str],
) -> None:
    for number, step in enumerate(steps):
        if step == "publish":
            publish_one(world, f"One more: {number}.")
        elif work.is_editable:
            hand_in(world, work)
        else:
            with writing():
                withdraw(work, actor=world.reviewer.actor)
    data = exported(world.slug)
    with installation(copy_file(sqlite_template, tmp_path), tmp_path):
        project = make_project(world.slug)
        imported(data, world.slug)
        assert exported(world.slug) == data
        found = db.session.scalars(select(Assignment.guideline_version)).all()
        assert found == [reviews(data)[0].get("guideline_version")]
        assert compare(project.id) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"guideline_version": None}, "it must be a whole number from 1"),
        ({"guideline_version": 0}, "it must be a whole number from 1"),
        (
            {"state": "started", "submitted_at": None, "nothing_to_mark": None},
            "only what is submitted can say so",
        ),
        ({"guidelines": 1}, "there is no such key"),
    ],
)
def test_a_version_that_cannot_be_is_refused(
    world: World,
    work: Assignment,
    sqlite_template: Path,
    tmp_path: Path,
    change: dict[str, object],
    sentence: str,
) -> None:
    publish_one(world, "First.")
    hand_in(world, work)
    line = json.loads(exported(world.slug))
    line["reviews"][0] |= change
    with installation(copy_file(sqlite_template, tmp_path), tmp_path):
        make_project(world.slug)
        with pytest.raises(Invalid, match=sentence):
            imported(json.dumps(line).encode() + b"\n", world.slug)
