"""New guidelines are told to who works by them, and a submission keeps the version it was under."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from annotator.accounts.person import Person
from annotator.articles.models import Article
from annotator.assignments.models import Assignment
from annotator.assignments.service import open_assignment, return_work, submit, withdraw
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.guidelines.service import publish
from annotator.notifications.models import Notification
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_article
from tests.personas import World

PAGE = "/projects/demo-desk/guidelines"


def put(world: World, text: str) -> None:
    with writing():
        publish(world.project, text, actor=world.lead.actor)


def told(person: Person) -> list[bool]:
    """Of each thing that the person was told: whether they have yet to read it."""
    query = select(Notification.read_at).where(Notification.person_id == person.id)
    return [read is None for read in db.session.scalars(query.order_by(Notification.id))]


@pytest.fixture
def work(world: World) -> Assignment:
    """What the reviewer has begun."""
    article = make_article(world.project)
    with writing():
        who = world.reviewer
        return open_assignment(world.project_id, article.id, reviewer_id=who.id, actor=who.actor)


@ON_BOTH
def test_who_works_by_them_is_told_and_nobody_else(world: World) -> None:
    put(world, "First.")
    assert told(world.reviewer) == told(world.other_reviewer) == [True]
    assert told(world.lead) == told(world.observer) == told(world.stranger) == []
    assert told(world.admin) == []


@ON_BOTH
def test_what_is_still_unread_of_an_earlier_version_is_told_no_more(world: World) -> None:
    put(world, "First.")
    put(world, "Second.")
    assert told(world.reviewer) == [False, True]


def test_a_version_from_the_command_line_is_told_without_a_name(world: World, visit: Visit) -> None:
    with writing():
        publish(world.project, "First.", actor=SHELL)
    assert told(world.lead) == [True]
    assert "The guidelines have a new version" in visit(world.lead).page("/notifications").text


def test_the_line_leads_to_the_version_and_what_it_changed(world: World, visit: Visit) -> None:
    put(world, "It can be true.")
    put(world, "It can be true or false.")
    browser = visit(world.reviewer)
    page = browser.page("/notifications")
    assert "Lea Lindqvist published a new version of the guidelines" in page.text
    assert "1 unread" in page.text
    number = db.session.scalars(select(Notification.id).order_by(Notification.id.desc())).first()
    answer = browser.post(f"/notifications/{number}/reading")
    assert answer.headers["Location"] == PAGE
    assert "What version 2 changed" in browser.page(PAGE).text
    assert told(world.reviewer) == [False, False]


@ON_BOTH
def test_a_submission_keeps_the_version_that_it_was_made_under(
    world: World, work: Assignment
) -> None:
    with writing():
        submit(work, nothing_to_mark=True, actor=world.reviewer.actor)
    assert work.guideline_version is None
    put(world, "First.")
    with writing():
        withdraw(work, actor=world.reviewer.actor)
        submit(work, nothing_to_mark=True, actor=world.reviewer.actor)
    put(world, "Second.")
    assert work.guideline_version == 1
    with writing():
        return_work(work, reason="Look at the second version.", actor=world.lead.actor)
    assert work.guideline_version is None
    with writing():
        submit(work, nothing_to_mark=True, actor=world.reviewer.actor)
    assert work.guideline_version == 2
    assert compare(world.project_id) == []


def test_the_version_stands_beside_the_work_and_on_its_page(
    world: World, work: Assignment, visit: Visit
) -> None:
    put(world, "First.")
    with writing():
        submit(work, nothing_to_mark=True, actor=world.reviewer.actor)
    put(world, "Second.")
    article = db.session.get_one(Article, work.article_id)
    version = f"{PAGE}/1"
    assert version in visit(world.lead).page("/projects/demo-desk/articles").links()
    for person, query in ((world.reviewer, ""), (world.lead, f"?reviewer={world.reviewer.id}")):
        page = visit(person).page(f"/projects/demo-desk/articles/{article.id}{query}")
        assert version in page.links()
        assert "Submitted under version 1 of the guidelines" in page.text
