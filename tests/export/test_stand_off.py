"""`annotator export --format brat`: what was made here, as brat keeps it."""

from __future__ import annotations

import zipfile
from pathlib import Path

from annotator.annotations.models import Label, Part
from annotator.db import db, writing
from annotator.links.models import LinkKind
from tests.databases import ON_BOTH
from tests.export.test_cli import Ids, Run, run
from tests.export.work import article, link, mark
from tests.formats.brat import folder_at, row
from tests.personas import World

__all__ = ["run"]

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
        "2 files of 1 articles written.",
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
        ((*brat,), "brat stand-off is many files: name a folder, or a .zip, with -o."),
        ((*brat, "-o", full), "it is there already; name a new folder"),
        ((*brat, "--unit", "span", "-o", full), "is written by the article; leave --unit out"),
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
