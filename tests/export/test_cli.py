"""`annotator export` and `annotator import`, as scripts call them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from annotator.articles.models import Article
from annotator.audit.models import Event
from annotator.db import db
from tests.conftest import Run
from tests.databases import ON_BOTH
from tests.factories import make_project
from tests.personas import World

Export = Callable[..., bytes]
Ids = tuple[str, str, str]


def titles() -> list[str]:
    """What is there, in the order of the queue."""
    return [row.title for row in db.session.query(Article).order_by(Article.number)]


@ON_BOTH
def test_export_writes_to_standard_output(
    world: World, busy: Ids, run: Run, export: Export
) -> None:
    result = run("export", "demo-desk")
    assert result.exit_code == 0, result.stderr
    assert result.stdout_bytes == export()
    assert result.stderr == "3 lines written.\n"
    [event] = db.session.query(Event).filter_by(action="export.made")
    assert (event.actor_id, event.actor_name, event.via) == (None, "command line", "command line")


def test_export_writes_a_whole_file_or_none(
    world: World, busy: Ids, run: Run, export: Export, tmp_path: Path
) -> None:
    path = tmp_path / "out.jsonl"
    result = run("export", "demo-desk", "--unit", "claim", "--layer", "reviewer", "-o", path)
    assert result.exit_code == 0, result.stderr
    assert len(path.read_bytes().splitlines()) == 2
    before = path.read_bytes()
    with db.engines[None].begin() as connection:
        connection.execute(text("UPDATE fragment SET exact = 'other' WHERE exact LIKE '97%'"))
    result = run("export", "demo-desk", "-o", path)
    assert result.exit_code == 1
    assert result.stderr.startswith("annotator: In article ")
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir() if "out" in file.name] == ["out.jsonl"]


def test_export_says_why_it_cannot_write(world: World, busy: Ids, run: Run, tmp_path: Path) -> None:
    result = run("export", "demo-desk", "-o", tmp_path / "nowhere" / "out.jsonl")
    assert result.exit_code == 1
    assert "No such file or directory" in result.stderr


def test_names_are_written_into_the_trail(world: World, busy: Ids, run: Run) -> None:
    assert b"Rosa Ramirez" in run("export", "demo-desk", "--names").stdout_bytes
    [event] = db.session.query(Event).filter_by(action="export.made")
    assert json.loads(event.after or "")["names"] is True


@pytest.mark.parametrize("command", [("export", "nobody"), ("import", "nobody", __file__)])
def test_a_project_that_is_not_there_is_named(
    world: World, run: Run, command: tuple[str, ...]
) -> None:
    result = run(*command)
    assert result.exit_code == 1
    assert result.stderr == "annotator: There is no project nobody.\n"


@pytest.mark.parametrize("command", ["export", "import"])
def test_help_has_an_example(run: Run, command: str) -> None:
    assert "Example: annotator" in run(command, "--help").stdout


def test_wrong_usage_exits_with_two(run: Run) -> None:
    assert run("export", "demo-desk", "--unit", "word").exit_code == 2
    assert run("import", "demo-desk").exit_code == 2


def test_import_takes_files_by_their_endings(world: World, run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text('{"text": "From lines"}\n\n{"text": "Another"}\n')
    (tmp_path / "a.txt").write_text("From a file\nwith two lines")
    (tmp_path / "ignored.bin").write_text("?")
    result = run("import", "demo-desk", tmp_path)
    assert (result.exit_code, result.stdout) == (0, "3\n"), result.stderr
    assert titles() == ["From a file", "From lines", "Another"]
    assert "3 articles came in." in result.stderr


def test_a_dry_run_checks_everything_and_changes_nothing(
    world: World, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "A"}\n')
    result = run("import", "demo-desk", path, "--dry-run")
    assert (result.exit_code, result.stdout) == (0, "1\n"), result.stderr
    assert "nothing was changed" in result.stderr
    assert titles() == []
    path.write_text('{"text": "A"}\n{"text": 1}\n')
    result = run("import", "demo-desk", path, "--dry-run")
    assert result.exit_code == 1
    assert "line 2, “text”" in result.stderr
    assert "1 article in order; nothing was changed." in result.stderr
    assert "1 article read" in result.stderr
    assert "would come in; " not in result.stderr


def test_import_leaves_out_what_is_there_to_the_letter_and_says_so(
    world: World, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Ferry fares", "url": "https://news.example/a"}\n')
    assert run("import", "demo-desk", path).stdout == "1\n"
    left_out = "“Ferry fares” is there already; this was left out.\n"
    for words, end in (([], "came in.\n"), (["--dry-run"], "nothing was changed.\n")):
        again = run("import", "demo-desk", path, *words)
        assert (again.exit_code, again.stdout) == (0, "0\n"), again.stderr
        assert left_out in again.stderr
        assert again.stderr.endswith(end)
    path.write_text('{"text": "Other words", "url": "https://news.example/a"}\n')
    beside = run("import", "demo-desk", path)
    assert beside.stdout == "1\n"
    said = "“Ferry fares” has the same address; this came in beside it.\n"
    assert said in beside.stderr
    assert run("import", "demo-desk", path, "--known", "add").stdout == "1\n"
    assert titles() == ["Ferry fares", "Other words", "Other words"]


def test_what_is_left_out_is_told_of_so_often_and_then_counted(
    world: World, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Ferry fares"}\n' * 131)
    result = run("import", "demo-desk", path)
    assert result.stdout == "1\n", result.stderr
    assert result.stderr.count("this was left out.") == 100
    assert "\n… and 30 more that were there already.\n" in result.stderr


def test_one_bad_file_keeps_all_of_them_out(world: World, run: Run, tmp_path: Path) -> None:
    good, bad = tmp_path / "a.txt", tmp_path / "b.txt"
    good.write_text("Good.")
    bad.write_bytes(b"Caf\xe9, but in which encoding?")
    result = run("import", "demo-desk", good, bad)
    assert result.exit_code == 1
    assert "b.txt" in result.stderr
    assert titles() == []


def test_an_unknown_ending_needs_a_format(world: World, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.article"
    path.write_text("Text.")
    assert "none of the endings" in run("import", "demo-desk", path).stderr
    assert run("import", "demo-desk", path, "--format", "text").exit_code == 0
    assert titles() == ["Text."]


def test_extra_keys_are_kept_on_request(world: World, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "A", "colour": "red"}\n')
    assert "“colour”: there is no such key" in run("import", "demo-desk", path).stderr
    assert run("import", "demo-desk", path, "--keep-extra").exit_code == 0


def test_a_native_export_is_known_by_its_first_line(
    world: World, busy: Ids, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "native.jsonl"
    run("export", "demo-desk", "-o", path)
    assert "holds articles already" in run("import", "demo-desk", path).stderr
    make_project("empty")
    # As plain lines, its keys are strange.
    assert "there is no such key" in run("import", "empty", path, "--format", "jsonl").stderr
    assert "the file is of the project “demo-desk”" in run("import", "empty", path).stderr


def test_the_head_of_the_trail_is_appended_to_a_file_beside_the_export(
    world: World, busy: Ids, run: Run, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.heads"
    for _ in range(2):
        result = run("export", "demo-desk", "--head", str(kept))
        assert result.exit_code == 0, result.stderr
    events = db.session.query(Event).filter_by(action="export.made").order_by(Event.seq)
    found = [{"project": "demo-desk", "seq": one.seq, "hash": one.hash} for one in events]
    assert [json.loads(line) for line in kept.read_text().splitlines()] == found
    assert len(found) == 2
    result = run("audit", "verify", "demo-desk", "--head", str(kept))
    assert result.exit_code == 0, result.stderr
