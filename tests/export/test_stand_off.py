"""`annotator export --format brat`: what was made here, as brat keeps it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from annotator.accounts.models import User
from annotator.annotations.models import Label, Layer, Part
from annotator.db import db, writing
from annotator.links.models import LinkKind
from tests.conftest import Run
from tests.databases import ON_BOTH
from tests.export.test_cli import Ids
from tests.export.work import article, link, mark
from tests.formats.brat import folder_at, read, row
from tests.personas import World

TEXT = "The dam will hold, the mayor said.\nIt was built in 1931.\n"
#: Labels and notes.
NOTES = [("claim", "Since when?"), ("context", None), ("quote", None), ("quote", None)]
CLAIM, SAID = "The dam will hold", "the mayor"


def _marked(world: World) -> None:
    """A claim made in a quote that context explains, and a quote of nobody."""
    with writing():
        project = db.session.merge(world.project)
        made = article(project, TEXT, external_id="../up/dam:1")
        rosa = world.rosa.id
        claim = mark(project, made, rosa, CLAIM, note="Since\nwhen?")
        parts = (("said", Part.CUE), (SAID, Part.SPEAKER))
        quote = mark(project, made, rosa, CLAIM, *parts, label=Label.QUOTE)
        mark(project, made, rosa, "will hold", label=Label.QUOTE)
        context = mark(project, made, rosa, "1931", label=Label.CONTEXT)
        link(claim, quote, LinkKind.MADE_IN)
        link(context, claim, LinkKind.EXPLAINS)


@ON_BOTH
def test_marks_made_here_are_written_and_read_back(world: World, run: Run, tmp_path: Path) -> None:
    _marked(world)
    result = run("export", world.slug, "--format", "brat", "-o", tmp_path / "out")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        0,
        "2 files written.",
    )
    files = folder_at(tmp_path / "out")
    # A name that leads out of the folder, or that some system has no place for, does neither.
    assert list(files) == ["-/up/dam-1.txt", "-/up/dam-1_r2.ann"]
    back = row(files)
    found = [(one["label"], one["note"]) for one in back["annotations"]]
    assert sorted(found, key=str) == NOTES
    assert sorted(one["kind"] for one in back["links"]) == ["explains", "made_in"]


def test_an_archive_has_the_same_files_and_the_same_bytes_each_time(
    world: World, busy: Ids, run: Run, tmp_path: Path
) -> None:
    one, two, folder = tmp_path / "one.zip", tmp_path / "two.zip", tmp_path / "folder"
    for output in (one, two, folder):
        assert run("export", world.slug, "--format", "brat", "-o", output).exit_code == 0
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as zipped:
        names = zipped.namelist()
        assert all((folder / name).read_bytes() == zipped.read(name) for name in names)
    assert any(name.endswith("_gold.ann") for name in names)


def test_what_cannot_be_written_is_said(world: World, busy: Ids, run: Run, tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    brat = ("export", world.slug, "--format", "brat")
    for words, sentence in (
        ((*brat,), "The format brat is many files: name a folder, or a .zip, with -o."),
        ((*brat, "-o", full), "it is there already; name a new folder"),
        (
            (*brat, "--unit", "span", "-o", full),
            "The format brat has no unit span: choose",
        ),
        (("export", world.slug, "-o", full), "it is a folder; name a file."),
    ):
        result = run(*words)
        assert result.exit_code == 1, words
        assert sentence in result.stderr
    assert [found.name for found in full.iterdir()] == ["mine.txt"]


def test_articles_of_one_title_are_files_of_their_own(
    world: World, run: Run, tmp_path: Path
) -> None:
    with writing():
        project = db.session.merge(world.project)
        for text in ("One.", "Two.", "Three.", "Four."):
            article(project, text, title="briefing" if text == "Four." else "Briefing")
    assert run("export", world.slug, "--format", "brat", "-o", tmp_path / "out").exit_code == 0
    files = folder_at(tmp_path / "out")
    assert files == {
        "Briefing.txt": b"One.",
        "Briefing-2.txt": b"Two.",
        "Briefing-3.txt": b"Three.",
        "briefing-4.txt": b"Four.",
    }


CLASHES = {
    # The marks of one document in the name of another one, whichever comes first.
    "marks": ("dam", "dam_r2"),
    "marks, the other way round": ("dam_r2", "dam"),
    "the marks of a longer name": ("dam", "dam_r2.v1"),
    # A file where another one needs a folder.
    "folder": ("a", "a.txt/b"),
    "folder, the other way round": ("a.txt/b", "a"),
    "a folder of marks": ("a", "a_r2.ann/b"),
    "another's number": ("a", "A", "a-2", "a-2_r2"),
}


@pytest.mark.parametrize("name", CLASHES)
def test_no_two_articles_write_one_file_and_each_is_read_back_with_its_own_marks(
    world: World, run: Run, tmp_path: Path, name: str
) -> None:
    with writing():
        project = db.session.merge(world.project)
        for number, external_id in enumerate(CLASHES[name]):
            made = article(project, f"Text {number} says so.", external_id=external_id)
            mark(project, made, world.rosa.id, f"Text {number}")
            mark(project, made, world.ravi.id, "says so")
    for output in ("one", "two"):
        done = run("export", world.slug, "--format", "brat", "-o", tmp_path / output)
        assert done.exit_code == 0, done.stderr
    files = folder_at(tmp_path / "one")
    assert files == folder_at(tmp_path / "two")
    assert len(files) == 3 * len(CLASHES[name])
    back = {item.value["text"]: item.value for item in read(files)}  # type: ignore[union-attr]
    assert len(back) == len(CLASHES[name])
    for text, found in back.items():
        words = [piece["exact"] for one in found["annotations"] for piece in one["fragments"]]
        assert sorted(words) == [text[:6], "says so"]


def test_whoever_is_called_gold_has_another_file_than_the_gold_layer(
    world: World, run: Run, tmp_path: Path
) -> None:
    with writing():
        project = db.session.merge(world.project)
        db.session.get_one(User, world.rosa.id).name = "gold"
        made = article(project, TEXT, external_id="dam")
        mark(project, made, world.rosa.id, CLAIM)
        mark(project, made, world.lead.id, SAID, layer=Layer.GOLD)
    brat = ("export", world.slug, "--format", "brat", "--names", "-o", tmp_path / "out")
    assert run(*brat).exit_code == 0
    files = folder_at(tmp_path / "out")
    assert sorted(files) == ["dam.txt", "dam_gold-2.ann", "dam_gold.ann"]
    assert SAID in files["dam_gold.ann"].decode()
    assert CLAIM in files["dam_gold-2.ann"].decode()
