"""AVeriTeC by command line and by page: in, to a member who goes on, and out again."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from annotator.annotations.models import Annotation
from annotator.articles.models import Article
from annotator.assignments.models import Assignment, State
from annotator.audit.replay import compare
from annotator.db import db
from tests.conftest import Run
from tests.databases import ON_BOTH
from tests.factories import make_article
from tests.formats.averitec import needs_sample, record, sample
from tests.imports.arriving import states
from tests.personas import World
from tests.visitor import Visitor

READING = {
    "unnamed": "annotator",
    "annotators": "file",
    "offsets": "auto",
    "unmarked": "assigned",
}


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "records.json"
    path.write_text(json.dumps([record(), record(claim="Trains run.")]), encoding="utf-8")
    return path


@ON_BOTH
def test_records_come_in_and_go_out_by_command(world: World, run: Run, records: Path) -> None:
    assert run("import", world.slug, records, "--dry-run").exit_code == 0
    assert db.session.scalars(select(Article)).all() == []
    result = run("import", world.slug, records, "--format", "averitec")
    assert (result.exit_code, result.stdout) == (0, "2\n"), result.stderr
    assert "2 answers have no web address, so they are no sources" in result.stderr
    written = run("export", world.slug, "--format", "averitec")
    assert json.loads(written.stdout) == json.loads(records.read_bytes())
    assert written.stderr.splitlines()[-1] == "2 records written."
    again = run("import", world.slug, records)
    assert (again.stdout, "left out, with its marks" in again.stderr) == ("0\n", True)


@ON_BOTH
def test_a_member_goes_on_with_what_came_in(world: World, run: Run, records: Path) -> None:
    assert run("import", world.slug, records, "--as", world.rosa.email).exit_code == 0
    assert set(db.session.scalars(select(Annotation.author_id))) == {world.rosa.id}
    states = db.session.execute(select(Assignment.reviewer_id, Assignment.state)).all()
    assert states == [(world.rosa.id, State.STARTED)] * 2
    assert compare(world.project_id) == []


@pytest.mark.parametrize("who", ["nobody@example.org", "ada@example.org"])
def test_only_a_member_who_marks_can_go_on(world: World, run: Run, records: Path, who: str) -> None:
    result = run("import", world.slug, records, "--as", who)
    assert result.exit_code == 1
    assert f"No reviewer or lead of the project has the address {who}." in result.stderr


def test_what_a_file_cannot_be_is_said(world: World, run: Run, tmp_path: Path) -> None:
    result = run("export", world.slug, "--format", "averitec", "--unit", "claim")
    assert result.exit_code == 1
    assert "The format averitec has no unit claim: choose one of article" in result.stderr
    assert run("export", world.slug, "--format", "averitec").stdout == "[]\n"


def test_a_lead_brings_records_in_by_the_page_of_datasets(
    world: World, visit: Callable[..., Visitor], records: Path
) -> None:
    lea = visit(world.lead)
    path = f"/projects/{world.slug}/datasets"
    chosen = {"labels-0-name": "claim", "labels-0-becomes": "claim", "known": "same"}

    def given(**more: str) -> dict[str, Any]:
        return {"files": [(BytesIO(records.read_bytes()), "records.json")], **READING, **more}

    assert "Trains run." in lea.submit(f"{path}/labels", given(), status=200).text
    assert lea.post(path, given(**chosen)).status_code == 302
    assert len(db.session.scalars(select(Article)).all()) == 2
    refused = lea.submit(path, given(**{**chosen, "labels-0-becomes": "quote"}))
    assert "a record of AVeriTeC is a claim" in refused.text


@ON_BOTH
def test_a_lead_gives_records_to_a_member_by_the_page(
    world: World, visit: Callable[..., Visitor], records: Path
) -> None:
    lea = visit(world.lead)
    path = f"/projects/{world.slug}/datasets"
    given = {
        "files": [(BytesIO(records.read_bytes()), "records.json")],
        "labels-0-name": "claim",
        "labels-0-becomes": "claim",
        "known": "same",
        **READING,
    }
    assert lea.post(path, {**given, "member": str(world.rosa.id)}).status_code == 302
    assert set(db.session.scalars(select(Annotation.author_id))) == {world.rosa.id}
    states = db.session.execute(select(Assignment.reviewer_id, Assignment.state)).all()
    assert states == [(world.rosa.id, State.STARTED)] * 2


def test_the_page_offers_reviewers_and_leads_and_takes_nobody_else(
    world: World, visit: Callable[..., Visitor], records: Path
) -> None:
    lea = visit(world.lead)
    path = f"/projects/{world.slug}/datasets"

    def given(member: str) -> dict[str, Any]:
        chosen = {"labels-0-name": "claim", "labels-0-becomes": "claim", "known": "same"}
        return {
            "files": [(BytesIO(records.read_bytes()), "records.json")],
            **READING,
            **chosen,
            "member": member,
        }

    shown = lea.submit(f"{path}/labels", given(""), status=200)
    [offered] = [one for one in shown.tree.iter("select") if one.get("name") == "member"]
    people = {one.get("value") for one in offered.iter("option")}
    assert people == {"", *(str(one.id) for one in (world.rosa, world.ravi, world.lead))}
    for nobody in (str(world.observer.id), str(world.stranger.id), "x"):
        assert lea.post(path, given(nobody)).status_code == 422


@needs_sample
def test_the_page_brings_in_as_many_of_the_real_records_as_the_command(
    world: World, visit: Callable[..., Visitor]
) -> None:
    given = {
        "files": [(BytesIO(json.dumps(sample()).encode()), "records.json")],
        "labels-0-name": "claim",
        "labels-0-becomes": "claim",
        "known": "ask",
        **READING,
    }
    assert visit(world.lead).post(f"/projects/{world.slug}/datasets", given).status_code == 302
    assert states() == [("finished", 24)]


def test_what_comes_again_while_a_file_waits_is_told_of_that_file(
    world: World, run: Run, records: Path
) -> None:
    make_article(world.project, "Trains run.")
    assert "waits" in run("import", world.slug, records, "--known", "ask").stderr
    again = run("import", world.slug, records, "--known", "ask")
    assert again.exit_code == 1
    assert "“records.json” has it already, and that file waits for an answer" in again.stderr


def test_one_record_without_a_justification_is_told_of_as_one(
    world: World, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "one.json"
    path.write_text(json.dumps([record(justification="")]), encoding="utf-8")
    said = run("import", world.slug, path).stderr
    assert "One label lacks a justification" in said
    assert "1 labels" not in said


def test_past_imports_show_a_files_name_and_not_where_it_lay(
    world: World, visit: Callable[..., Visitor], run: Run, records: Path
) -> None:
    assert run("import", world.slug, records).exit_code == 0
    broken = records.with_name("broken.jsonl")
    broken.write_text('{"text": 1}', encoding="utf-8")
    assert run("import", world.slug, broken).exit_code == 1
    shown = visit(world.lead).page(f"/projects/{world.slug}/imports").text
    assert "records.json" in shown
    assert "In broken.jsonl, line 1" in shown
    assert str(records.parent) not in shown
