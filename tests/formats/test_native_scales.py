"""Verdicts of several versions of the scale in native JSON Lines: each keeps its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.annotations.models import Annotation
from annotator.assignments.models import State
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.projects.models import Project, SchemeVersion
from annotator.schemes.queries import versions_of
from annotator.schemes.reading import scheme_json
from annotator.schemes.transfer import create_with_scale
from annotator.verdicts.models import Verdict
from tests.databases import ON_BOTH, copy_file
from tests.export import work
from tests.factories import SHELL, make_member, make_project, make_user
from tests.formats.native import Row, changed, exported, imported, installation
from tests.schemes.scales import draft_of, publish

SLUG = "scales"

Scale = list[dict[str, Any]]


def judged(project: Project, reviewer: int) -> None:
    """One claim, judged twice under each of two versions that say the same of its ratings."""
    with writing():
        article_id = work.article(project)
        work.review(project, article_id, reviewer, State.STARTED)
        mark = work.mark(project, article_id, reviewer, "97 percent")
        work.verdict(mark, reviewer, "not_enough_evidence", 1, "Nobody counted.")
        work.verdict(mark, reviewer, "uncheckable", 2, "Nobody will.", guideline_version=1)
        kept = mark.id
    publish(project, draft_of())
    with writing():
        mark = db.session.get_one(Annotation, kept)
        for position, rating in ((3, "not_enough_evidence"), (4, "uncheckable")):
            work.verdict(mark, reviewer, rating, position, "Again.", guideline_version=2)


@pytest.fixture(scope="module")
def sent(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Scale]:
    """The lines of such a project, and the versions of its scale as documents."""
    folder = tmp_path_factory.mktemp("a")
    with installation(copy_file(sqlite_template, folder), folder):
        project, rosa = make_project(SLUG), make_user("Rosa Ramirez")
        make_member(project, rosa)
        judged(project, rosa.id)
        kept = [scheme_json(one) for one in reversed(versions_of(project.id))]
        return exported(SLUG), json.loads(json.dumps(kept))


@pytest.fixture
def empty(elsewhere: Flask, sent: tuple[bytes, Scale]) -> Project:
    """Another installation with an empty project that has both versions."""
    with writing():
        return create_with_scale(SLUG, "Scales", sent[1], actor=SHELL)


def numbers_there(project_id: int) -> list[int]:
    return list(
        db.session.scalars(
            select(SchemeVersion.number)
            .join(Verdict, Verdict.scheme_version_id == SchemeVersion.id)
            .where(Verdict.project_id == project_id)
            .order_by(Verdict.position)
        )
    )


def verdicts_of(data: bytes) -> list[Row]:
    found: list[Row] = json.loads(data)["annotations"][0]["claim"]["verdicts"]
    return found


def test_each_verdict_names_its_versions_of_scale_and_guidelines(sent: tuple[bytes, Scale]) -> None:
    found = [(one["scheme_version"], one["guideline_version"]) for one in verdicts_of(sent[0])]
    assert found == [(1, None), (1, 1), (2, 2), (2, 2)]


@ON_BOTH
def test_an_old_verdict_comes_back_under_the_version_that_it_was_given_under(
    sent: tuple[bytes, Scale], empty: Project
) -> None:
    assert imported(sent[0], SLUG) == 1
    assert numbers_there(empty.id) == [1, 1, 2, 2]
    assert exported(SLUG) == sent[0]
    assert compare(empty.id) == []


def names(position: int, **said: object) -> Callable[[Row], None]:
    """A change of one verdict; the newest is there twice."""

    def change(row: Row) -> None:
        claim = row["annotations"][0]["claim"]
        claim["verdicts"][position].update(said)
        claim["verdict"] = claim["verdicts"][-1]

    return change


HERE = "annotations-0.claim.verdicts"
REFUSALS = {
    "a version that the project lacks": (
        names(0, scheme_version=3),
        f"“{HERE}-0.scheme_version”: the project has no version 3 of the rating scale",
    ),
    "a rating that is not of its version": (
        names(0, rating="needs-context", label="Needs context"),
        f"“{HERE}-0.rating”: version 1 of the project's rating scale has no “needs-context”",
    ),
    "another version than the newest verdict's": (
        lambda row: row.update(scheme_version=1),
        "“scheme_version”: the newest verdict of this line says 2",
    ),
    "other guidelines than the newest verdict's": (
        lambda row: row.update(guideline_version=None),
        "“guideline_version”: the newest verdict of this line says 2",
    ),
    "no version at all": (names(0, scheme_version=None), f"“{HERE}-0.scheme_version”"),
}


@pytest.mark.parametrize(("change", "said"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_version_that_does_not_hold_is_refused_at_its_field(
    change: Callable[[Row], None], said: str, sent: tuple[bytes, Scale], empty: Project
) -> None:
    with pytest.raises(Invalid) as refusal:
        imported(changed(sent[0], change), SLUG)
    assert said in str(refusal.value)


def test_a_line_without_verdicts_names_no_version(
    sent: tuple[bytes, Scale], empty: Project
) -> None:
    def without_verdicts(row: Row) -> None:
        row["annotations"][0]["claim"].update(verdict=None, verdicts=[])

    with pytest.raises(Invalid, match="“scheme_version”: there is no verdict, so it must be null"):
        imported(changed(sent[0], without_verdicts), SLUG)
