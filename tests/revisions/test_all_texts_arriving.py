"""A file of all texts comes in as an import does: in steps, and not at all when it fails."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.accounts.models import User
from annotator.articles.models import Article
from annotator.audit.replay import compare
from annotator.db import db
from annotator.errors import Invalid
from annotator.imports.rehearsal import Rehearsal
from annotator.imports.running import Plan
from annotator.projects.models import Project
from annotator.revisions.models import Carry, Correction
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.imports.arriving import run, source, stored
from tests.personas import SLUG
from tests.revisions.all_texts import exported, file_of, rows_of


def plan(data: bytes, *, keep_good: bool = False) -> Plan:
    """The file into the empty project."""
    project_id = db.session.scalars(select(Project.id)).one()
    return Plan(project_id, SLUG, [source(data)], SHELL, keep_good=keep_good)


@ON_BOTH
def test_a_rehearsal_counts_an_article_once_and_what_failed_is_cleared(
    files: tuple[bytes, bytes], elsewhere: Flask
) -> None:
    people = stored(User)
    rehearsal = Rehearsal(plan(files[0]))
    list(rehearsal.run())
    assert (rehearsal.report.articles, rehearsal.report.refused, stored()) == (2, 0, 0)
    with pytest.raises(Invalid, match="line 6"):
        run(plan(files[0] + b'{"schema": "annotator/article/1"}\n'))
    assert [stored(kind) for kind in (Article, Correction, Carry)] == [0, 0, 0]
    assert stored(User) == people
    report = run(plan(files[0]))
    assert (report.articles, exported()) == (2, files[0])
    assert compare(db.session.scalars(select(Project.id)).one()) == []


@pytest.mark.parametrize("at", [0, 1, 2, 3])
def test_with_a_bad_line_none_of_the_article_comes_in_and_the_next_one_does(
    files: tuple[bytes, bytes], elsewhere: Flask, at: int
) -> None:
    rows = rows_of(files[0])
    rows[at]["project"] = "elsewhere"
    report = run(plan(file_of(rows), keep_good=True))
    assert (report.articles, report.refused) == (1, 1)
    assert [article.title for article in db.session.query(Article)] == ["Never corrected"]
    assert stored(Carry) == 0


def test_a_text_that_is_missing_is_told_and_the_next_article_comes_in(
    files: tuple[bytes, bytes], elsewhere: Flask
) -> None:
    rows = rows_of(files[0])
    del rows[3]
    report = run(plan(file_of(rows), keep_good=True))
    assert (report.articles, report.refused) == (1, 1)
    assert "text 3 of the article" in str(report.refusals[0])
