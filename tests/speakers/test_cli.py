"""Speakers by command: the list, merging, and taking that back."""

from __future__ import annotations

import json

import pytest

from annotator.audit.models import COMMAND_LINE, Event
from annotator.audit.replay import compare
from annotator.db import db
from tests.conftest import Run
from tests.databases import ON_BOTH
from tests.personas import World
from tests.speakers.desk import added, marked, stored
from tests.visitor import Visitor


@ON_BOTH
def test_the_list_has_a_line_a_speaker_with_what_names_it(
    world: World, reviewer: Visitor, run: Run
) -> None:
    ines = added(world, "Ines Marrow", role="Mayor")
    tove = added(world, "Tove")
    marked(world, reviewer, ines, quotes=2)
    done = run("project", "speakers", "list", "demo-desk")
    assert done.stdout.splitlines() == [
        f"{ines}\tInes Marrow\tMayor\t1\t2",
        f"{tove}\tTove\t-\t0\t0",
    ]
    assert done.stderr == ""


def test_the_list_as_json_has_all_there_is(world: World, run: Run) -> None:
    ines = added(world, "Ines", aliases=("I. Marrow",), wikidata="Q42")
    double = added(world, "INES", homepage="https://ines.example")
    done = run("project", "speakers", "list", "demo-desk", "--json")
    found = {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert found[ines] == {
        "id": ines,
        "name": "Ines",
        "aliases": ["I. Marrow"],
        "role": None,
        "wikidata": "Q42",
        "homepage": None,
        "claims": 0,
        "quotes": 0,
        "merged": [],
        "doubles": [double],
    }
    assert "2 of 2 may be the same person as another one." in done.stderr


@ON_BOTH
def test_two_are_merged_and_taken_apart_by_command(
    world: World, reviewer: Visitor, run: Run
) -> None:
    double, ines = added(world, "I. Marrow", role="Mayor"), added(world, "Ines")
    marked(world, reviewer, double)
    done = run("project", "speakers", "merge", "demo-desk", double, ines, "--take", "role")
    assert (done.exit_code, done.stdout) == (0, f"{ines}\n"), done.stderr
    assert stored(double).merged_into == ines
    assert stored(ines).role == "Mayor"
    [row] = run("project", "speakers", "list", "demo-desk", "--json").stdout.splitlines()
    listed = json.loads(row)
    assert (listed["id"], listed["claims"], listed["merged"]) == (ines, 1, [double])
    assert listed["aliases"] == ["I. Marrow"]
    newest = db.session.query(Event).filter_by(action="speaker.merged").one()
    assert (newest.actor_id, newest.via) == (None, COMMAND_LINE)
    back = run("project", "speakers", "unmerge", "demo-desk", double)
    assert (back.exit_code, back.stderr) == (0, "I. Marrow stands alone again.\n")
    db.session.expire_all()
    assert stored(double).merged_into is None
    assert compare(world.project_id) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("merge", "demo-desk", "{ines}", "nobody"), "demo-desk has no speaker nobody: "),
        (("merge", "demo-desk", "{ines}", "{ines}"), "Choose another speaker of this project"),
        (("unmerge", "demo-desk", "{ines}"), "This speaker is not merged into another."),
        (("list", "no-desk"), "There is no project no-desk."),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    world: World, run: Run, words: tuple[str, ...], sentence: str
) -> None:
    ines = added(world, "Ines")
    done = run("project", "speakers", *(one.format(ines=ines) for one in words))
    assert (done.exit_code, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
