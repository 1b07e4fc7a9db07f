"""The scale from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import ScriptInfo

from annotator.cli import main
from annotator.errors import Invalid
from tests.databases import copy_file
from tests.formats.native import exported, imported, installation
from tests.personas import World
from tests.schemes.scales import called, draft_of, publish
from tests.workspace.marks import Hand, rating, source


def run(app: Flask, *words: str) -> Result:
    return CliRunner().invoke(main, ["project", *words], obj=ScriptInfo(create_app=lambda: app))


def shown(app: Flask, slug: str) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(run(app, "scheme", slug, "--json").stdout)
    return found


def set_from(app: Flask, tmp_path: Path, document: object, *words: str) -> Result:
    file = tmp_path / "scale.json"
    file.write_bytes(orjson.dumps(document))
    return run(app, "scheme", "demo-desk", "--set", str(file), *words)


def test_a_project_starts_from_a_preset(app: Flask) -> None:
    assert run(app, "create", "climate-desk", "--preset", "politifact").exit_code == 0
    labels = [one["label"] for one in shown(app, "climate-desk")["ratings"]]
    assert labels == ["True", "Mostly True", "Half True", "Mostly False", "False", "Pants on Fire"]


def test_the_version_in_force_is_listed(app: Flask, world: World) -> None:
    told = run(app, "scheme", world.slug).stdout.splitlines()
    assert told[:2] == ["Version 1", "supported\tSupported\tdecisive\t3"]


def test_what_was_shown_is_set_again_after_a_change(
    app: Flask, world: World, tmp_path: Path
) -> None:
    document = shown(app, world.slug)
    document["ratings"][0]["label"] = "Right"
    done = set_from(app, tmp_path, document, "--reason", "Shorter.")
    assert (done.exit_code, done.stdout) == (0, "2\n"), done.output
    after = shown(app, world.slug)
    assert after["ratings"][0] == {**document["ratings"][0], "id": "supported"}
    assert (after["version"], after["reason"]) == (2, "Shorter.")


SHORT = {"ratings": [{"label": "Right", "decisive": True}], "reason": "Short."}
WRONG: dict[str, tuple[object, str]] = {
    "no JSON object": (7, "must hold an object"),
    "nothing": ([], "must hold an object"),
    "several versions": ([SHORT, SHORT], "one version"),
    "no ratings": ({"reason": "x"}, "“ratings” is missing"),
    "an unknown key": ({**SHORT, "rating": 1}, "“rating” is not known"),
    "a number for a text": ({**SHORT, "ratings": [{"label": 1}]}, "must be a text"),
    "a text for a yes": (
        {**SHORT, "ratings": [{"label": "A", "decisive": "no"}]},
        "“ratings 1: decisive” must be true or false",
    ),
    "no label": ({**SHORT, "ratings": [{"decisive": True}]}, "“ratings 1: label” is missing"),
    "no object": ({**SHORT, "flags": ["satire"]}, "“flags 1” must be an object"),
    "an unknown use": ({**SHORT, "evidence_fields": {"title": "big"}}, "must be one of"),
    "another schema": ({**SHORT, "schema": "annotator/article/1"}, "“schema” must be"),
    "no reason": ({"ratings": SHORT["ratings"]}, "why the scale changes"),
    "another version": ({**SHORT, "version": 3}, "published meanwhile"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_file_that_is_wrong_is_refused_with_one_sentence(
    app: Flask, world: World, tmp_path: Path, case: str
) -> None:
    document, words = WRONG[case]
    done = set_from(app, tmp_path, document)
    assert (done.exit_code, done.stdout) == (1, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert shown(app, world.slug)["version"] == 1


def test_a_file_with_no_more_than_ratings_is_enough(
    app: Flask, world: World, tmp_path: Path
) -> None:
    assert set_from(app, tmp_path, SHORT).exit_code == 0
    [only] = shown(app, world.slug)["ratings"]
    assert (only["id"], only["tone"], only["claimreview"]) == ("right", "unknown", None)


def test_a_file_that_cannot_be_read_says_why(app: Flask, world: World, tmp_path: Path) -> None:
    done = run(app, "scheme", world.slug, "--set", str(tmp_path / "none.json"))
    assert done.exit_code == 1
    assert "cannot be read" in done.stderr
    (tmp_path / "torn.json").write_bytes(b"{")
    assert "not JSON" in run(app, "scheme", world.slug, "--set", str(tmp_path / "torn.json")).stderr


def test_all_versions_go_with_the_marks_into_another_installation(
    app: Flask, world: World, hand: Hand, tmp_path: Path, sqlite_template: Path
) -> None:
    hand.mark("The dam", **source("https://example.org/dam"), **rating("refuted", "None."))
    publish(world.project, draft_of(*called("refuted", "Disproved")))
    hand.mark("40 million", **source("https://example.org/sea"), **rating("refuted", "None."))
    scale, marks = tmp_path / "scale.json", exported(world.slug)
    scale.write_text(run(app, "scheme", world.slug, "--all").stdout)
    with installation(copy_file(sqlite_template, tmp_path), tmp_path) as elsewhere:
        assert run(elsewhere, "create", "bare").exit_code == 0
        with pytest.raises(Invalid, match="no version 2 of the rating scale"):
            imported(marks.replace(b'"demo-desk"', b'"bare"'), "bare")
        done = run(elsewhere, "create", world.slug, "--scheme", str(scale))
        assert done.exit_code == 0, done.output
        imported(marks, world.slug)
        assert exported(world.slug) == marks
        assert (
            orjson.loads(run(elsewhere, "scheme", world.slug, "--all").stdout)[1]
            == (orjson.loads(scale.read_bytes())[1])
        )


def test_versions_out_of_order_make_no_project(app: Flask, tmp_path: Path) -> None:
    scale = tmp_path / "scale.json"
    scale.write_bytes(orjson.dumps([{**SHORT, "version": 2}]))
    done = run(app, "create", "second-desk", "--scheme", str(scale))
    assert done.exit_code == 1
    assert "1, 2, 3" in done.stderr
