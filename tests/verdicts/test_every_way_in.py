"""No command makes a decisive verdict without its grounds, as no page does (invariant 6)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from annotator.annotations.models import Claim
from annotator.db import db, writing
from annotator.demo.service import build
from annotator.imports.cli import import_command
from annotator.verdicts.models import Verdict
from tests.databases import ON_BOTH
from tests.factories import make_project
from tests.formats.averitec import record
from tests.formats.native import Row, changed, exported
from tests.personas import World
from tests.workspace.conftest import hand, hand_of
from tests.workspace.marks import Hand, rating, source

__all__ = ["hand", "hand_of"]


def import_in(app: Flask, slug: str, path: Path, *more: str) -> Result:
    """Run `annotator import SLUG PATH …`, its refusal still an exception."""
    db.session.rollback()
    return app.test_cli_runner().invoke(import_command, [slug, str(path), *more])


def verdicts() -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(Verdict)) or 0


def newest(row: Row) -> Row:
    """The newest verdict of the first mark."""
    found: Row = row["annotations"][0]["claim"]["verdicts"][-1]
    return found


def without_sources(row: Row) -> None:
    row["annotations"][0]["claim"]["sources"] = []


def without_rationale(row: Row) -> None:
    newest(row)["rationale"] = None
    row["annotations"][0]["claim"]["verdict"] = newest(row)


def without_link(row: Row) -> None:
    of = row["annotations"][0]["claim"]["sources"][0]
    of.update(url=None, question="Who counted?", answer_type="unanswerable")


@ON_BOTH
@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (without_sources, "claim.sources"),
        (without_link, "claim.sources"),
        (without_rationale, "a decisive verdict has one"),
    ],
)
def test_a_native_file_with_a_groundless_verdict_is_refused_by_the_command(
    app: Flask,
    hand: Hand,
    world: World,
    tmp_path: Path,
    broken: Callable[[Row], None],
    told: str,
) -> None:
    hand.mark("The dam", **source("https://example.org/dam"), **rating("refuted", "It leaks."))
    path = tmp_path / "back.jsonl"
    file = exported(world.slug).replace(f'"{world.slug}"'.encode(), b'"empty-desk"')
    path.write_bytes(changed(file, broken))
    make_project("empty-desk")

    result = import_in(app, "empty-desk", path)

    assert result.exit_code != 0
    assert told in f"{result.output} {result.exception}"
    assert verdicts() == 1


@ON_BOTH
def test_a_label_of_a_dataset_without_grounds_is_a_pending_choice_for_the_command(
    app: Flask, world: World, tmp_path: Path
) -> None:
    path = tmp_path / "records.json"
    path.write_text(json.dumps([record(questions=[])]), "utf-8")

    result = import_in(app, world.slug, path, "--format", "averitec")

    assert result.exit_code == 0, result.output
    assert verdicts() == 0
    assert db.session.scalars(select(Claim.pending_rating)).all() == ["refuted"]


def test_the_demonstration_has_no_groundless_verdict(app: Flask) -> None:
    with writing():
        build("a password of the demonstration")

    decisive = db.session.scalars(select(Verdict).where(Verdict.decisive)).all()
    assert decisive
    assert all(one.rationale for one in decisive)
