"""What is known already is recognised; like passages are found; one story is linked."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import pytest
from flask import Flask, current_app
from sqlalchemy import event, func, select, update
from sqlalchemy.orm import Session, SessionTransaction

from annotator.articles.drafts import ArticleDraft
from annotator.articles.queries import revision_text
from annotator.articles.service import import_text
from annotator.audit.models import Event
from annotator.audit.replay import compare
from annotator.config import Config
from annotator.db import db, writing
from annotator.jobs.attempt import Hands
from annotator.jobs.models import Job, State
from annotator.jobs.running import run_job
from annotator.similarity.jobs import ask_for_likenesses
from annotator.similarity.linking import link_articles
from annotator.similarity.models import ArticleLink, Likeness, Passage, Sketch, Why
from annotator.similarity.queries import (
    COMMON,
    Known,
    alike_passages,
    known_articles,
    linked_articles,
    passages_like,
)
from annotator.similarity.service import sketch_missing
from annotator.text.layout import plain_layout
from tests.databases import ON_BOTH
from tests.export.work import newest_revision
from tests.factories import SHELL, make_project
from tests.personas import World
from tests.visitor import Visitor

FERRY = (
    "Ferry fares have doubled\n"
    "Passengers on the crossing are paying twice what they paid two winters ago, the board said.\n"
    "The board has no plan to bring the price down before the summer timetable begins in May.\n"
    "By a reporter"
)
OTHER = (
    "Islanders protest\n"
    "About ninety residents met in the school hall on Tuesday evening to talk about the fares.\n"
    "Passengers on the crossing are now paying twice what they paid two winters ago, "
    "the board said."
)


def _in(world: World, text: str, **fields: str) -> str:
    with writing():
        return import_text(world.project, ArticleDraft(text=text, **fields), actor=SHELL)


def _sketched(world: World) -> int:
    db.session.rollback()
    return max(sketch_missing(world.project_id), default=0)


def _known(world: World, text: str, url: str | None = None) -> list[Known]:
    return known_articles(world.project_id, text, plain_layout(text), url)


@ON_BOTH
def test_the_same_text_is_known_at_once_and_near_ones_once_sketched(world: World) -> None:
    article = _in(world, FERRY, title="Fares")
    (same,) = _known(world, FERRY)
    assert (same.article_id, same.title, same.why) == (article, "Fares", Why.SAME_TEXT)
    edited = FERRY.replace("two winters", "three winters")
    assert _known(world, edited) == []
    assert _sketched(world) == 1
    assert _sketched(world) == 0
    (near,) = _known(world, edited)
    assert (near.article_id, near.why) == (article, Why.NEAR)
    assert 0.6 < near.resemblance < 1
    assert _known(world, OTHER) == []


@ON_BOTH
def test_another_spelling_of_the_address_is_the_same_page(world: World) -> None:
    article = _in(world, FERRY, url="https://www.example.org/fares?utm_source=mail")
    _sketched(world)
    (page,) = _known(world, "Something else entirely.", "http://example.org/fares/#top")
    assert (page.article_id, page.why) == (article, Why.SAME_PAGE)
    assert _known(world, "Something else entirely.", "https://example.org/other") == []


@ON_BOTH
def test_like_passages_are_told_from_both_sides(world: World) -> None:
    first, second = _in(world, FERRY, title="Fares"), _in(world, OTHER, title="Protest")
    assert _sketched(world) == 2
    here, there = newest_revision(first), newest_revision(second)
    (one,) = alike_passages(here.id)
    (other,) = alike_passages(there.id)
    assert (one.block, one.article_id, one.title, one.other_block) == (1, second, "Protest", 2)
    assert (other.block, other.article_id, other.other_block) == (2, first, 1)
    assert 60 <= one.percent < 100
    assert revision_text(here.id).layout.blocks[one.block].start == 25


def test_another_project_is_not_looked_into(world: World) -> None:
    _in(world, FERRY)
    _sketched(world)
    other = make_project()
    assert known_articles(other.id, FERRY, plain_layout(FERRY), None) == []


def test_what_stands_in_very_many_articles_is_told_of_so_many_only(world: World) -> None:
    for number in range(25):
        _in(world, f"Article {number}\n" + FERRY.split("\n")[1])
    while _sketched(world):
        pass
    newest = newest_revision(_in(world, "The last\n" + FERRY.split("\n")[1]))
    _sketched(world)
    assert len(alike_passages(newest.id)) == 20
    assert db.session.scalar(select(func.count()).select_from(Passage)) == 26
    each = select(func.count()).select_from(Likeness).group_by(Likeness.revision_id, Likeness.block)
    assert max(db.session.scalars(each)) == 20


@ON_BOTH
def test_a_near_passage_is_found_among_many_that_share_a_run_of_words(world: World) -> None:
    run = "according to minutes of the harbour board that were seen by this paper"
    own = " ".join(f"fare{number}" for number in range(30))
    first = _in(world, f"{own} {run}", title="First")
    for number in range(40):
        _in(world, f"{run} " + " ".join(f"word{number}-{place}" for place in range(20)))
    last = _in(world, f"{run} {own} again")
    assert _sketched(world) == 42
    assert [one.article_id for one in alike_passages(newest_revision(last).id)] == [first]


@ON_BOTH
def test_a_band_that_very_many_share_makes_nobody_alike_by_itself(world: World) -> None:
    for number in range(COMMON + 5):
        _in(world, " ".join(f"word{number}-{place}" for place in range(12)))
    rare = newest_revision(_in(world, FERRY.split("\n")[1])).id
    _sketched(world)
    with writing():
        db.session.execute(update(Passage).values(band_1=7, band_3=9))
        db.session.execute(update(Passage).where(Passage.revision_id == rare).values(band_2=8))

    def like(*bands: int, besides: str | None = None) -> list[str]:
        return [one.revision_id for one in passages_like(world.project_id, bands, besides=besides)]

    assert like(7, 8, 1, 2) == [rare]
    assert like(7, 8, 1, 2, besides=rare) == []
    both = like(7, 8, 9, 2)
    assert both[0] == rare
    assert len(both) == COMMON + 1
    assert both[1:] == sorted(both[1:])


def _after_the_next_commit(work: Callable[[], None]) -> None:
    """Have somebody else do the work, once this session has committed and before it goes on."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    session = db.session()

    def elsewhere() -> None:
        with app.app_context():
            work()

    def committed(_session: Session) -> None:
        event.listen(session, "after_transaction_end", ended, once=True)

    def ended(_session: Session, _transaction: SessionTransaction) -> None:
        other = Thread(target=elsewhere)
        other.start()
        other.join()

    event.listen(session, "after_commit", committed, once=True)


@ON_BOTH
def test_two_workers_that_compare_the_same_articles_store_what_one_would(
    world: World,
) -> None:
    first, second = _in(world, FERRY), _in(world, OTHER)
    done: list[int] = []
    db.session.rollback()
    # What the first has sketched is stored, and not compared yet.
    _after_the_next_commit(lambda: done.extend(sketch_missing(world.project_id)))
    assert (_sketched(world), done) == (2, [2])
    assert [len(alike_passages(newest_revision(one).id)) for one in (first, second)] == [1, 1]
    assert _sketched(world) == 0


@ON_BOTH
def test_linked_articles_know_each_other_and_the_link_is_told_once(world: World) -> None:
    first, second = _in(world, FERRY, title="Fares"), _in(world, OTHER, title="Protest")
    for pair in ((second, first), (second, first), (first, second)):
        with writing():
            link_articles(world.project_id, *pair, actor=SHELL)
    assert linked_articles(first) == [(second, "Protest")]
    assert linked_articles(second) == [(first, "Fares")]
    actions = db.session.scalars(select(Event.action).where(Event.target == "article_link")).all()
    assert actions == ["article.linked"]
    assert db.session.scalar(select(func.count()).select_from(ArticleLink)) == 1
    _sketched(world)
    db.session.rollback()
    assert compare(world.project_id) == []


@pytest.mark.parametrize("url", [None, "not an address", "mailto:a@example.org"])
def test_an_address_that_is_none_knows_no_page(world: World, url: str | None) -> None:
    _in(world, FERRY)
    _sketched(world)
    assert _known(world, "Another text.", url) == []


def test_the_page_of_an_article_leads_to_those_with_the_same_paragraphs(
    world: World, visit: Callable[..., Visitor]
) -> None:
    first, second = _in(world, FERRY, title="Fares"), _in(world, OTHER, title="Protest")
    reader = visit(world.reviewer)
    assert "related-note" not in reader.page(f"/projects/{world.slug}/articles/{first}").text
    _sketched(world)
    page = reader.page(f"/projects/{world.slug}/articles/{first}")
    assert "1 other article has paragraphs of this one" in page.text
    assert f"/projects/{world.slug}/articles/{second}" in page.links()
    assert "linked as the same story" not in page.text
    with writing():
        link_articles(world.project_id, second, first, actor=SHELL)
    there = reader.page(f"/projects/{world.slug}/articles/{second}").text
    assert "linked as the same story" in there
    assert "paragraph 3, " in there


def test_a_job_that_waits_is_enough_and_it_sketches_everything(
    world: World, config: Config
) -> None:
    for number in range(5):
        _in(world, f"Article {number}\n" + FERRY)
    for _ in range(2):
        with writing():
            ask_for_likenesses(world.project_id, SHELL)
    (job_id,) = db.session.scalars(select(Job.id)).all()
    run_job(job_id, Hands(config))
    db.session.rollback()
    job = db.session.get_one(Job, job_id)
    assert (job.state, job.done, job.result) == (State.DONE, 5, '{"articles":5}')
    assert db.session.scalar(select(func.count()).select_from(Sketch)) == 5
