"""Every text of a corrected article, out as native JSON Lines and in again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from jsonschema import Draft202012Validator, FormatChecker

from annotator.accounts.models import User
from annotator.assignments.models import Assignment, State
from annotator.assignments.service import return_work
from annotator.audit.replay import compare
from annotator.audit.verify import verify
from annotator.db import db, writing
from annotator.errors import Invalid, Refused
from annotator.export.formats.jsonl import LinesExport
from annotator.export.options import Options, Revisions, Unit
from annotator.export.records.proof import Unproved
from annotator.export.schemas import schema_bytes
from annotator.projects.models import Membership, Project, Role
from annotator.revisions.models import Carry, Correction
from annotator.revisions.queries import open_count
from tests.databases import ON_BOTH, copy_file
from tests.factories import SHELL, make_project, make_session
from tests.formats.native import installation
from tests.personas import SLUG
from tests.revisions.all_texts import exported, imported, newest_only, rows_of
from tests.revisions.desk import TEXT, Desk
from tests.revisions.story import SECOND, THIRD, tell
from tests.visitor import Visitor


@ON_BOTH
def test_all_texts_leave_each_with_marks_that_are_true_to_it(desk: Desk) -> None:
    tell(desk)
    rows = rows_of(exported())
    assert [row["schema"].split("/")[1] for row in rows] == ["corrections", *["article"] * 4]
    assert [row["revision"] for row in rows[1:]] == [1, 2, 3, 1]
    assert [row["text"] for row in rows[1:]] == [TEXT, SECOND, THIRD, TEXT]
    for row in rows[1:]:
        for mark in row["annotations"]:
            for piece in mark["fragments"]:
                assert row["text"][piece["start"] : piece["end"]] == piece["exact"]


@ON_BOTH
def test_a_mark_of_an_earlier_text_is_as_it_was_when_that_was_corrected(desk: Desk) -> None:
    marks = tell(desk)
    first, second, third = rows_of(exported())[1:4]
    then = {mark["id"]: mark for mark in first["annotations"]}
    assert set(then) == set(marks.values()) - {marks["late"]}
    assert then[marks["fare"]]["note"] == "Ask the board."
    assert then[marks["fare"]]["claim"]["verdict"]["stale"] is False
    assert then[marks["lost"]]["fragments"][0]["exact"] == "called the figures wrong"
    assert [link["from"] for link in first["links"]] == [marks["back"]]
    later = {mark["id"]: mark for mark in second["annotations"]}
    assert later[marks["fare"]]["note"] == "Asked."
    assert later[marks["fare"]]["claim"]["verdict"]["stale"] is True
    assert not {marks["lost"], marks["back"], marks["gone"]} & set(later)
    now = {mark["id"]: mark for mark in third["annotations"]}
    assert now[marks["lost"]]["fragments"][0]["exact"] == "disagreed"


@ON_BOTH
def test_what_leaves_comes_back_and_leaves_again_as_the_same_bytes(
    desk: Desk, sqlite_template: Path, tmp_path: Path
) -> None:
    tell(desk)
    whole, newest = exported(), newest_only()
    folder = tmp_path / "other"
    folder.mkdir()
    with installation(copy_file(sqlite_template, folder), folder):
        make_project(SLUG)
        assert imported(whole) == 2
        assert (exported(), newest_only()) == (whole, newest)


@ON_BOTH
def test_a_file_of_all_texts_is_read_into_either_database(
    files: tuple[bytes, bytes], elsewhere: Flask
) -> None:
    assert imported(files[0]) == 2
    assert exported() == files[0]
    project = db.session.query(Project).filter_by(slug=SLUG).one()
    assert compare(project.id) == []
    assert verify(project.id).ok
    assert {row.reason for row in db.session.query(Correction)} == {
        "The agency corrected it.",
        "The day was wrong.",
    }
    row = rows_of(files[0])[0]
    waiting = [
        mark
        for mark in row["corrections"][-1]["marks"]
        if mark["settled"] is None and mark["outcome"] in {"ambiguous", "lost"}
    ]
    assert open_count(row["article"]) == len(waiting)


def test_names_come_back_too(files: tuple[bytes, bytes], elsewhere: Flask) -> None:
    imported(files[1])
    assert exported(names=True) == files[1]


def test_the_newest_texts_are_the_lines_of_an_export_without_earlier_ones(desk: Desk) -> None:
    tell(desk)
    lines_of_all = exported().splitlines()
    assert newest_only().splitlines() == lines_of_all[-2:]


def test_every_line_of_all_texts_fits_its_schema(files: tuple[bytes, bytes]) -> None:
    for row in rows_of(files[0]):
        name = row["schema"].split("/")[1]
        schema = json.loads(schema_bytes(f"{name}-1") or b"")
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(row)
        # Comments leave only where they are asked for.
        now_and_then = {"adjudication", "threads"}
        assert list(row) == [key for key in schema["properties"] if key not in now_and_then]


def test_the_report_is_proved_against_the_texts_that_it_speaks_of(desk: Desk) -> None:
    tell(desk)
    texts = {row["revision"]: row["text"] for row in rows_of(exported())[1:4]}
    seen = set()
    for said in rows_of(exported())[0]["corrections"]:
        for mark in said["marks"]:
            seen.add((mark["outcome"], mark["settled"]))
            where = [(mark["from_revision"], mark["before"])]
            where += [
                (said["revision"], one) for one in [mark["after"], *mark["candidates"]] if one
            ]
            for number, pieces in where:
                for piece in pieces:
                    assert texts[number][piece["start"] : piece["end"]] == piece["exact"]
    assert {("lost", "overtaken"), ("lost", "remarked"), ("changed", "kept")} <= seen
    with writing():
        row = db.session.query(Carry).first()
        row.fragments_before = row.fragments_before.replace('"exact":"', '"exact":"x')
    with pytest.raises(Unproved, match="The export stopped there"):
        exported()


@pytest.mark.parametrize("unit", [Unit.SPAN, Unit.CLAIM])
def test_earlier_texts_come_with_whole_articles_only(unit: Unit) -> None:
    with pytest.raises((Invalid, Refused), match="Earlier texts are written"):
        LinesExport().check(Options(unit, revisions=Revisions.ALL))


def test_an_earlier_text_that_came_in_is_read_with_its_marks(
    files: tuple[bytes, bytes], elsewhere: Flask
) -> None:
    imported(files[0])
    line = rows_of(files[0])[0]
    lead = db.session.query(User).filter_by(name="Lead of the other place").one()
    author = db.session.query(User).filter_by(name="r2").one()
    with writing():
        db.session.query(Membership).filter_by(user_id=lead.id).one().role = Role.LEAD
    base = f"/projects/{SLUG}/articles/{line['article']}/revisions/1"
    page = Visitor(elsewhere, secret=make_session(lead.id)).get(f"{base}?reviewer={author.id}")
    assert page.status_code == 200
    assert "Ask the board." in page.text
    assert "called the figures wrong" in page.text


def _seen(desk: Desk) -> tuple[set[str], set[str]]:
    """The marks in the lines of an observer's download, and those in the report."""
    asked = {"unit": "article", "layer": "all", "revisions": "y"}
    answer = desk.visit(desk.world.observer).post(f"/projects/{SLUG}/export", asked)
    line, *texts = rows_of(answer.data)
    told = {mark["annotation"] for said in line["corrections"] for mark in said["marks"]}
    return {mark["id"] for text in texts for mark in text["annotations"]}, told


@ON_BOTH
def test_an_observer_sees_no_more_of_earlier_texts_than_what_is_submitted_now(desk: Desk) -> None:
    marks = tell(desk)
    own = {marks["given"], marks["changed"]}
    assert _seen(desk) == (own, own)
    with writing():
        handed_in = db.session.query(Assignment).filter_by(state=State.SUBMITTED).one()
        return_work(handed_in, reason="Look again", actor=SHELL)
    assert _seen(desk) == (set(), set())
    desk.hand().submit()
    # What was not submitted when its text was corrected is seen where it stands now alone.
    newest = {mark["id"] for row in rows_of(newest_only()) for mark in row["annotations"]}
    assert _seen(desk)[0] == newest - own
