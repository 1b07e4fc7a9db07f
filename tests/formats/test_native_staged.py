"""A native export comes in as an import does: in steps, and not at all when it fails."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.accounts.models import User
from annotator.articles.queries import count_of
from annotator.audit.replay import compare
from annotator.db import db
from annotator.errors import Invalid
from annotator.formats.interface import Options
from annotator.imports.rehearsal import Rehearsal
from annotator.imports.running import Plan
from annotator.projects.models import Project
from annotator.verdicts.models import Verdict
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.formats.native import SLUG
from tests.imports.arriving import run, source, stored


@ON_BOTH
def test_work_of_many_people_is_cleared_with_its_accounts(elsewhere: Flask, file: bytes) -> None:
    project_id = db.session.scalars(select(Project.id)).one()
    people = stored(User)
    broken = file + b'{"schema": "annotator/article/1"}\n'
    wanted = Plan(project_id, SLUG, [source(broken)], SHELL)
    with pytest.raises(Invalid, match="line"):
        run(wanted)
    assert (stored(), stored(Verdict), stored(User)) == (0, 0, people)
    assert compare(project_id) == []
    rehearsal = Rehearsal(Plan(project_id, SLUG, [source(file)], SHELL))
    list(rehearsal.run())
    assert (rehearsal.report.refused, stored(), stored(User)) == (0, 0, people)
    report = run(Plan(project_id, SLUG, [source(file)], SHELL, Options(project=SLUG)))
    assert report.articles == count_of(project_id) > 0
    assert compare(project_id) == []
