"""Who is told that an adjudication is finished."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from annotator.accounts.person import Person
from annotator.adjudication.service import finish
from annotator.db import db, writing
from annotator.notifications.models import Notification
from tests.adjudication.made import LOGS, SHORT, SUPPORTED, Bench
from tests.conftest import Visit
from tests.databases import ON_BOTH


def told(person: Person) -> list[str]:
    """Of what kinds the person's notifications are."""
    query = select(Notification.kind).where(Notification.person_id == person.id)
    return [kind.value for kind in db.session.scalars(query)]


@pytest.fixture
def agreed(bench: Bench) -> Bench:
    """Two reviewers who say the same, and have submitted it."""
    for person in (bench.world.rosa, bench.world.ravi):
        bench.mark(person, SHORT, verdict=SUPPORTED, sources=[LOGS])
    bench.hand_in()
    return bench


@ON_BOTH
def test_whoever_reviewed_the_article_is_told_once_and_nobody_else(
    agreed: Bench, visit: Visit
) -> None:
    world = agreed.world
    for _ in range(2):
        with writing():
            finish(agreed.case, agreed.case.version, person=world.lead)
    assert (told(world.rosa), told(world.ravi)) == (["adjudicated"], ["adjudicated"])
    assert (told(world.lead), told(world.observer), told(world.admin)) == ([], [], [])
    browser = visit(world.rosa)
    sentence = "The adjudication of an article that you reviewed is finished"
    assert sentence in browser.page("/notifications").text
    number = db.session.scalars(
        select(Notification.id).where(Notification.person_id == world.rosa.id)
    ).one()
    place = browser.post(f"/notifications/{number}/reading").headers["Location"]
    assert agreed.article_id in place
    assert browser.get(place).status_code == 200


@ON_BOTH
def test_a_lead_who_reviewed_it_too_is_not_told_of_what_they_finish(agreed: Bench) -> None:
    world = agreed.world
    agreed.mark(world.lead, SHORT, verdict=SUPPORTED, sources=[LOGS])
    agreed.hand_in(world.lead)
    with writing():
        finish(agreed.case, agreed.case.version, person=world.lead)
    assert (told(world.lead), told(world.rosa)) == ([], ["adjudicated"])


def test_whose_rationale_was_not_taken_reads_the_one_that_was(bench: Bench, visit: Visit) -> None:
    world = bench.world
    bench.mark(world.rosa, SHORT, verdict=SUPPORTED, sources=[LOGS])
    bench.mark(world.ravi, SHORT, verdict=(SUPPORTED[0], "I counted the boats."), sources=[LOGS])
    bench.hand_in()
    with writing():
        finish(bench.case, bench.case.version, person=world.lead)
    page = f"/projects/{world.slug}/articles/{bench.article_id}/outcome"
    assert "Nothing was changed" in visit(world.rosa).page(page).text
    his = visit(world.ravi).page(page).text
    assert "Rationale differs" in his
    assert his.index("I counted the boats.") < his.index(SUPPORTED[1])
