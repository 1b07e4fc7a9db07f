"""What follows of an import whose articles are there already: links, and corrections."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import current_app
from sqlalchemy import select

from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article, Revision
from annotator.articles.queries import revision_text
from annotator.audit.replay import compare
from annotator.audit.verify import verify
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.imports.running import Arrival
from annotator.jobs.attempt import Hands
from annotator.jobs.models import Job
from annotator.jobs.running import run_job
from annotator.revisions.planning import Comparison
from annotator.revisions.queries import newest_id
from annotator.revisions.service import revise_article
from annotator.similarity import staging
from annotator.similarity.known import Choice, bring_one
from annotator.similarity.models import ArticleLink, StagedCorrection
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.imports.arriving import plan, rows, run, states, stored
from tests.personas import World

TEXT = "Ferry fares have doubled, and nobody on the island was asked before the winter."


def _many(world: World, count: int) -> tuple[list[str], bytes]:
    """Articles that are there and sketched, and a file with another text for each of them."""
    texts = [TEXT.replace("Ferry", f"Crossing {number}") for number in range(count)]
    for number, text in enumerate(texts):
        draft = ArticleDraft(text, url=f"https://news.example/{number}")
        with writing():
            bring_one(world.project, draft, Choice.ADD, actor=SHELL)
    db.session.rollback()
    edited = [
        {"text": f"Written anew {number}.", "url": f"https://news.example/{number}"}
        for number in range(count)
    ]
    return texts, rows(0, *edited)


def _newest() -> list[str]:
    db.session.rollback()
    articles = db.session.scalars(select(Article.id).order_by(Article.number)).all()
    return [revision_text(newest_id(article_id)).text for article_id in articles]


def _run_jobs(kind: str) -> None:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    for job_id in db.session.scalars(select(Job.id).where(Job.kind == kind)).all():
        run_job(job_id, Hands(app.config["ANNOTATOR"]))


@ON_BOTH
def test_corrections_are_unseen_until_the_import_is_finished_and_then_made_one_by_one(
    world: World,
) -> None:
    before, data = _many(world, 3)
    wanted = replace(plan(world, data, rows(1, {"text": "Other"})), known=Choice.REVISE)
    steps = Arrival(wanted).run()
    next(steps)
    assert (stored(StagedCorrection), _newest()) == (3, before)
    while stored(StagedCorrection) == 3:
        next(steps)
    after = [f"Written anew {number}." for number in range(3)]
    new = ["Article 0", "Other"]
    assert _newest() == [after[0], *before[1:], *new]
    assert states() == [("finished", 2)]
    steps.close()
    # Its process died; the job that the import asked for makes the rest.
    _run_jobs("corrections")
    assert _newest() == [*after, *new]
    assert stored(StagedCorrection) == 0
    db.session.rollback()
    assert compare(world.project_id) == []
    assert verify(world.project_id).ok


@ON_BOTH
@pytest.mark.parametrize("choice", [Choice.REVISE, Choice.LINK])
def test_an_import_that_fails_in_the_middle_has_linked_and_corrected_nothing(
    world: World, choice: Choice
) -> None:
    before, data = _many(world, 3)
    broken = data + rows(120) + b"not json\n"
    with pytest.raises(Invalid, match="line 124"):
        run(replace(plan(world, broken), known=choice))
    assert _newest() == before
    assert (stored(StagedCorrection), stored(ArticleLink)) == (0, 0)
    assert states() == [("cleared", 0)]
    assert compare(world.project_id) == []
    assert verify(world.project_id).ok


@ON_BOTH
def test_a_correction_at_fault_is_told_with_its_place_and_the_good_ones_are_kept(
    world: World,
) -> None:
    before, data = _many(world, 2)
    good, blank = data.splitlines()[0], {"text": " ", "url": "https://news.example/1"}
    wanted = plan(world, good + b"\n" + rows(0, blank), keep_good=True)
    report = run(replace(wanted, known=Choice.REVISE))
    assert (report.known, report.refused) == (1, 1)
    assert str(report.refusals[0]).startswith("In in.jsonl, line 2, “text”: the text is empty")
    assert _newest() == ["Written anew 0.", before[1]]


@ON_BOTH
def test_a_correction_that_somebody_else_made_meanwhile_is_not_made_again(world: World) -> None:
    before, data = _many(world, 2)
    steps = Arrival(replace(plan(world, data), known=Choice.REVISE)).run()
    next(steps)
    article = db.session.scalars(select(Article).where(Article.number == 1)).one()
    with writing():
        revise_article(article, ArticleDraft("Written anew 0."), reason="Seen", actor=SHELL)
    list(steps)
    assert stored(Revision) == 4
    assert _newest()[0] != before[0]


@ON_BOTH
def test_what_somebody_else_makes_while_it_is_compared_is_left_to_them(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, data = _many(world, 2)
    steps = Arrival(replace(plan(world, data), known=Choice.REVISE)).run()
    next(steps)
    compare_texts = staging.prepare
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def job() -> None:
        with app.app_context():
            _run_jobs("corrections")

    def overtaken(article: Article, draft: ArticleDraft) -> Comparison:
        monkeypatch.undo()
        compared = compare_texts(article, draft)
        with ThreadPoolExecutor(1) as other:
            other.submit(job).result()
        return compared

    monkeypatch.setattr(staging, "prepare", overtaken)
    list(steps)
    assert _newest() == ["Written anew 0.", "Written anew 1."]
    assert (stored(Revision), stored(StagedCorrection)) == (4, 0)
