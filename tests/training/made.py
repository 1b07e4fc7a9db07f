"""A project with a training article: its known answers, and people who learn with it."""

from __future__ import annotations

from typing import Any

from annotator.accounts.person import Person
from annotator.annotations.models import Label
from annotator.assignments.queue import Nothing
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.projects.drafts import WorkflowDraft
from annotator.projects.workflow import set_workflow
from annotator.training.drafts import AnswersDraft
from annotator.training.handing import take_next
from annotator.training.models import Answers, Attempt, TrainingArticle
from annotator.training.queries import attempts_on, training_article
from annotator.training.service import freeze_answers
from tests.adjudication.made import LOGS, SHORT, SUPPORTED, Bench, make_bench
from tests.factories import SHELL
from tests.personas import World

#: The known answers: a claim that is judged, a quote, and a piece of context.
QUOTED = "nine in ten boats leave on time"
CONTEXT = "The chamber was told"
PRICE = "A single ticket cost 2.60 in 2017"


def lead_marks(bench: Bench) -> dict[str, str]:
    """The lead marks the article and submits; the marks by what they are called here."""
    lead = bench.world.lead
    marks = {
        "claim": bench.mark(lead, SHORT, verdict=SUPPORTED, sources=[LOGS]),
        "quote": bench.mark(lead, QUOTED, Label.QUOTE),
        "context": bench.mark(lead, CONTEXT, Label.CONTEXT),
    }
    bench.hand_in(lead)
    return marks


def make_training(world: World, **said: Any) -> Bench:
    """A training article whose answers are the lead's marks; `marks` has them by name."""
    bench = make_bench(world)
    bench.marks.update(lead_marks(bench))
    freeze(bench, **said)
    return bench


def freeze(bench: Bench, **said: Any) -> Answers:
    """Take the lead's marks as the answers, unless it is said whose."""
    said.setdefault("reviewer_id", bench.world.lead.id)
    with writing():
        return freeze_answers(
            bench.world.project_id,
            bench.article_id,
            AnswersDraft(**said),
            actor=bench.world.lead.actor,
        )


def ask_for(world: World, count: int | None = 1, **said: Any) -> None:
    """So many training articles come first."""
    with writing():
        draft = WorkflowDraft(training_articles=count, **said)
        set_workflow(world.project, draft, actor=SHELL)


def next_for(world: World, person: Person) -> str | Nothing:
    """What this person gets."""
    with writing():
        return take_next(world.project_id, person.id, actor=person.actor)


def answer_rightly(bench: Bench, person: Person) -> Attempt:
    """Mark what is known, and submit; the scored attempt."""
    bench.mark(person, SHORT, verdict=SUPPORTED, sources=[LOGS])
    bench.mark(person, QUOTED, Label.QUOTE)
    bench.mark(person, CONTEXT, Label.CONTEXT)
    return hand_in(bench, person)


def hand_in(bench: Bench, person: Person) -> Attempt:
    """Submit; the scored attempt."""
    bench.hand_in(person)
    db.session.expire_all()
    return attempts_on(bench.article_id, person.id)[-1]


def row_of(bench: Bench) -> TrainingArticle:
    """The training article's row."""
    found = training_article(bench.world.project_id, bench.article_id)
    assert found is not None
    return found


def assert_recorded(world: World) -> None:
    """The events give the tables again."""
    assert compare(world.project_id) == []
