"""Agreement that a job reckons in a blind project: of what was open to whoever asked, for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from annotator.accounts.person import Person
from annotator.agreement import jobs
from annotator.assignments.queries import assignments_on
from annotator.assignments.reach import EVERYWHERE, Reach
from annotator.assignments.service import return_work
from annotator.assignments.supervising import supervise
from annotator.config import Config
from annotator.db import db, writing
from annotator.jobs.models import Job
from annotator.projects.workflow import set_workflow, workflow_of
from tests.agreement.desk import WORDS, read_by_two, reckon_what_was_asked
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.personas import World
from tests.workspace.marks import TEXT, Hand

OLD = "More articles are open to you now"
CLOSED = "counts articles that are closed to you now"


@pytest.fixture
def read(world: World, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three articles that two reviewers of a blind project submitted; all is left to jobs."""
    articles = [one.id for one in read_by_two(world, visit, articles=3)]
    with writing():
        set_workflow(world.project, replace(workflow_of(world.project_id), blind=True), actor=SHELL)
    monkeypatch.setattr(jobs, "MOST_IN_REQUEST", 0)
    return articles


def lift(world: World, article_id: str | None, person: Person) -> None:
    with writing():
        supervise(world.project_id, article_id, user_id=person.id, actor=person.actor)


def page(world: World, rest: str = "") -> str:
    return f"/projects/{world.slug}/agreement{rest}"


def found(world: World, visit: Visit, person: Person) -> dict[str, Any] | None:
    """The document that the person is given; None while there is none for them."""
    answer = visit(person).get(page(world, ".json"))
    assert answer.status_code in (200, 404)
    document: dict[str, Any] | None = answer.get_json() if answer.status_code == 200 else None
    return document


def told_of(world: World, visit: Visit, person: Person) -> list[dict[str, Any]]:
    """The lines of the articles that the person is told of."""
    told = found(world, visit, person)
    assert told is not None
    lines: list[dict[str, Any]] = told["by_article"]
    return lines


def give_back(world: World, article_id: str) -> None:
    """Return the lead's own work on the article: until it is submitted again, it is closed."""
    with writing():
        [work] = [
            one
            for one in assignments_on(article_id, submitted_only=True)
            if one.reviewer_id == world.lead.id
        ]
        return_work(work, reason="Look again.", actor=SHELL)


@ON_BOTH
def test_a_blind_lead_is_told_of_what_was_open_when_they_asked(
    world: World, visit: Visit, read: list[str], config: Config
) -> None:
    first, second, third = read
    lead = visit(world.lead)
    for article in (first, second):
        lift(world, article, world.lead)
    assert lead.post(page(world)).status_code == 302
    lift(world, third, world.lead)
    reckon_what_was_asked(config)

    assert {line["key"] for line in told_of(world, visit, world.lead)} == {first, second}
    assert OLD in lead.get(page(world)).text

    lead.post(page(world))
    reckon_what_was_asked(config)
    assert len(told_of(world, visit, world.lead)) == 3
    assert OLD not in lead.get(page(world)).text


@ON_BOTH
def test_what_counts_an_article_that_was_closed_since_is_not_shown(
    world: World, visit: Visit, read: list[str], config: Config
) -> None:
    lead, observer = visit(world.lead), visit(world.observer)
    for article in read[:2]:
        hand = Hand(lead, world.slug, article, TEXT)
        hand.mark(WORDS)
        hand.submit()
    for one in (lead, observer):
        one.post(page(world))
    reckon_what_was_asked(config)
    assert {line["key"] for line in told_of(world, visit, world.lead)} == set(read[:2])

    give_back(world, read[0])

    assert found(world, visit, world.lead) is None
    assert CLOSED in lead.get(page(world)).text
    assert len(told_of(world, visit, world.observer)) == 3
    lead.post(page(world))
    reckon_what_was_asked(config)
    assert {line["key"] for line in told_of(world, visit, world.lead)} == {read[1]}


def test_a_lead_of_whole_sight_is_told_of_all_and_of_nothing_older_that_was_less(
    world: World, visit: Visit, read: list[str], config: Config
) -> None:
    lead = visit(world.lead)
    lift(world, read[0], world.lead)
    lead.post(page(world))
    reckon_what_was_asked(config)
    lift(world, None, world.lead)
    assert OLD in lead.get(page(world)).text

    lead.post(page(world))
    reckon_what_was_asked(config)

    assert len(told_of(world, visit, world.lead)) == 3
    assert OLD not in lead.get(page(world)).text
    assert found(world, visit, world.observer) is None


def test_a_reviewer_has_nothing_reckoned(world: World, visit: Visit, read: list[str]) -> None:
    assert visit(world.rosa).post(page(world)).status_code == 404
    assert db.session.query(Job).filter_by(kind=jobs.AGREEMENT).count() == 0
    db.session.rollback()
    assert found(world, visit, world.rosa) is None


def test_how_much_others_did_does_not_decide_what_a_blind_lead_waits_for(
    world: World, visit: Visit, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "MOST_IN_REQUEST", len(read))

    assert told_of(world, visit, world.lead) == []
    assert found(world, visit, world.observer) is None


@pytest.mark.parametrize(
    ("one", "other", "is_within"),
    [
        (EVERYWHERE, EVERYWHERE, True),
        (EVERYWHERE, Reach(None, frozenset("a")), False),
        (EVERYWHERE, Reach(frozenset("ab")), False),
        (Reach(None, frozenset("a")), EVERYWHERE, True),
        (Reach(None, frozenset("ab")), Reach(None, frozenset("a")), True),
        (Reach(frozenset("a")), Reach(frozenset("ab")), True),
        (Reach(frozenset("ab")), Reach(frozenset("a")), False),
        (Reach(frozenset("ab"), frozenset("b")), Reach(frozenset("a")), True),
        (Reach(frozenset("ab")), Reach(None, frozenset("b")), False),
        (Reach(frozenset()), Reach(frozenset()), True),
    ],
)
def test_one_reach_is_within_another_that_has_all_of_it(
    one: Reach, other: Reach, is_within: bool
) -> None:
    assert one.is_within(other) is is_within
