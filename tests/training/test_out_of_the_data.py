"""A training article is no part of the project's data, on no way out."""

from __future__ import annotations

import orjson
from flask import Flask
from sqlalchemy import func, select

from annotator.adjudication.queries import articles_to_adjudicate
from annotator.agreement.service import report_of
from annotator.articles.queries import count_of
from annotator.assignments.queue import open_count
from annotator.db import db
from annotator.export.counts import counts_of
from annotator.training.models import Attempt
from tests.adjudication.made import SHORT
from tests.assignments.desk import bring
from tests.conftest import Run, Visit
from tests.databases import ON_BOTH
from tests.personas import World
from tests.training.made import answer_rightly, ask_for, make_training, next_for

LIST = "/projects/demo-desk"


@ON_BOTH
def test_counts_agreement_adjudication_and_the_queue_leave_it_out(app: Flask, world: World) -> None:
    bench = make_training(world)
    for person in (world.rosa, world.ravi):
        answer_rightly(bench, person)
    assert count_of(world.project_id) == 0
    found = counts_of(world.project_id, submitted_only=False)
    assert (found.articles, found.submitted, found.marks) == (0, 0, {})
    report = report_of(world.project_id)
    assert (report.articles, report.readings) == (0, 0)
    assert articles_to_adjudicate(world.project_id, after=None, limit=9) == []


@ON_BOTH
def test_unfinished_training_is_none_of_what_one_person_may_have(app: Flask, world: World) -> None:
    make_training(world)
    ask_for(world)
    next_for(world, world.rosa)
    assert open_count(world.project_id, world.rosa.id) == 0


def test_no_file_has_it_and_what_comes_back_is_the_same(run: Run, world: World) -> None:
    make_training(world)
    (real,) = bring(world, 1)
    for unit in ("article", "span", "claim"):
        lines = run("export", world.slug, "--unit", unit).stdout.splitlines()
        assert SHORT not in "".join(lines)
    (line,) = run("export", world.slug).stdout.splitlines()
    assert orjson.loads(line)["id"] == real


def test_lists_of_articles_and_claims_leave_it_out(visit: Visit, world: World) -> None:
    bench = make_training(world)
    answer_rightly(bench, world.rosa)
    for person in (world.lead, world.rosa):
        for page in ("articles", "claims"):
            text = visit(person).page(f"{LIST}/{page}").text
            assert "Ferry fares" not in text
    assert db.session.scalar(select(func.count(Attempt.id))) == 1
