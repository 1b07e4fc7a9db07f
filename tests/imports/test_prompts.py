"""The command line asks what becomes of articles that are there already."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from annotator.articles.queries import count_of
from annotator.db import db
from annotator.imports.cli import import_command
from annotator.revisions.queries import revisions_of
from annotator.similarity.queries import linked_articles
from tests.databases import ON_BOTH
from tests.imports.arriving import states
from tests.imports.test_asking import EDITED, OTHER, TEXT, there
from tests.personas import World

__all__ = ["there"]  # A fixture.


@pytest.fixture
def file(tmp_path: Path) -> str:
    """One article that is new, one that is nearly there, and one that is there."""
    made = tmp_path / "in.jsonl"
    lines = [json.dumps({"text": text}) for text in (OTHER, EDITED, TEXT)]
    made.write_text("\n".join(lines))
    return str(made)


def _run(app: Flask, world: World, *arguments: str, typed: str = "") -> Result:
    db.session.rollback()
    runner = app.test_cli_runner()
    return runner.invoke(import_command, [world.slug, *arguments], input=typed)


@ON_BOTH
def test_each_is_asked_about(app: Flask, world: World, there: str, file: str) -> None:
    done = _run(app, world, file, "--known", "ask", typed="revise\nskip\n")
    assert (done.exit_code, done.stdout) == (0, "1\n"), done.output
    assert "“Ferry fares have doubled” has the same text as" in done.stderr
    assert "% of the words of “Ferry fares have doubled” (skip, link, revise, add" in done.stderr
    assert count_of(world.project_id) == 2
    assert [one.number for one in revisions_of(there)] == [2, 1]


def test_one_answer_does_for_all_that_follow(
    app: Flask, world: World, there: str, file: str
) -> None:
    done = _run(app, world, file, "--known", "ask", typed="link-all\n")
    assert (done.exit_code, done.stdout) == (0, "3\n"), done.output
    assert len(linked_articles(there)) == 2


def test_where_nobody_answers_the_import_waits_and_can_be_answered_later(
    app: Flask, world: World, there: str, file: str
) -> None:
    done = _run(app, world, file, "--known", "ask")
    assert (done.exit_code, done.stdout) == (0, "0\n"), done.output
    assert f"annotator import {world.slug} --answer skip|link|revise|add|withdraw" in done.stderr
    assert states() == [("waiting", 0)]
    later = _run(app, world, "--answer", "revise")
    assert (later.exit_code, later.stdout) == (0, "1\n"), later.output
    assert "2 of 2 settled" in later.stderr
    assert [one.number for one in revisions_of(there)] == [2, 1]
    assert _run(app, world, "--answer", "add").stdout == "0\n"


def test_what_waits_can_be_withdrawn(app: Flask, world: World, there: str, file: str) -> None:
    _run(app, world, file, "--known", "ask")
    withdrawn = _run(app, world, "--answer", "withdraw")
    assert withdrawn.exit_code == 0
    assert "3 of 3 cleared" in withdrawn.stderr
    assert states() == [("cleared", 0)]
    assert count_of(world.project_id) == 1


def test_another_answer_is_refused(app: Flask, world: World) -> None:
    refused = _run(app, world, "--answer", "burn")
    assert refused.exit_code == 2
    assert "'burn' is not one of" in refused.stderr
