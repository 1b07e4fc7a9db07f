"""A training article is no part of the project's data, on no way out."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from flask import Flask
from sqlalchemy import func, select, update

from annotator.adjudication.queries import articles_to_adjudicate
from annotator.agreement.service import report_of
from annotator.annotations.models import Annotation, PublicState
from annotator.articles.queries import count_of
from annotator.assignments.queue import open_count
from annotator.captures.queries import sources_in_force
from annotator.db import db, writing
from annotator.export.counts import counts_of
from annotator.export.reviews.told import told_lately
from annotator.spotchecks.drafts import Asked
from annotator.spotchecks.drawing import pool_of
from annotator.spotchecks.models import Unit
from annotator.training.models import Attempt, Offer, TrainingArticle
from tests.adjudication.made import LOGS, SHORT
from tests.assignments.desk import bring
from tests.claimreview.desk import say_publisher
from tests.conftest import Run, Visit
from tests.databases import ON_BOTH, copy_file
from tests.export import work
from tests.factories import make_project
from tests.formats.native import exported, imported, installation
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


def written(run: Run, world: World, kind: str, folder: Path) -> bytes:
    """All that a file of this kind holds."""
    if kind != "brat":
        done = run("export", world.slug, "--format", kind)
        assert done.exit_code == 0, done.stderr
        return done.stdout.encode()
    assert run("export", world.slug, "--format", kind, "-o", folder / "out").exit_code == 0
    return b"".join(path.read_bytes() for path in sorted((folder / "out").rglob("*.*")))


def feed_of(world: World) -> bytes:
    """What the public feeds tell."""
    return repr(told_lately(world.project).checks).encode()


def drawn_from(world: World, unit: Unit) -> bytes:
    """What a lead who is nobody here could draw a spot check from."""
    return repr(pool_of(world.project_id, Asked(unit=unit, percent=100), drawer_id=0)).encode()


def looked_at(world: World) -> bytes:
    """The sources whose pages are looked at."""
    found = sources_in_force(world.project_id)
    return " ".join(source.url or "" for source, _at in found).encode()


@pytest.mark.parametrize(
    "way", ["jsonl", "brat", "averitec", "claimreview", "feeds", "works", "marks", "pages"]
)
def test_no_way_out_has_it_until_it_is_an_ordinary_article(
    run: Run, world: World, tmp_path: Path, way: str
) -> None:
    say_publisher(world)
    bench = make_training(world)
    with writing():
        claim = db.session.get_one(Annotation, bench.marks["claim"])
        told = PublicState.PUBLISHED
        work.verdict(claim, world.lead.id, "supported", 2, "As it says.", public_state=told)
    ways = {
        "feeds": (SHORT, lambda: feed_of(world)),
        "works": (bench.article_id, lambda: drawn_from(world, Unit.SUBMISSION)),
        "marks": (bench.article_id, lambda: drawn_from(world, Unit.MARK)),
        "pages": (LOGS, lambda: looked_at(world)),
    }
    folder = tmp_path / "before"
    folder.mkdir()
    sign, read = ways.get(way, (SHORT, lambda: written(run, world, way, folder)))
    assert sign.encode() not in read()
    with writing():
        db.session.execute(update(TrainingArticle).values(state=Offer.ENDED))
    folder = tmp_path
    assert sign.encode() in read()


def test_the_command_the_page_and_the_download_say_how_many_are_left_out(
    run: Run, visit: Visit, world: World
) -> None:
    assert "training" not in run("export", world.slug).stderr
    make_training(world)
    said = "1 training article is left out: it is marked to learn, and its answers are known."
    assert run("export", world.slug).stderr.splitlines()[-1] == said
    page = visit(world.lead).page(f"{LIST}/export")
    assert "1 training article is in no file" in page.text
    answer = visit(world.lead).post(f"{LIST}/export", {"kind": "jsonl", "unit": "article"})
    assert answer.headers["X-Annotator-Training-Left-Out"] == "1"


def test_a_project_with_training_leaves_and_comes_back_as_the_same_bytes(
    run: Run, world: World, sqlite_template: Path, tmp_path: Path
) -> None:
    bench = make_training(world)
    answer_rightly(bench, world.rosa)
    bring(world, 2)
    data = exported(world.slug)
    with installation(copy_file(sqlite_template, tmp_path), tmp_path):
        make_project(world.slug)
        assert imported(data, world.slug) == 2
        assert exported(world.slug) == data


def test_lists_of_articles_and_claims_leave_it_out(visit: Visit, world: World) -> None:
    bench = make_training(world)
    answer_rightly(bench, world.rosa)
    for person in (world.lead, world.rosa):
        for page in ("articles", "claims"):
            text = visit(person).page(f"{LIST}/{page}").text
            assert "Ferry fares" not in text
    assert db.session.scalar(select(func.count(Attempt.id))) == 1
