"""Closing an account and opening it again, by page, by command and below them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from annotator.accounts import service as accounts
from annotator.assignments.models import State
from annotator.assignments.queries import assignment_of
from annotator.audit.models import Action, Event
from annotator.db import db, writing
from annotator.errors import Conflict, NotFound
from annotator.people import service
from tests.conftest import Run, Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_article, make_user
from tests.personas import World
from tests.visitor import Visitor
from tests.workspace.marks import TEXT, Hand

LEFT = {"reason": "Left the desk"}


def is_signed_in(browser: Visitor) -> bool:
    return browser.get("/account", json=True).status_code == 200


def page_of(user_id: int) -> str:
    return f"/people/{user_id}"


def actions_of(world: World) -> list[str]:
    query = select(Event.action).where(Event.project_id == world.project_id).order_by(Event.seq)
    return [str(action) for action in db.session.scalars(query)]


@ON_BOTH
def test_a_deactivated_person_is_out_at_once_and_stays_out(world: World, visit: Visit) -> None:
    rosa, second, admin = visit(world.rosa), visit(world.rosa), visit(world.admin)
    with writing():
        token = accounts.make_link(world.user(world.rosa))
    assert is_signed_in(rosa)
    answer = admin.post(page_of(world.rosa.id) + "/deactivation", LEFT)
    assert (answer.status_code, answer.location) == (302, page_of(world.rosa.id))
    for browser in (rosa, second):
        assert browser.get("/account", json=True).status_code == 401
    assert visit(None).get(f"/one-time/{token}").status_code == 404
    page = admin.page(page_of(world.rosa.id))
    assert "Left the desk" in page.text
    assert "Deactivated" in admin.page("/people").text

    assert admin.post(page_of(world.rosa.id) + "/reactivation").status_code == 302
    assert rosa.get("/account", json=True).status_code == 401
    assert visit(None).get(f"/one-time/{token}").status_code == 404
    assert is_signed_in(visit(world.rosa))
    assert "Left the desk" not in admin.page(page_of(world.rosa.id)).text


@ON_BOTH
def test_a_save_in_the_middle_of_work_is_refused_and_what_was_saved_stays(
    world: World, visit: Visit
) -> None:
    article = make_article(world.project, TEXT)
    hand = Hand(visit(world.rosa), world.slug, article.id, TEXT)
    mark = hand.mark("40 million litres")
    with writing():
        service.deactivate(world.rosa.id, reason="Left", gives_back=True, actor=world.admin.actor)
    path = f"/projects/{world.slug}/articles/{article.id}"
    assert hand.visitor.get(path, json=True).status_code == 401
    found = assignment_of(article.id, world.rosa.id)
    assert found is not None
    assert found.state is State.RELEASED
    seen = visit(world.lead).get(f"{path}/annotations?reviewer={world.rosa.id}", json=True)
    assert mark["id"] in seen.text


def test_without_the_choice_the_work_stays_theirs(world: World, visit: Visit) -> None:
    article = make_article(world.project, TEXT)
    Hand(visit(world.rosa), world.slug, article.id, TEXT).mark("40 million litres")
    visit(world.admin).post(page_of(world.rosa.id) + "/deactivation", LEFT)
    found = assignment_of(article.id, world.rosa.id)
    assert found is not None
    assert found.state is State.STARTED


@ON_BOTH
def test_each_project_of_the_person_keeps_an_event(world: World, visit: Visit) -> None:
    admin = visit(world.admin)
    admin.post(page_of(world.rosa.id) + "/deactivation", LEFT)
    admin.post(page_of(world.rosa.id) + "/reactivation")
    assert actions_of(world)[-2:] == [Action.MEMBER_DEACTIVATED, Action.MEMBER_REACTIVATED]
    said = visit(world.lead).page(f"/projects/{world.slug}/audit").text
    assert "deactivated a member’s account" in said
    assert "activated a member’s account again" in said


def test_an_administrator_cannot_shut_the_door_behind_themselves(
    world: World, visit: Visit
) -> None:
    page = visit(world.admin).submit(page_of(world.admin.id) + "/deactivation", LEFT, status=409)
    assert "your own account" in page.text
    with writing(), pytest.raises(Conflict, match="last administrator"):
        service.deactivate(world.admin.id, reason="Left", gives_back=False, actor=SHELL)
    assert world.user(world.admin).is_active


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_a_reason_is_needed(world: World, visit: Visit, reason: str) -> None:
    page = visit(world.admin).submit(page_of(world.rosa.id) + "/deactivation", {"reason": reason})
    assert set(page.errors()) == {"reason"}
    assert world.user(world.rosa).is_active


def test_what_is_so_already_is_said(world: World) -> None:
    with writing():
        with pytest.raises(Conflict):
            service.reactivate(world.rosa.id, actor=SHELL)
        service.deactivate(world.rosa.id, reason="Left", gives_back=False, actor=SHELL)
        with pytest.raises(Conflict):
            service.deactivate(world.rosa.id, reason="Left", gives_back=False, actor=SHELL)
        with pytest.raises(NotFound):
            service.deactivate(987654, reason="Left", gives_back=False, actor=SHELL)


def test_nobody_gives_work_to_a_deactivated_account(world: World, visit: Visit) -> None:
    make_article(world.project, TEXT)
    lead = visit(world.lead)
    with writing():
        service.deactivate(world.rosa.id, reason="Left", gives_back=False, actor=SHELL)
    assert "Deactivated" in lead.page(f"/projects/{world.slug}/members").text
    invited = make_user("Nia Nkosi")
    lead.post(f"/projects/{world.slug}/members", {"email": invited.email, "role": "reviewer"})
    with writing():
        service.deactivate(invited.id, reason="By mistake", gives_back=False, actor=SHELL)
    assert lead.post(f"/projects/{world.slug}/members/{invited.id}/link").status_code == 409


def test_a_deactivated_lead_is_not_the_lead_that_a_project_needs(
    world: World, visit: Visit
) -> None:
    path = f"/projects/{world.slug}/members"
    visit(world.lead).post(f"{path}/{world.rosa.id}", {"role": "lead"})
    with writing():
        service.deactivate(world.rosa.id, reason="Left", gives_back=False, actor=SHELL)
    assert visit(world.lead).post(f"{path}/{world.lead.id}/removal").status_code == 409


def test_the_list_is_paged_and_says_who_was_never_here(world: World, visit: Visit) -> None:
    for number in range(60):
        make_user(f"Person {number}")
    admin = visit(world.admin)
    first = admin.page("/people")
    assert "Lea Lindqvist" in first.text
    assert "Never" in first.text
    onward = next(link for link in first.links() if "after=" in link)
    assert "Person 59" in admin.page(onward).text


def test_commands_list_close_and_open(world: World, run: Run, visit: Visit) -> None:
    rosa = visit(world.rosa)
    done = run("user", "deactivate", "rosa@example.org", "--reason", "Left", "--give-back")
    assert done.exit_code == 0, done.output
    assert rosa.get("/account", json=True).status_code == 401
    rows = [line.split("\t") for line in run("user", "list").stdout.splitlines()]
    states = {row[1]: row[3] for row in rows}
    assert states["rosa@example.org"] == "deactivated"
    assert states["ada@example.org"] == "active admin"
    assert next(row for row in rows if row[1] == "lea@example.org")[5] == "demo-desk:lead"
    assert run("user", "activate", "rosa@example.org").exit_code == 0
    assert world.user(world.rosa).is_active
    assert run("user", "activate", "nobody@example.org").exit_code == 1
