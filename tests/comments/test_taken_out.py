"""Comments in exports: in no file unless asked for, never across a blind wall, and back again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jsonschema import Draft202012Validator, FormatChecker
from sqlalchemy import select

from annotator.accounts.models import User
from annotator.audit.models import Event
from annotator.audit.replay import compare
from annotator.clock import iso
from annotator.comments.models import Comment, Thread
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.export.schemas import schema_bytes
from annotator.projects.models import Project
from annotator.projects.workflow import set_workflow, workflow_of
from tests.applications import run_command
from tests.comments.talking import Voice
from tests.conftest import Visit
from tests.databases import ON_BOTH, copy_file
from tests.factories import SHELL, make_member, make_project, make_user
from tests.formats.native import Row, changed, drop, exported, imported, installation, put, repeat
from tests.personas import World

SAID, ANSWER = "@Lea Lindqvist, is this the whole dam?", "Only its northern part."
PAGE = "/projects/demo-desk/export"
TICKED = {"unit": "article", "layer": "all", "comments": "y"}


@pytest.fixture
def talked(rosa: Voice, lea: Voice, world: World) -> Voice:
    """A settled thread on Rosa's mark: a question, its answer, and a comment taken back."""
    rosa.say(SAID, mentions=[world.lead])
    answer = lea.say("Only its nothern part.")
    lea.send(ANSWER, comment_id=answer["id"], version=1)
    gone = rosa.say("Never mind.")
    rosa.act(f"comments/{gone['id']}/removal", 1)
    insult = rosa.say("An insult.")
    assert lea.removes(insult["id"], 1, "It names a neighbour.").status_code == 200
    lea.act("resolution", 0)
    return rosa


def line_of(data: bytes) -> Row:
    """The one line of a file."""
    (line,) = data.splitlines()
    row: Row = json.loads(line)
    return row


@ON_BOTH
def test_a_file_has_the_threads_only_where_they_are_asked_for(talked: Voice, world: World) -> None:
    assert "threads" not in line_of(exported(world.slug))
    (thread,) = line_of(exported(world.slug, comments=True))["threads"]
    assert list(thread) == ["annotation", "resolved_by", "resolved_at", "comments"]
    assert (thread["annotation"], thread["resolved_by"]) == (talked.mark_id, "r1")
    first, second = thread["comments"]
    assert (first["author"], first["text"], first["mentions"]) == ("r2", SAID, ["r1"])
    assert (second["author"], second["text"], second["mentions"]) == ("r1", ANSWER, [])
    assert (first["edited_at"], second["edited_at"] is None) == (None, False)
    # Removed ones are left out, as everywhere: their words, who removed them, and why.
    assert b"insult" not in exported(world.slug, comments=True)
    assert b"neighbour" not in exported(world.slug, comments=True)


def test_the_rest_of_the_line_is_what_it_is_without(talked: Voice, world: World) -> None:
    line = line_of(exported(world.slug, comments=True))
    del line["threads"]
    assert line == line_of(exported(world.slug))


def test_persons_have_their_names_only_where_names_are_asked_for_too(
    talked: Voice, world: World
) -> None:
    (thread,) = line_of(exported(world.slug, names=True, comments=True))["threads"]
    assert [one["author"] for one in thread["comments"]] == ["Rosa Ramirez", "Lea Lindqvist"]
    assert thread["resolved_by"] == "Lea Lindqvist"


def test_two_of_one_name_are_told_apart_though_one_of_them_only_talks(
    talked: Voice, world: World
) -> None:
    with writing():
        db.session.get_one(User, world.lead.id).name = "Rosa Ramirez"
    (thread,) = line_of(exported(world.slug, names=True, comments=True))["threads"]
    assert [one["author"] for one in thread["comments"]] == [
        "Rosa Ramirez (r2)",
        "Rosa Ramirez (r1)",
    ]
    assert line_of(exported(world.slug, names=True))["annotations"][0]["author"] == "Rosa Ramirez"


def test_what_an_admin_says_who_is_no_member_is_an_administrators(
    talked: Voice, world: World, visit: Visit
) -> None:
    admin = Voice(replace(talked.hand, visitor=visit(world.admin)), talked.mark_id)
    admin.say("From above.")
    assert admin.thread()["comments"][-1]["author"]["name"] == world.admin.name
    (thread,) = line_of(exported(world.slug, comments=True))["threads"]
    assert [one["author"] for one in thread["comments"]] == ["r2", "r1", "administrator"]


def test_the_line_fits_its_schema(talked: Voice, world: World) -> None:
    schema = json.loads(schema_bytes("article-1") or b"")
    checker = Draft202012Validator(schema, format_checker=FormatChecker())
    assert list(checker.iter_errors(line_of(exported(world.slug, comments=True)))) == []


@ON_BOTH
def test_the_page_asks_with_a_box_that_is_empty_and_the_trail_has_the_answer(
    talked: Voice, world: World, visit: Visit
) -> None:
    browser = visit(world.lead)
    [box] = browser.page(PAGE).tree.findall(".//input[@name='comments']")
    assert box.get("checked") is None
    plain = {key: value for key, value in TICKED.items() if key != "comments"}
    assert SAID not in browser.post(PAGE, plain).text
    assert SAID in browser.post(PAGE, TICKED).text
    query = select(Event.after).where(Event.action == "export.made").order_by(Event.seq)
    asked = [json.loads(after or "")["comments"] for after in db.session.scalars(query)]
    assert asked == [False, True]


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"unit": "claim"}, "Comments come with articles only."),
        ({"revisions": "y"}, "Comments come without earlier texts"),
    ],
)
def test_the_page_says_what_comments_do_not_come_with(
    talked: Voice, world: World, visit: Visit, other: dict[str, str], sentence: str
) -> None:
    answer = visit(world.lead).post(PAGE, {**TICKED, **other})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_an_observer_gets_what_was_said_of_submitted_marks_alone(
    talked: Voice, world: World, visit: Visit
) -> None:
    otto = visit(world.observer)
    assert SAID not in otto.post(PAGE, TICKED).text
    talked.hand.submit()
    assert SAID in otto.post(PAGE, TICKED).text


@ON_BOTH
def test_a_blind_project_keeps_back_what_its_lead_may_not_read(
    talked: Voice, lea: Voice, world: World, visit: Visit
) -> None:
    with writing():
        said = replace(workflow_of(world.project_id), blind=True)
        set_workflow(world.project, said, actor=SHELL)
    browser = visit(world.lead)
    assert SAID not in browser.post(PAGE, TICKED).text
    told = browser.post(f"{PAGE}/losses", {"kind": "brat", "layer": "all", "unit": "article"})
    assert "Comments, which" not in told.text
    lea.hand.visitor.post(f"{lea.hand.base}/assignment")
    lea.hand.submit()
    assert SAID in browser.post(PAGE, TICKED).text


@pytest.mark.parametrize("kind", ["brat", "averitec"])
def test_other_kinds_of_files_say_how_many_they_leave_out(
    talked: Voice, world: World, visit: Visit, kind: str
) -> None:
    asked = {"kind": kind, "layer": "all", "unit": "article"}
    page = visit(world.lead).post(f"{PAGE}/losses", asked).text
    assert "Comments, which it has no place for: 2." in page


def test_the_command_takes_them_along(talked: Voice, world: World, app: Flask) -> None:
    assert SAID not in run_command(app, "export", world.slug).stdout
    assert SAID in run_command(app, "export", world.slug, "--comments").stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--unit", "span"), "Comments are written as JSON Lines by the article only"),
        (("--format", "averitec"), "Comments are written as JSON Lines by the article only"),
        (("--revisions", "all"), "Comments are written beside the newest texts only"),
    ],
)
def test_the_command_says_what_comments_do_not_come_with(
    talked: Voice, world: World, app: Flask, words: tuple[str, str], sentence: str
) -> None:
    answer = run_command(app, "export", world.slug, "--comments", *words)
    assert answer.exit_code == 1
    assert sentence in answer.stderr


def test_as_known_on_an_earlier_moment_there_is_what_was_said_then(
    talked: Voice, world: World, app: Flask
) -> None:
    moment = iso(db.session.scalars(select(Event.at).order_by(Event.seq.desc())).first())
    talked.say("And now?")
    then = run_command(app, "export", world.slug, "--comments", "--as-known-on", moment).stdout
    assert ANSWER in then
    assert "And now?" not in then
    assert json.loads(then)["threads"][0]["resolved_by"] == "r1"


@ON_BOTH
def test_what_was_said_comes_back_and_leaves_again_as_the_same_bytes(
    talked: Voice, world: World, sqlite_template: Path, tmp_path: Path
) -> None:
    data = exported(world.slug, comments=True)
    with installation(copy_file(sqlite_template, tmp_path), tmp_path):
        project = make_project(world.slug)
        make_member(project, make_user("Lead of the other place"))
        assert imported(data, world.slug) == 1
        assert exported(world.slug, comments=True) == data
        assert (db.session.query(Comment).count(), db.session.query(Thread).count()) == (2, 1)
        assert compare(project.id) == []


def _thread(path: str, value: object) -> Callable[[Row], None]:
    return put(f"threads.0.{path}", value)


REFUSED: dict[str, tuple[Callable[[Row], Any], str]] = {
    "no list": (put("threads", None), "“threads”: it must be a list"),
    "a strange mark": (
        _thread("annotation", "00000000-0000-4000-8000-000000000000"),
        "there is no such mark in this article",
    ),
    "two threads of one mark": (repeat("threads"), "or it has a thread already"),
    "an empty thread": (_thread("comments", []), "a thread has at least one comment"),
    "a blank comment": (_thread("comments.0.text", "  "), "write something first"),
    "a long comment": (_thread("comments.0.text", "a" * 4001), "at most 4"),
    "changed before": (
        _thread("comments.0.edited_at", "2001-01-01T00:00:00.000Z"),
        "it is before “created_at”",
    ),
    "settled by nobody": (_thread("resolved_by", None), "what is settled has a person and a time"),
    "settled at no time": (_thread("resolved_at", None), "what is settled has a person and a time"),
    "named twice": (_thread("comments.0.mentions", ["r1", "r1"]), "name each person once"),
    "one comment twice": (repeat("threads.0.comments"), "there is a comment"),
    "a key is missing": (drop("threads.0.comments.0.author"), "the key is missing"),
    "a strange key": (_thread("mood", "good"), "there is no such key"),
    "a gold mark": (put("annotations.0.layer", "gold"), "gold"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_thread_that_no_page_would_take_is_refused_with_its_place(
    talked: Voice, world: World, sqlite_template: Path, tmp_path: Path, name: str
) -> None:
    change, sentence = REFUSED[name]
    data = changed(exported(world.slug, comments=True), change)
    with installation(copy_file(sqlite_template, tmp_path), tmp_path):
        make_project(world.slug)
        with pytest.raises(Invalid) as refusal:
            imported(data, world.slug)
        assert sentence in str(refusal.value)
        assert db.session.scalars(select(Project)).one().slug == world.slug
        assert db.session.query(Comment).count() == 0
