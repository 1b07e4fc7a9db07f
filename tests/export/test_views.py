"""The export page, the download and the schemas."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import text

from annotator.audit.models import Event
from annotator.db import db
from annotator.export.formats.brat import BratExport
from annotator.export.formats.interface import Export as Exporting
from annotator.export.formats.registry import FORMATS
from annotator.export.forms import FEATURES
from annotator.export.options import Options, Unit
from annotator.export.packing import NewFolder
from annotator.export.reading.snapshot import Snapshot
from annotator.formats.interface import Feature
from tests.databases import ON_BOTH
from tests.hygiene import words_of
from tests.personas import World
from tests.visitor import Seen, Visitor

Visit = Callable[..., Visitor]
Export = Callable[..., bytes]
Ids = tuple[str, str, str]

PAGE = "/projects/demo-desk/export"


def events() -> list[Event]:
    """What the trail says about exports."""
    return db.session.query(Event).filter_by(action="export.made").all()


def tiles(page: Seen) -> list[str]:
    """The words and figures of each tile."""
    return [
        " ".join(words_of(part) for part in tile)
        for tile in page.tree.iter("div")
        if tile.get("class") == "tile"
    ]


@pytest.mark.parametrize("key", ["reviewer", "stranger"])
def test_only_leads_and_observers_export(world: World, visit: Visit, key: str) -> None:
    visitor = visit(getattr(world, key))
    assert visitor.get(PAGE).status_code == 404
    assert visitor.post(PAGE, {"unit": "article", "layer": "all"}).status_code == 404
    assert events() == []


def test_the_page_counts_and_explains(world: World, visit: Visit, busy: Ids) -> None:
    page = visit(world.lead).page(PAGE)
    assert tiles(page) == ["Articles 3 2 submitted", "Claims 2", "Quotes 1", "Context 2"]
    assert "With names" in page.text
    for name in ("article-1", "span-1", "claim-1"):
        assert f"/schema/{name}.json" in page.links()
    [schemas] = page.tree.findall(".//span[@class='for-lines']")
    assert len(schemas.findall("a")) == 4, "which stand beside the lines that they describe alone"


@pytest.mark.parametrize(
    ("address", "name"), [(PAGE, "Export"), ("/projects/demo-desk/articles", "Articles")]
)
def test_the_page_is_the_last_crumb_of_its_way(
    world: World, visit: Visit, address: str, name: str
) -> None:
    tree = visit(world.lead).page(address).tree
    [here] = [one for one in tree.iter("span") if one.get("aria-current") == "page"]
    assert here.text == name


def test_an_observer_is_told_that_submitted_work_is_theirs(
    world: World, visit: Visit, busy: Ids
) -> None:
    page = visit(world.observer).page(PAGE)
    assert "once they have been submitted" in page.text
    assert "With names" not in page.text
    assert tiles(page)[1:] == ["Claims 1", "Quotes 1", "Context 1"]


@ON_BOTH
@pytest.mark.parametrize("unit", list(Unit))
def test_a_lead_downloads_what_the_command_line_writes(
    world: World, visit: Visit, busy: Ids, export: Export, unit: Unit
) -> None:
    answer = visit(world.lead).post(PAGE, {"unit": unit.value, "layer": "all"})
    assert answer.status_code == 200
    assert answer.data == export(unit=unit)
    assert answer.mimetype == "application/jsonl"
    assert answer.headers["X-Annotator-Articles"] == "3"
    name = answer.headers["Content-Disposition"]
    assert name.startswith(f"attachment; filename=demo-desk-{unit}-20")
    assert name.endswith(".jsonl")


def test_the_trail_has_it_before_the_first_line(world: World, visit: Visit, busy: Ids) -> None:
    fields = {"unit": "claim", "layer": "gold", "names": "y"}
    assert visit(world.lead).post(PAGE, fields).status_code == 200
    [event] = events()
    assert (event.actor_id, event.via) == (world.lead.id, "page")
    assert json.loads(event.after or "") == {
        "format": "jsonl",
        "unit": "claim",
        "layer": "gold",
        "names": True,
        "comments": False,
        "submitted_only": False,
        "revisions": "newest",
        "claim_type": None,
        "speaker": None,
        "known_on": None,
    }


def test_names_are_for_leads(world: World, visit: Visit, busy: Ids) -> None:
    fields = {"unit": "article", "layer": "all", "names": "y"}
    assert b"Rosa Ramirez" in visit(world.lead).post(PAGE, fields).data
    assert visit(world.observer).post(PAGE, fields).status_code == 404
    assert len(events()) == 1


def test_an_observer_gets_submitted_marks_alone(world: World, visit: Visit, busy: Ids) -> None:
    data = visit(world.observer).post(PAGE, {"unit": "span", "layer": "all"}).data
    assert {json.loads(line)["author"] for line in data.splitlines()} == {"r2"}


@pytest.mark.parametrize("fields", [{"unit": "word"}, {"layer": "silver", "unit": "claim"}])
def test_an_unknown_unit_or_layer_is_refused(
    world: World, visit: Visit, fields: dict[str, str]
) -> None:
    visit(world.lead).submit(PAGE, fields)
    assert events() == []


def test_a_row_that_cannot_be_proved_is_not_sent(world: World, visit: Visit, busy: Ids) -> None:
    with db.engines[None].begin() as connection:
        connection.execute(text("UPDATE fragment SET exact = 'other' WHERE exact LIKE '97%'"))
    answer = visit(world.lead).post(PAGE, {"unit": "article", "layer": "all"}, json=True)
    assert answer.status_code == 503
    assert "the mark" not in answer.headers
    assert "97 percent of trains" in answer.get_json()["error"]["sentence"]


def test_an_empty_project_gives_an_empty_file(world: World, visit: Visit) -> None:
    assert visit(world.lead).post(PAGE, {"unit": "article", "layer": "all"}).data == b""


def test_a_download_lets_go_of_its_connection(
    app: Flask, world: World, visit: Visit, busy: Ids
) -> None:
    pool, held = db.engines["read"].pool, set()
    for _ in range(3):
        visit(world.lead).post(PAGE, {"unit": "article", "layer": "all"})
        held.add(pool.checkedout())  # type: ignore[attr-defined]
    # The first leaves one at hand for the next.
    assert held == {len(app.extensions["readers"])}


@pytest.mark.parametrize("name", ["article-1", "span-1", "claim-1"])
def test_a_schema_can_be_had_without_signing_in(visit: Visit, name: str) -> None:
    answer = visit().get(f"/schema/{name}.json")
    assert answer.status_code == 200
    assert answer.mimetype == "application/schema+json"
    assert json.loads(answer.data)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", ["article-2", "..", "%2e%2e%2fconfig", "article-1.json/.."])
def test_nothing_else_can_be_had_there(visit: Visit, name: str) -> None:
    assert visit().get(f"/schema/{name}.json").status_code == 404


@ON_BOTH
def test_a_lead_downloads_brat_as_the_command_line_writes_it(
    world: World, visit: Visit, busy: Ids, tmp_path: Path
) -> None:
    page = visit(world.lead).page(PAGE)
    assert "It cannot carry: headings, lists and quotations;" in page.text
    # A unit is of lines, and says nothing about files of marks.
    answer = visit(world.lead).post(PAGE, {"kind": "brat", "unit": "claim", "layer": "all"})
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["X-Annotator-Articles"] == "3"
    assert answer.headers["Content-Disposition"].startswith(
        "attachment; filename=demo-desk-brat-20"
    )
    with Snapshot(world.project_id) as snapshot, NewFolder(tmp_path / "out") as put:
        options = Options(kind="brat")
        for _ in BratExport().files(Exporting(snapshot, world.slug, options), put):
            pass
    with ZipFile(BytesIO(answer.data)) as zipped:
        assert zipped.testzip() is None
        files = {name: zipped.read(name) for name in zipped.namelist()}
    assert {name: (tmp_path / "out" / name).read_bytes() for name in files} == files
    assert sum(name.endswith(".txt") for name in files) == 3
    made = json.loads(events()[0].after or "")
    assert (made["format"], made["unit"]) == ("brat", "article")


def test_an_observer_gets_brat_of_submitted_work_alone(
    world: World, visit: Visit, busy: Ids
) -> None:
    answer = visit(world.observer).post(PAGE, {"kind": "brat"})
    with ZipFile(BytesIO(answer.data)) as zipped:
        marks = [name for name in zipped.namelist() if name.endswith(".ann")]
        assert marks
        assert not [name for name in marks if name.endswith("_r1.ann") and zipped.read(name)]
    assert visit(world.reviewer).post(PAGE, {"kind": "brat"}).status_code == 404
    visit(world.observer).submit(PAGE, {"kind": "conll"})


def test_a_brat_export_that_cannot_be_proved_is_not_sent(
    world: World, visit: Visit, busy: Ids
) -> None:
    with db.engines[None].begin() as connection:
        connection.execute(text("UPDATE fragment SET exact = 'other' WHERE exact LIKE '97%'"))
    answer = visit(world.lead).post(PAGE, {"kind": "brat"}, json=True)
    assert answer.status_code == 503


def test_the_page_has_words_for_whatever_a_format_may_carry() -> None:
    assert set(FEATURES) == set(Feature)


def test_what_can_be_asked_for_is_marked_on_each_format(world: World, visit: Visit) -> None:
    # The page's style shows units and claims beside the formats that have them.
    page = visit(world.lead).page(PAGE)
    radios = [one for one in page.tree.iter("input") if one.get("name") == "kind"]
    marked = {
        mark: {one.get("value") for one in radios if mark in one.attrib}
        for mark in ("data-units", "data-claims")
    }
    for known in FORMATS:
        assert (known.name in marked["data-units"]) == (len(known.units) > 1)
        assert (known.name in marked["data-claims"]) == known.of_claims
    assert "jsonl" in marked["data-units"]
