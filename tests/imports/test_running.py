"""Imports: all or nothing, unseen until the last step, and others go on saving meanwhile."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from annotator.articles.models import Article, Revision
from annotator.articles.queries import count_of
from annotator.audit.replay import compare
from annotator.audit.verify import verify
from annotator.clock import now
from annotator.db import db, writing
from annotator.errors import Conflict, Invalid
from annotator.formats.native.drafting import ArticleRows
from annotator.imports.clearing import clear, clear_stale
from annotator.imports.models import Import, ImportState
from annotator.imports.rehearsal import Rehearsal
from annotator.imports.reports import Report
from annotator.similarity.known import Choice
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_article, make_project
from tests.imports.arriving import MANY, half_way, plan, rows, run, states, stored
from tests.personas import World


@ON_BOTH
def test_articles_are_there_all_at_once_while_others_go_on_saving(world: World) -> None:
    arrival, steps = half_way(plan(world, rows(MANY)))
    assert (stored(), count_of(world.project_id)) == (100, 0)
    own = make_article(world.project, "Saved meanwhile")
    assert count_of(world.project_id) == 1
    list(steps)
    assert count_of(world.project_id) == MANY + 1
    assert states() == [("finished", MANY)]
    numbers = db.session.scalars(select(Article.number).order_by(Article.number)).all()
    assert list(numbers) == list(range(1, MANY + 2))
    assert db.session.get_one(Article, own.id).number == 101
    assert arrival.report.files[0].articles == MANY
    assert compare(world.project_id) == []
    assert verify(world.project_id).ok


@ON_BOTH
@pytest.mark.parametrize("way", ["refused", "left"])
def test_what_fails_leaves_nothing_and_a_trail_that_can_be_replayed(world: World, way: str) -> None:
    data = rows(MANY, {"text": "A", "colour": "red"})
    if way == "refused":
        with pytest.raises(Invalid) as refusal:
            run(plan(world, data))
        said = f"In in.jsonl, line {MANY + 1}, “colour”"
        assert str(refusal.value).startswith(said)
        report = Report.from_json(db.session.scalars(select(Import.report)).one())
        assert report.error is not None
        assert str(report.error).startswith(said)
    else:
        _arrival, steps = half_way(plan(world, data))
        steps.close()  # type: ignore[attr-defined]
    assert (states(), stored(), stored(Revision)) == ([("cleared", 0)], 0, 0)
    assert compare(world.project_id) == []
    assert verify(world.project_id).ok
    assert run(plan(world, rows(3))).articles == 3


@ON_BOTH
def test_an_import_whose_process_died_is_cleared_by_the_next_who_looks(world: World) -> None:
    arrival, steps = half_way(plan(world, rows(MANY)))
    assert clear_stale(world.project_id, actor=SHELL) == 0
    with writing():
        db.session.execute(update(Import).values(seen_at=now() - timedelta(minutes=3)))
    assert clear_stale(make_project().id, actor=SHELL) == 0
    assert clear_stale(actor=SHELL) == 1
    assert (states(), stored()) == ([("cleared", 0)], 0)
    # It was not dead but slow: it learns of it, and brings nothing more.
    with pytest.raises(Conflict, match="cleared"):
        list(steps)
    assert (states(), stored()) == ([("cleared", 0)], 0)
    assert arrival.report.error is not None
    assert compare(world.project_id) == []


@ON_BOTH
def test_an_import_that_came_to_its_end_meanwhile_is_left_alone(world: World) -> None:
    run(plan(world, rows(2)))
    finished = db.session.scalars(select(Import.id)).one()
    clear(finished, actor=SHELL)
    assert (states(), stored()) == ([("finished", 2)], 2)


@ON_BOTH
def test_a_name_from_elsewhere_is_taken_by_whoever_comes_first(world: World) -> None:
    _first, steps = half_way(plan(world, rows(MANY)))
    with pytest.raises(Invalid, match="line 1, “external_id”: an article “x5” came with another"):
        run(plan(world, rows(1, first=5)))
    list(steps)
    assert count_of(world.project_id) == MANY


@ON_BOTH
def test_good_rows_are_kept_on_request_and_the_others_listed(world: World) -> None:
    make_article(world.project, "There", external_id="x7")
    data = rows(10, {"text": ""}, {"text": "Fine"}, {"text": "B", "id": "x3"}) + b"not json\n"
    report = run(plan(world, data, rows(2), keep_good=True))
    assert (report.articles, report.refused, report.duplicates) == (10, 6, 4)
    assert [str(refusal).partition(":")[0] for refusal in report.refusals] == [
        "In in.jsonl, line 11, “text”",
        "In in.jsonl, line 14",
        "In in.jsonl, line 8, “external_id”",
        "In in.jsonl, line 13, “external_id”",
        "In 1.jsonl, line 1, “external_id”",
        "In 1.jsonl, line 2, “external_id”",
    ]
    assert states() == [("finished", 10)]
    assert (
        Report.from_json(db.session.scalars(select(Import.report)).one()).to_json()
        == report.to_json()
    )


def test_what_an_earlier_version_stored_of_an_import_reads_as_it_was() -> None:
    sentences = {"refusals": ["100 % wrong."], "remarks": ["All is well."], "error": "It ended."}
    stored = {"files": [], "refused": 1, "duplicates": 0, "known": 0, "languages": {}, **sentences}
    report = Report.from_json(json.dumps(stored))
    told = {"refusals": report.refusals, "remarks": report.remarks}
    assert {key: [str(one) for one in told[key]] for key in told} | {
        "error": str(report.error)
    } == sentences


@ON_BOTH
def test_a_dry_run_tells_of_repeats_between_native_lines_and_plain_articles(world: World) -> None:
    again = {"text": "The dam will hold.", "id": "plain"}
    native = ArticleRows(again["text"], world.slug).article([], [], title="The dam", origin=None)
    files = rows(0, native), rows(0, again), rows(0, {**again, "id": "once more"})
    wanted = plan(world, *files, known=Choice.SAME)
    rehearsal = Rehearsal(wanted)
    list(rehearsal.run())
    foretold, came = rehearsal.report, run(wanted)
    assert (foretold.articles, foretold.known) == (came.articles, came.known) == (1, 2)
    assert [str(one) for one in foretold.remarks] == [str(one) for one in came.remarks]


@ON_BOTH
def test_a_dry_run_says_what_would_happen_and_writes_nothing(world: World) -> None:
    make_article(world.project, "There", external_id="x7")
    german = {"text": "Der Bürgermeister sagte, dass die Mieten gefallen sind.", "id": "x3"}
    more = {"text": "Le maire a dit que les loyers ont baissé.", "language": "fr-CA"}
    rehearsal = Rehearsal(plan(world, rows(10, german, more, {"title": "No text"})))
    list(rehearsal.run())
    report = rehearsal.report
    assert (report.articles, report.refused, report.duplicates) == (10, 3, 2)
    assert report.languages["fr-CA"] == 1
    assert (stored(), stored(Import)) == (1, 0)


@ON_BOTH
def test_only_a_failed_import_can_be_cleared_and_a_finished_one_never_changes(
    world: World,
) -> None:
    run(plan(world, rows(2)))
    for statement in (
        delete(Revision),
        update(Import).values(articles=5),
        update(Import).values(state=ImportState.FAILED),
        delete(Import),
    ):
        with (
            pytest.raises(DBAPIError, match="append-only"),
            db.engines[None].begin() as connection,
        ):
            connection.execute(statement)
