"""Lifting the curtain: who supervises sees others' work and takes none, and the other way round."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from annotator.accounts.person import Person
from annotator.articles.models import Article
from annotator.assignments.models import Assignment, Supervision
from annotator.assignments.reach import Reach, reach_of
from annotator.assignments.service import open_assignment
from annotator.assignments.supervising import supervise
from annotator.audit.models import Action, Event
from annotator.audit.replay import compare
from annotator.clock import now
from annotator.db import db, writing
from annotator.errors import Conflict
from annotator.projects.models import Role
from annotator.projects.service import change_role
from annotator.projects.workflow import set_workflow, workflow_of
from tests.conftest import Run, Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_article
from tests.personas import World
from tests.workspace.marks import TEXT, Hand


@pytest.fixture
def blind(world: World) -> World:
    """The project, reviewed blind."""
    with writing():
        said = replace(workflow_of(world.project_id), blind=True)
        set_workflow(world.project, said, actor=SHELL)
    return world


@pytest.fixture
def dam(blind: World) -> Article:
    """An article of it."""
    return make_article(blind.project, TEXT, title="Dam")


def lift(world: World, article_id: str | None, person: Person) -> None:
    with writing():
        supervise(world.project_id, article_id, user_id=person.id, actor=person.actor)


def reach(world: World, person: Person, *, may_take: bool = True) -> Reach:
    db.session.rollback()
    return reach_of(world.project_id, person.id, may_take=may_take)


@ON_BOTH
def test_a_reach_of_more_articles_than_a_statement_binds_values_is_still_asked_for(
    dam: Article,
) -> None:
    found = select(Article.id).where(Article.project_id == dam.project_id)
    many = frozenset(str(UUID(int=number)) for number in range(250_001))
    assert db.session.scalars(found.where(Reach(many).holds(Article.id))).all() == []
    assert db.session.scalars(found.where(Reach(many | {dam.id}).holds(Article.id))).all() == [
        dam.id
    ]
    assert db.session.scalars(found.where(Reach(None, many).holds(Article.id))).all() == [dam.id]
    assert (
        db.session.scalars(found.where(Reach(None, many | {dam.id}).holds(Article.id))).all() == []
    )


@ON_BOTH
def test_work_is_open_to_whoever_submitted_or_supervises_and_to_nobody_else(
    blind: World, dam: Article, visit: Visit
) -> None:
    mill = make_article(blind.project, TEXT, title="Mill").id
    assert reach(blind, blind.lead) == Reach(frozenset())
    hand = Hand(visit(blind.lead), blind.slug, dam.id, TEXT)
    hand.mark("two years")
    assert not reach(blind, blind.lead).covers(dam.id)
    hand.submit()
    assert reach(blind, blind.lead) == Reach(frozenset({dam.id}))
    lift(blind, mill, blind.lead)
    assert reach(blind, blind.lead).only == {dam.id, mill}
    assert reach(blind, blind.observer, may_take=False).is_whole


@ON_BOTH
def test_a_lead_says_it_once_and_it_is_in_the_record(blind: World, dam: Article) -> None:
    for _ in range(2):
        lift(blind, dam.id, blind.lead)
        lift(blind, None, blind.lead)
    said = db.session.scalars(select(Event).where(Event.action == Action.SUPERVISION_BEGUN)).all()
    assert [event.article_id for event in said] == [dam.id, None]
    assert reach(blind, blind.lead).is_whole
    assert compare(blind.project_id) == []


@ON_BOTH
@pytest.mark.parametrize("is_whole", [False, True], ids=["an article", "the project"])
def test_the_database_keeps_it_said_once(blind: World, dam: Article, is_whole: bool) -> None:
    article_id = None if is_whole else dam.id
    lift(blind, article_id, blind.lead)
    again = Supervision(
        id="5b0a3c7e-0000-4000-8000-000000000000",
        project_id=blind.project_id,
        user_id=blind.lead.id,
        article_id=article_id,
        created_at=now(),
    )
    with pytest.raises(IntegrityError), writing():
        db.session.add(again)


@ON_BOTH
@pytest.mark.parametrize("is_whole", [False, True], ids=["an article", "the project"])
def test_who_supervises_takes_no_work_there(blind: World, dam: Article, is_whole: bool) -> None:
    lift(blind, None if is_whole else dam.id, blind.lead)
    who = {"reviewer_id": blind.lead.id, "actor": blind.lead.actor}
    with pytest.raises(Conflict, match="does not review it"), writing():
        open_assignment(blind.project_id, dam.id, **who)
    assert db.session.scalars(select(Assignment)).all() == []


@ON_BOTH
@pytest.mark.parametrize("is_whole", [False, True], ids=["an article", "the project"])
def test_who_is_at_work_there_does_not_come_to_supervise(
    blind: World, dam: Article, visit: Visit, is_whole: bool
) -> None:
    Hand(visit(blind.lead), blind.slug, dam.id, TEXT).mark("two years")
    with pytest.raises(Conflict, match="submit it first"):
        lift(blind, None if is_whole else dam.id, blind.lead)
    assert reach(blind, blind.lead) == Reach(frozenset())


def test_a_lead_who_was_made_a_reviewer_still_takes_none(blind: World, dam: Article) -> None:
    lift(blind, dam.id, blind.lead)
    with writing():
        change_role(blind.project, blind.lead.id, Role.REVIEWER, actor=SHELL, by_admin=True)
    who = {"reviewer_id": blind.lead.id, "actor": blind.lead.actor}
    with pytest.raises(Conflict), writing():
        open_assignment(blind.project_id, dam.id, **who)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEAD])
def test_an_observer_does_not_come_to_review_what_they_could_read(
    blind: World, visit: Visit, role: Role
) -> None:
    path = f"/projects/{blind.slug}/members/{blind.observer.id}"
    seen = visit(blind.lead).submit(path, {"role": role.value}, status=409)
    assert "could read submitted work here as an observer" in seen.text
    visit(blind.lead).post(f"{path}/removal")
    again = visit(blind.lead).submit(
        f"/projects/{blind.slug}/members",
        {"email": "otto@example.org", "role": role.value},
        status=409,
    )
    assert "they can only be an observer" in again.text


def test_a_submission_that_opened_others_work_stays(
    blind: World, dam: Article, visit: Visit
) -> None:
    lead, reviewer = (
        Hand(visit(person), blind.slug, dam.id, TEXT) for person in (blind.lead, blind.reviewer)
    )
    for hand in (lead, reviewer):
        hand.submit()
    path = f"{lead.base}/submission/withdrawal"
    refused = lead.visitor.post(path, json=True)
    assert refused.status_code == 409
    assert "a submission that opened it stays" in refused.text
    assert reviewer.visitor.post(path, json=True).status_code == 200
    assert "withdraw-button" not in lead.visitor.get(lead.base).text


def test_a_returned_lead_sees_no_more_until_they_submit_again(
    blind: World, dam: Article, visit: Visit
) -> None:
    rosa = Hand(visit(blind.rosa), blind.slug, dam.id, TEXT)
    mark = rosa.mark("two years", note="Of Rosa alone.")
    lead = Hand(visit(blind.lead), blind.slug, dam.id, TEXT)
    hers = f"{lead.base}?reviewer={blind.rosa.id}"
    assert lead.visitor.get(hers).status_code == 404
    lead.submit()
    assert "Of Rosa alone." in lead.visitor.get(hers).text
    admin = visit(blind.admin)
    assert admin.post(f"/projects/{blind.slug}/supervision").status_code == 302
    work = db.session.scalars(
        select(Assignment.id).where(Assignment.reviewer_id == blind.lead.id)
    ).one()
    path = f"/projects/{blind.slug}/assignments/{work}/return"
    assert admin.post(path, {"reason": "The end is missing."}).status_code == 302
    assert lead.visitor.get(hers).status_code == 404
    assert lead.visitor.get(f"/projects/{blind.slug}/claims/{mark['id']}").status_code == 404


def test_a_lead_returns_no_work_that_they_may_not_read(
    blind: World, dam: Article, visit: Visit
) -> None:
    rosa = Hand(visit(blind.rosa), blind.slug, dam.id, TEXT)
    rosa.submit()
    work = db.session.scalars(select(Assignment.id)).one()
    path = f"/projects/{blind.slug}/assignments/{work}/return"
    assert visit(blind.lead).post(path, {"reason": "Unread."}).status_code == 404


def test_the_command_line_sets_it_and_the_page_shows_it(
    world: World, visit: Visit, run: Run
) -> None:
    assert run("project", "settings", world.slug, "--blind").exit_code == 0
    page = visit(world.lead).page(f"/projects/{world.slug}/settings")
    (tick,) = (item for item in page.tree.iter("input") if item.get("name") == "blind")
    assert tick.get("checked") is not None
    assert run("project", "settings", world.slug, "--open").exit_code == 0
    assert not workflow_of(world.project_id).blind
