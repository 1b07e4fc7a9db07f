"""Training articles: frozen answers, scored attempts, explanations, and what is refused."""

from __future__ import annotations

import orjson
import pytest
from flask import Flask

from annotator.adjudication.service import finish
from annotator.annotations.models import Label
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.assignments.queries import assignment_of
from annotator.assignments.queue import Nothing
from annotator.db import db, writing
from annotator.errors import Conflict, Invalid, NotFound
from annotator.revisions.service import revise_article
from annotator.training.attempts import try_again
from annotator.training.drafts import AnswersDraft
from annotator.training.models import Offer, Origin
from annotator.training.queries import (
    attempts_on,
    explanations_on,
    score_of,
)
from annotator.training.service import explain, freeze_answers, set_offer
from annotator.workspace.queries import desk
from annotator.workspace.submission import give_back, withdraw
from tests.adjudication.made import LOGS, LONG, REFUTED, SHORT, SUPPORTED, TEXT, make_bench
from tests.databases import ON_BOTH
from tests.personas import World
from tests.training.made import (
    PRICE,
    QUOTED,
    answer_rightly,
    ask_for,
    assert_recorded,
    freeze,
    hand_in,
    make_training,
    next_for,
    row_of,
)


@ON_BOTH
def test_answers_are_frozen_and_a_new_version_leaves_earlier_scores_alone(
    app: Flask, world: World
) -> None:
    bench = make_training(world)
    first = answer_rightly(bench, world.rosa)
    assert score_of(first).whole == 1
    with writing():
        here = desk(world.project, bench.article_id, world.lead.id)
        with pytest.raises(Invalid, match="scored"):
            withdraw(here, person=world.lead)
    assert freeze(bench).number == 1
    second = freeze(bench, verdicts=False)
    assert second.number == 2
    assert [one["rating"] for one in orjson.loads(second.marks)] == [None, None, None]
    bench.mark(world.ravi, SHORT)
    found = hand_in(bench, world.ravi)
    assert (found.answers_id, score_of(found).right) == (second.id, 1)
    assert score_of(attempts_on(bench.article_id, world.rosa.id)[0]).whole == 1
    assert_recorded(world)


@ON_BOTH
def test_the_gold_layer_is_taken_once_it_is_finished(app: Flask, world: World) -> None:
    bench = make_bench(world)
    one = bench.mark(world.rosa, SHORT, verdict=SUPPORTED, sources=[LOGS])
    two = bench.mark(world.ravi, SHORT, verdict=SUPPORTED, sources=[LOGS])
    bench.hand_in()
    with pytest.raises(Invalid, match="not finished"):
        freeze(bench, reviewer_id=None)
    with writing():
        finish(bench.case, bench.case.version, person=world.lead)
    made = freeze(bench, reviewer_id=None)
    assert made.origin is Origin.GOLD
    (mark,) = orjson.loads(made.marks)
    assert mark["rating"] == "supported"
    assert mark["id"] not in (one, two)
    assert bench.case.people == tuple(sorted((world.rosa.id, world.ravi.id)))


@ON_BOTH
def test_what_is_found_missed_beyond_or_otherwise_is_counted(app: Flask, world: World) -> None:
    bench = make_training(world)
    bench.mark(world.rosa, LONG, verdict=REFUTED, sources=[LOGS])
    bench.mark(world.rosa, QUOTED, Label.CLAIM)
    bench.mark(world.rosa, PRICE)
    found = score_of(hand_in(bench, world.rosa))
    assert (found.known, found.marked) == (3, 3)
    assert (found.exact, found.overlapping, found.labelled) == (1, 2, 1)
    assert (found.judged, found.agreeing, found.right) == (1, 0, 0)
    assert found.whole == 0


@ON_BOTH
def test_nothing_to_mark_is_right_where_nothing_is_known(app: Flask, world: World) -> None:
    bench = make_bench(world)
    bench.hand_in(world.lead)
    freeze(bench)
    assert score_of(hand_in(bench, world.rosa)).whole == 1
    bench.mark(world.ravi, SHORT)
    assert score_of(hand_in(bench, world.ravi)).whole == 0


@ON_BOTH
def test_a_training_article_is_retired_or_an_ordinary_one_again(app: Flask, world: World) -> None:
    bench = make_training(world)
    ask_for(world)
    with writing():
        set_offer(row_of(bench), Offer.ENDED, actor=world.lead.actor)
    assert next_for(world, world.rosa) is Nothing.TRAINING
    with pytest.raises(Invalid, match="ordinary one again"), writing():
        set_offer(row_of(bench), Offer.OFFERED, actor=world.lead.actor)
    freeze(bench)
    assert next_for(world, world.rosa) == bench.article_id
    with pytest.raises(Conflict, match="Somebody has begun"), writing():
        set_offer(row_of(bench), Offer.ENDED, actor=world.lead.actor)
    with writing():
        set_offer(row_of(bench), Offer.RETIRED, actor=world.lead.actor)
    # Who had begun it goes on.
    assert next_for(world, world.rosa) == bench.article_id
    assert next_for(world, world.ravi) is Nothing.TRAINING
    answer_rightly(bench, world.rosa)
    with pytest.raises(Conflict, match="not offered"), writing():
        try_again(world.project_id, bench.article_id, user_id=world.rosa.id, actor=world.rosa.actor)
    assert_recorded(world)


@ON_BOTH
def test_a_lead_explains_a_known_answer_and_nothing_is_overwritten_unseen(
    app: Flask, world: World
) -> None:
    bench = make_training(world)
    lead, claim = world.lead.actor, bench.marks["claim"]
    with writing():
        explain(row_of(bench), claim, "The logs can be looked up.", 0, actor=lead)
    with pytest.raises(Conflict, match="meanwhile"), writing():
        explain(row_of(bench), claim, "Other words.", 0, actor=lead)
    with writing():
        explain(row_of(bench), claim, "The logs are public.", 1, actor=lead)
    assert explanations_on(bench.article_id)[claim].text == "The logs are public."
    with pytest.raises(NotFound), writing():
        explain(row_of(bench), bench.article_id, "Of no mark.", 0, actor=lead)
    with pytest.raises(Invalid, match="at most"), writing():
        explain(row_of(bench), claim, "x" * 2001, 2, actor=lead)
    assert_recorded(world)


def test_what_is_not_submitted_or_was_published_is_no_answer(app: Flask, world: World) -> None:
    bench = make_bench(world)
    bench.mark(world.lead, SHORT)
    with pytest.raises(Invalid, match="has not submitted"):
        freeze(bench)
    with pytest.raises(NotFound), writing():
        freeze_answers(world.project_id, world.slug, AnswersDraft(), actor=world.lead.actor)


def test_its_text_is_not_corrected_and_a_lead_returns_nothing(app: Flask, world: World) -> None:
    bench = make_training(world)
    answer_rightly(bench, world.rosa)
    article = db.session.get_one(Article, bench.article_id)
    draft = ArticleDraft(TEXT.replace("nine", "ten"), title="Ferry fares")
    with pytest.raises(Conflict, match="not corrected"), writing():
        revise_article(article, draft, reason="A slip.", actor=world.lead.actor)
    work = assignment_of(bench.article_id, world.rosa.id)
    assert work is not None
    with pytest.raises(Invalid, match="scored"), writing():
        give_back(work, reason="Again.", actor=world.lead.actor)
