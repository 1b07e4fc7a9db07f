"""What other features say and do about articles in the trash: exports, imports, accounts, saves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask

from annotator.annotations.models import Annotation
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.articles.service import import_text
from annotator.assignments.models import State
from annotator.assignments.queries import assignment_of
from annotator.audit.models import Event
from annotator.audit.replay import compare
from annotator.audit.verify import verify
from annotator.db import db, writing
from annotator.errors import Conflict, Invalid
from annotator.people.service import deactivate
from annotator.trash.service import move_to_trash, take_back
from tests.conftest import Run
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_article
from tests.formats.native import exported, imported
from tests.imports.arriving import plan, rows
from tests.imports.arriving import run as arrive
from tests.personas import World
from tests.revisions.desk import TEXT, Desk
from tests.workspace.marks import Hand, fields_of

REASON = "It came in twice."
SAVES = 8


def trash(article_id: str) -> None:
    with writing():
        move_to_trash(db.session.get_one(Article, article_id), REASON, actor=SHELL)
    db.session.rollback()


@pytest.mark.parametrize("name", ["lead", "observer"])
def test_an_export_says_how_many_articles_of_the_trash_are_in_no_file(
    desk: Desk, name: str
) -> None:
    make_article(desk.world.project, TEXT, title="Kept")
    export = f"/projects/{desk.world.slug}/export"
    browser = desk.visit(getattr(desk.world, name))
    before = browser.post(export, {"unit": "article"})
    assert before.headers["X-Annotator-Trash-Left-Out"] == "0"
    assert "in the trash" not in browser.get(export).text
    trash(desk.article_id)
    assert "1 article is in the trash, and in no file." in browser.get(export).text
    after = browser.post(export, {"unit": "article"})
    assert after.headers["X-Annotator-Trash-Left-Out"] == "1"
    assert after.data.count(b"\n") == before.data.count(b"\n") - 1


def test_the_command_says_so_too(desk: Desk, run: Run) -> None:
    trash(desk.article_id)
    said = run("export", desk.world.slug)
    assert "1 article is left out: it is in the trash." in said.stderr
    trash(make_article(desk.world.project, TEXT).id)
    said = run("export", desk.world.slug)
    assert "2 articles are left out: they are in the trash." in said.stderr


@ON_BOTH
def test_an_article_that_is_in_the_trash_is_not_brought_in_beside_it(world: World) -> None:
    trash(make_article(world.project, "Article 1", external_id="x1").id)
    report = arrive(plan(world, rows(3), keep_good=True))
    assert (report.articles, report.refused) == (2, 1)
    (refusal,) = report.refusals
    assert "“x1” is there already, in the trash: take it back under “Trash”" in str(refusal)
    with pytest.raises(Invalid, match="in the trash"), writing():
        import_text(world.project, ArticleDraft("A", external_id="x1"), actor=SHELL)
    assert compare(world.project_id) == []


def test_a_native_file_of_what_is_in_the_trash_is_told_where_that_is(desk: Desk) -> None:
    file = exported(desk.world.slug)
    with pytest.raises(Conflict, match="holds articles already"):
        imported(file, desk.world.slug)
    trash(desk.article_id)
    with pytest.raises(Conflict, match="are there already, in the trash: take them back"):
        imported(file, desk.world.slug)


@ON_BOTH
def test_work_on_an_article_in_the_trash_is_given_back_with_the_account(desk: Desk) -> None:
    reviewer, lead = desk.world.reviewer, desk.world.lead
    mark = desk.hand().mark("called the figures wrong")
    trash(desk.article_id)
    with writing():
        deactivate(reviewer.id, reason="Left.", gives_back=True, actor=desk.world.admin.actor)
    db.session.rollback()
    found = assignment_of(desk.article_id, reviewer.id)
    assert found is not None
    assert (found.state, found.seat) == (State.RELEASED, None)
    with writing():
        take_back(desk.article, actor=lead.actor)
    shown = desk.visit(lead).get(f"{desk.base}/annotations?reviewer={reviewer.id}", json=True)
    assert mark["id"] in shown.text
    assert desk.visit(desk.world.other_reviewer).get(desk.base).status_code == 200
    assert compare(desk.world.project_id) == []


@ON_BOTH
def test_whoever_saves_while_it_goes_to_the_trash_is_either_kept_or_told(
    app: Flask, desk: Desk
) -> None:
    hands = [desk.hand(), desk.hand("other_reviewer")]
    for hand in hands:
        hand.mark("called the figures wrong")
    together = Barrier(len(hands) + 1)
    with ThreadPoolExecutor(len(hands) + 1) as pool:
        saving = [pool.submit(partial(_saves, app, hand, together)) for hand in hands]
        moving = pool.submit(_trashes, app, desk.article_id, together)
        moving.result()
        answers = [answer for one in saving for answer in one.result()]
    db.session.rollback()
    kept = {mark_id for mark_id, status in answers if status == 201}
    assert {status for _, status in answers} <= {201, 404}
    assert len({mark_id for mark_id, _ in answers}) == len(hands) * SAVES
    # What was answered as saved is there, what was refused is not, and nothing came afterwards.
    there = set(db.session.scalars(db.select(Annotation.id)))
    assert {mark_id for mark_id, _ in answers} & there == kept
    events = db.session.query(Event).filter(Event.article_id == desk.article_id)
    assert [one.action for one in events.order_by(Event.seq)][-1] == "article.trashed"
    assert verify(desk.world.project_id).ok
    assert compare(desk.world.project_id) == []


def _saves(app: Flask, hand: Hand, together: Barrier) -> list[tuple[str, int]]:
    together.wait()
    found = []
    with app.app_context():
        for _ in range(SAVES):
            key = str(uuid4())
            answer = hand.save(key, fields_of(hand.text, "Nobody was asked"))
            found.append((key, answer.status_code))
    return found


def _trashes(app: Flask, article_id: str, together: Barrier) -> None:
    together.wait()
    with app.app_context():
        trash(article_id)
