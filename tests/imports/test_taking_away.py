"""Articles that nobody saw are taken away with all that is on them, without a search for it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text

from annotator.annotations.models import Annotation, Context
from annotator.audit.replay import compare
from annotator.db import db
from annotator.errors import Invalid
from annotator.imports.running import Plan
from annotator.projects.models import Project
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.formats.conftest import elsewhere, file, files
from tests.formats.native import SLUG
from tests.imports.arriving import run, source, states, stored

__all__ = ["elsewhere", "file", "files"]


@ON_BOTH
def test_a_file_of_work_that_fails_in_its_midst_leaves_no_role_of_context_behind(
    file: bytes, elsewhere: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each article is stored before the next is read.
    monkeypatch.setattr("annotator.db.pace._FIRST", 1)
    monkeypatch.setattr("annotator.db.pace._LEAST", 1)
    project_id = db.session.scalars(select(Project.id)).one()
    broken = file + b'{"schema": "annotator/article/1"}\n'
    with pytest.raises(Invalid, match="line 4"):
        run(Plan(project_id, SLUG, [source(broken)], SHELL))
    assert (states(), stored()) == ([("cleared", 0)], 0)
    assert (stored(Annotation), stored(Context)) == (0, 0)
    assert compare(project_id) == []


def test_no_mark_is_looked_at_for_a_text_that_goes(app: Flask) -> None:
    plan = "EXPLAIN QUERY PLAN DELETE FROM revision WHERE article_id = 'a'"
    told = [row[3] for row in db.session.execute(text(plan))]
    assert "SEARCH annotation USING COVERING INDEX ix_annotation_revision (revision_id=?)" in told
