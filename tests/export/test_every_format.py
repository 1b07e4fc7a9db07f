"""What holds of every way out, also of those that come later."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from annotator.annotations.models import Label
from annotator.assignments.models import State
from annotator.db import db, writing
from annotator.export.formats.interface import ExportFormat
from annotator.export.formats.registry import FORMATS
from tests.claimreview.desk import checks_in, say_publisher
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.export import work
from tests.export.ways_out import written
from tests.personas import World

PAGE = "/projects/demo-desk/export"
#: Words that only a mark, a wording or a person has, and no article.
UNSEEN = "Nobody handed this in"
EVERY = pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)


def plain(data: bytes) -> bytes:
    """The bytes, those of an archive unpacked, with the names of its files."""
    if not zipfile.is_zipfile(BytesIO(data)):
        return data
    with zipfile.ZipFile(BytesIO(data)) as whole:
        return b"\n".join(name.encode() + whole.read(name) for name in whole.namelist())


def a_desk(world: World) -> str:
    """Checks that were handed in, and beside them a claim in work; returns the claim's id."""
    say_publisher(world)
    checks_in(world.project, world.rosa.id)
    with writing():
        project = db.session.merge(world.project)
        article = work.article(project)
        work.review(project, article, world.ravi.id, State.STARTED)
        claim = work.mark(
            project, article, world.ravi.id, "97 percent", wording=UNSEEN, note=UNSEEN
        )
        work.verdict(claim, world.ravi.id, "refuted", 1, UNSEEN)
        work.mark(project, article, world.ravi.id, "she said", label=Label.QUOTE, note=UNSEEN)
        return claim.id


@EVERY
def test_an_observer_gets_nothing_that_was_not_handed_in_and_no_name(
    world: World, visit: Visit, known: ExportFormat
) -> None:
    claim = a_desk(world)
    asked = {"kind": known.name, "unit": known.units[0].value, "layer": "all"}
    found = plain(visit(world.observer).post(PAGE, asked).data)
    assert found
    for word in (UNSEEN, claim, *(getattr(world, key).name for key in ("rosa", "ravi", "lead"))):
        assert word.encode() not in found, word
    assert b"@example.org" not in found


@ON_BOTH
@EVERY
def test_the_same_work_gives_the_same_bytes_each_time(world: World, known: ExportFormat) -> None:
    a_desk(world)
    first, export = written(world, known.name, unit=known.units[0])
    again, _export = written(world, known.name, unit=known.units[0])
    assert first == again
    assert export.written
    assert export.articles
