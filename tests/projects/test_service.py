"""Projects and their members, below the pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from annotator.accounts import service as accounts
from annotator.accounts.person import Person
from annotator.accounts.queries import user_by_email
from annotator.audit.models import Event
from annotator.db import db, writing
from annotator.errors import Conflict, Invalid, NotFound
from annotator.projects import queries, service
from annotator.projects.models import Membership, Project, Role
from annotator.projects.scheme import ratings_from_json
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_member, make_project, make_user
from tests.personas import World


def events_of(project_id: int) -> list[tuple[str, str]]:
    rows = db.session.scalars(
        select(Event).where(Event.project_id == project_id).order_by(Event.seq)
    ).all()
    return [(row.action, row.actor_name) for row in rows]


@ON_BOTH
def test_a_project_starts_with_its_scale_and_its_lead(app: Flask) -> None:
    ada = make_user("Ada Ahn", admin=True)
    project = make_project("climate-desk", name="Climate desk", creator=ada)
    scheme = queries.current_scheme(project.id)
    assert scheme.number == 1
    assert list(ratings_from_json(scheme.ratings)) == [
        "supported",
        "refuted",
        "not_enough_evidence",
        "conflicting",
        "uncheckable",
    ]
    [lead] = queries.members(project)
    assert (lead.user_id, lead.role, lead.pseudonym) == (ada.id, Role.LEAD, "r1")
    assert [action for action, _name in events_of(project.id)] == [
        "project.created",
        "scheme.published",
        "member.added",
    ]


def test_a_slug_is_taken_once(app: Flask) -> None:
    make_project("climate-desk")
    with pytest.raises(Conflict) as refusal:
        make_project("climate-desk")
    assert refusal.value.field == "slug"


@pytest.mark.parametrize(
    "slug", ["", "Climate", "a b", "-a", "a-", "a--b", "ä", "a/b", "..", "a\n", "x" * 61, "a_b"]
)
def test_a_slug_is_kebab_case(app: Flask, slug: str) -> None:
    with pytest.raises(Invalid) as refusal:
        service.create_project(slug, "A desk", actor=SHELL)
    assert refusal.value.field == "slug"


def test_a_name_may_not_mislead(app: Flask) -> None:
    with pytest.raises(Invalid) as refusal:
        service.create_project("desk", "Desk\u202e", actor=SHELL)
    assert refusal.value.field == "name"


@ON_BOTH
def test_an_unknown_address_gets_an_account_and_a_link(world: World) -> None:
    with writing():
        added = service.add_member(
            world.project,
            "Nia@Example.org",
            Role.REVIEWER,
            actor=world.lead.actor,
            name="Nia Nkosi",
        )
    assert added.membership.pseudonym == "r5"
    assert added.token is not None
    with writing():
        accounts.redeem_link(added.token, "four unrelated words", address=None, agent=None)
    found = user_by_email("nia@example.org")
    assert found is not None
    assert (found.name, found.is_admin) == ("Nia Nkosi", False)
    assert events_of(world.project_id)[-1] == ("member.added", "Lea Lindqvist")


def test_somebody_with_a_password_gets_no_link(world: World) -> None:
    with writing():
        accounts.set_password(world.user(world.stranger), "four unrelated words")
    with writing():
        added = service.add_member(
            world.project, "SAM@example.org", Role.OBSERVER, actor=world.lead.actor
        )
    assert added.token is None


def test_a_lead_gets_no_link_to_an_account_that_reaches_further(world: World) -> None:
    elsewhere = make_project("elsewhere")
    make_member(elsewhere, world.user(world.stranger), Role.LEAD)
    for email in (world.stranger.email, world.admin.email):
        with writing():
            added = service.add_member(world.project, email, Role.REVIEWER, actor=world.lead.actor)
        assert added.token is None
        with pytest.raises(Conflict), writing():
            service.renew_link(world.project, added.membership.user_id)
        with writing():
            assert service.renew_link(world.project, added.membership.user_id, by_admin=True)


def test_nobody_is_added_twice(world: World) -> None:
    with pytest.raises(Conflict) as refusal, writing():
        service.add_member(world.project, "rosa@example.org", Role.LEAD, actor=world.lead.actor)
    assert refusal.value.field == "email"


@ON_BOTH
def test_who_comes_back_keeps_the_number(world: World) -> None:
    rosa = world.reviewer
    with writing():
        service.remove_member(world.project, rosa.id, actor=world.lead.actor)
    assert rosa.id not in {member.user_id for member in queries.members(world.project)}
    former = queries.membership(world.project_id, rosa.id)
    assert former is not None
    assert former.pseudonym == "r2"
    nia = make_user("Nia")
    assert make_member(world.project, nia).pseudonym == "r5"
    with writing():
        again = service.add_member(
            world.project, rosa.email, Role.OBSERVER, actor=world.lead.actor
        ).membership
    assert (again.pseudonym, again.role, again.removed_at) == ("r2", Role.OBSERVER, None)
    assert [action for action, _name in events_of(world.project_id)][-3:] == [
        "member.removed",
        "member.added",
        "member.added",
    ]


def test_a_new_role_is_an_event_and_the_same_role_is_none(world: World) -> None:
    before = len(events_of(world.project_id))
    with writing():
        service.change_role(world.project, world.reviewer.id, Role.REVIEWER, actor=SHELL)
    assert len(events_of(world.project_id)) == before
    with writing():
        service.change_role(world.project, world.reviewer.id, Role.LEAD, actor=world.lead.actor)
    event = db.session.scalars(
        select(Event).where(Event.project_id == world.project_id).order_by(Event.seq.desc())
    ).first()
    assert event is not None
    assert event.action == "member.changed"
    assert '"role":"reviewer"' in (event.before or "")
    assert '"role":"lead"' in (event.after or "")


def demote(project: Project, lead: Person, *, by_admin: bool) -> Membership:
    return service.change_role(project, lead.id, Role.REVIEWER, actor=lead.actor, by_admin=by_admin)


def remove(project: Project, lead: Person, *, by_admin: bool) -> Membership:
    return service.remove_member(project, lead.id, actor=lead.actor, by_admin=by_admin)


@pytest.mark.parametrize("leave", [demote, remove])
def test_the_last_lead_stays(world: World, leave: Callable[..., Membership]) -> None:
    with pytest.raises(Conflict), writing():
        leave(world.project, world.lead, by_admin=False)
    with writing():
        service.change_role(world.project, world.reviewer.id, Role.LEAD, actor=SHELL)
    with writing():
        leave(world.project, world.lead, by_admin=False)
    with writing():
        service.change_role(
            world.project, world.reviewer.id, Role.OBSERVER, actor=world.admin.actor, by_admin=True
        )


def test_who_is_no_member_cannot_be_changed(world: World) -> None:
    for change in (
        lambda: service.change_role(world.project, world.stranger.id, Role.LEAD, actor=SHELL),
        lambda: service.remove_member(world.project, world.stranger.id, actor=SHELL),
        lambda: service.renew_link(world.project, world.stranger.id),
    ):
        with pytest.raises(NotFound), writing():
            change()


def test_cards_show_ones_own_projects_and_an_admin_all(world: World) -> None:
    make_project("another-desk", name="Another desk")
    mine = queries.cards(world.lead.id, everything=False)
    assert [(card.project.slug, card.role, card.members) for card in mine] == [
        ("demo-desk", Role.LEAD, 4)
    ]
    every = queries.cards(world.admin.id, everything=True)
    assert [(card.project.slug, card.role, card.members) for card in every] == [
        ("another-desk", None, 0),
        ("demo-desk", None, 4),
    ]
    assert queries.cards(world.stranger.id, everything=False) == []
