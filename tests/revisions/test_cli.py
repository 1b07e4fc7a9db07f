"""`annotator article`: correct a text from a file, and read what that did."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.articles.models import Revision
from annotator.audit.models import Event
from annotator.db import db, writing
from annotator.revisions.models import Settled
from tests.conftest import Run
from tests.databases import ON_BOTH
from tests.revisions.desk import TEXT, Desk

CHANGED = "A line ahead.\n" + TEXT.replace("called the figures wrong", "disagreed")
WHY = ("--reason", "The agency corrected it.")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The corrected text."""
    path = tmp_path / "corrected.txt"
    path.write_text(CHANGED, encoding="utf-8")
    return path


@ON_BOTH
def test_a_dry_run_says_what_would_become_of_each_mark_and_writes_nothing(
    desk: Desk, run: Run, file: Path
) -> None:
    moved = desk.hand().mark("the fare rose")["id"]
    lost = desk.hand("other_reviewer").mark("called the figures wrong", label="quote")["id"]
    result = run("article", "correct", desk.world.slug, desk.article_id, file, *WHY, "--dry-run")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == (
        "Marks that would be: 1 unchanged, 0 moved, 0 changed, 0 ambiguous, 1 lost.\n"
    )
    assert result.stdout.split("\t") == (
        ["lost", lost, "quote", "Ravi Rao", "called the figures wrong", "-", "-\n"]
    )
    assert db.session.query(Revision).count() == 1
    assert desk.mark(moved).version == 1


@ON_BOTH
def test_a_text_is_corrected_from_a_file_and_audited_as_the_command_line(
    desk: Desk, run: Run, file: Path
) -> None:
    lost = desk.hand().mark("called the figures wrong")["id"]
    result = run(
        "article", "correct", desk.world.slug, desk.article_id, file, *WHY, "--title", "Fares rose"
    )
    assert result.exit_code == 0, result.stderr
    assert "Text 2 is the newest." in result.stderr
    assert result.stdout.startswith(f"lost\t{lost}\t")
    assert result.stdout.endswith("\topen\n")
    assert (desk.article.title, desk.article.revisions[-1].text) == ("Fares rose", CHANGED)
    [event] = db.session.query(Event).filter_by(action="revision.made")
    assert (event.actor_id, event.via) == (None, "command line")


def test_the_texts_of_an_article_are_listed_and_its_report_is_told(
    desk: Desk, run: Run, file: Path
) -> None:
    hand = desk.hand()
    lost, other = hand.mark("called the figures wrong"), hand.mark("the figures wrong and asked")
    run("article", "correct", desk.world.slug, desk.article_id, file, *WHY)
    made = desk.article.revisions[-1]
    listed = run("article", "revisions", desk.world.slug, desk.article_id).stdout.splitlines()
    assert [line.split("\t")[0] for line in listed] == ["2", "1"]
    assert listed[0].endswith("command line\tThe agency corrected it.")
    assert listed[1].endswith("-\tAs it came in")
    carries = {row.annotation_id: row for row in desk.carries(made.id)}
    desk.settle(carries[lost["id"]].id, Settled.KEPT)
    whole = run("article", "report", desk.world.slug, desk.article_id, "--revision", "2").stdout
    assert {line.split("\t")[-1] for line in whole.splitlines()} >= {"kept"}
    still = run("article", "report", desk.world.slug, desk.article_id, "--open").stdout
    assert lost["id"] not in still
    assert (other["id"] in still) is carries[other["id"]].is_open


def test_an_article_is_called_by_its_external_id_too(desk: Desk, run: Run) -> None:
    with writing():
        desk.article.external_id = "story-7"
    assert run("article", "revisions", desk.world.slug, "story-7").stdout.startswith("1\t")


def test_what_cannot_be_done_is_said_in_one_sentence(
    desk: Desk, run: Run, file: Path, tmp_path: Path
) -> None:
    slug, article = desk.world.slug, desk.article_id
    same, wide = tmp_path / "same.txt", tmp_path / "wide.txt"
    same.write_text(TEXT, encoding="utf-8")
    wide.write_bytes("Überfahrt\n".encode("latin-1"))
    for words, sentence in (
        (("correct", "nowhere", article, file, *WHY), "There is no project nowhere."),
        (("correct", slug, "story-8", file, *WHY), "There is no article story-8 in demo-desk."),
        (("correct", slug, article, file, "--reason", " "), "Say why the text is corrected"),
        (("correct", slug, article, same, *WHY), "there is nothing to correct"),
        (("correct", slug, article, wide, *WHY), "name the encoding"),
        (("report", slug, article), "No correction made text 1"),
        (("report", slug, article, "--revision", "7"), "No correction made text 7"),
    ):
        result = run("article", *words)
        assert result.exit_code == 1, words
        assert sentence in result.stderr
        assert result.stderr.startswith("annotator: ")
        assert result.stderr.count("\n") == 1
    assert run("article", "correct", slug, article, file).exit_code == 2
    named = run("article", "correct", slug, article, wide, *WHY, "--encoding", "latin-1")
    assert named.exit_code == 0
    assert db.session.query(Revision).count() == 2
