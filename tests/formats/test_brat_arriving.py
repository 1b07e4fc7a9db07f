"""A brat dataset that comes again, and faults of one that comes as an archive."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from annotator.annotations.models import Annotation
from annotator.audit.replay import compare
from annotator.db import db
from annotator.errors import Invalid
from annotator.formats.interface import Options
from annotator.formats.registry import format_named
from annotator.imports.rehearsal import Rehearsal
from annotator.imports.running import Arrival, Plan
from annotator.similarity.known import Choice
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.formats.brat import ANN, TEXT, archive, folder, refused_in
from tests.personas import World

FILES = {"dam.txt": TEXT, "dam_ann.ann": ANN, "dam_bo.ann": ANN}


@ON_BOTH
@pytest.mark.parametrize("kind", [Arrival, Rehearsal])
def test_a_dataset_that_comes_again_is_left_out_with_its_marks(
    world: World, kind: type[Arrival]
) -> None:
    asked = Options(project=world.slug)
    wanted = Plan(world.project_id, world.slug, [folder(FILES)], SHELL, asked)
    list(Arrival(wanted).run())
    before = db.session.scalar(select(func.count()).select_from(Annotation))
    with pytest.raises(Invalid, match="another article has it already"):
        list(Arrival(wanted).run())
    again = kind(replace(wanted, known=Choice.SAME))
    list(again.run())
    assert again.report.articles == 0
    left_out = "“Dam “will hold” 🌊” is there already; this was left out, with its marks."
    assert left_out in list(map(str, again.report.remarks))
    assert db.session.scalar(select(func.count()).select_from(Annotation)) == before
    other = [folder({**FILES, "dam.txt": TEXT + "More.\n"})]
    with pytest.raises(Invalid, match="another article has it already"):
        list(Arrival(replace(wanted, sources=other, known=Choice.SKIP)).run())
    assert compare(world.project_id) == []


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"r/a.txt": TEXT, "r/a.ann": "hello"}, "In x.zip › r/a.ann, line 1: this is no record"),
        ({"r/a.txt": "", "r/a.ann": ""}, "In x.zip › r/a.txt, “text”: the text is empty"),
        ({"r/a.ann": ANN}, "In x.zip › r/a.ann: there is no text for it"),
        ({"r/a.txt": TEXT, "r/a.ann": b"\xff"}, "In x.zip › r/a.ann, “file”: the text is not"),
    ],
)
def test_a_fault_in_an_archive_is_told_with_the_name_of_the_archive(
    files: dict[str, str | bytes], sentence: str
) -> None:
    [said] = refused_in(archive(files), format_named("zip"))
    assert said.startswith(sentence)


def test_an_archive_that_is_said_to_be_brat_is_refused_with_what_to_do() -> None:
    assert refused_in(archive(FILES), format_named("brat")) == [
        "In x.zip: in an archive, brat is known by the files in it: leave --format out."
    ]
