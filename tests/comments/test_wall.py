"""In a blind project nobody talks, mentions or is told across the wall."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from annotator.annotations.models import Annotation
from annotator.comments.queries import is_seen, readers_of, sight_of
from annotator.db import db, writing
from annotator.projects.models import Membership, Role
from annotator.projects.workflow import set_workflow, workflow_of
from tests.comments.conftest import VoiceOf
from tests.comments.talking import Voice
from tests.comments.test_notifications import told, unread
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_member, make_user
from tests.personas import World
from tests.statements import statements


@pytest.fixture
def blind(world: World, rosa: Voice) -> World:
    """The project, reviewed blind, with a mark of Rosa's on which something was said before."""
    rosa.say("@Lea Lindqvist, is it?", mentions=[world.lead])
    with writing():
        said = replace(workflow_of(world.project_id), blind=True)
        set_workflow(world.project, said, actor=SHELL)
    return world


@ON_BOTH
def test_a_lead_who_may_still_take_the_article_sees_nothing_of_the_thread(
    rosa: Voice, lea: Voice, blind: World, visit: Visit
) -> None:
    assert lea.ask().status_code == 404
    assert lea.send("Yes.").status_code == 404
    assert unread(visit(blind.lead)) == 0
    assert "Rosa Ramirez" not in visit(blind.lead).page("/notifications").text
    assert rosa.thread()["people"] == []


@ON_BOTH
def test_a_mention_across_the_wall_is_refused_and_told_to_nobody(rosa: Voice, blind: World) -> None:
    before = told(blind.lead)
    answer = rosa.send("@Lea Lindqvist?", mentions=[blind.lead])
    assert answer.status_code == 422
    assert "may not see this mark" in answer.get_json()["error"]["sentence"]
    rosa.say("Nobody there?")
    assert told(blind.lead) == before


@ON_BOTH
def test_who_has_submitted_sees_it_again(lea: Voice, blind: World, visit: Visit) -> None:
    assert lea.hand.visitor.post(f"{lea.hand.base}/assignment").status_code == 302
    assert lea.ask().status_code == 404
    assert lea.hand.submit().status_code == 200
    assert lea.texts() == ["@Lea Lindqvist, is it?"]
    assert unread(visit(blind.lead)) == 1


def test_another_reviewer_sees_nothing_on_either_side(voice_of: VoiceOf, blind: World) -> None:
    assert voice_of(blind.other_reviewer).ask().status_code == 404


def readers(voice: Voice, world: World) -> tuple[list[int], list[int]]:
    """Who is said to see the mark, and of whom the rule of pages says so, one by one."""
    db.session.remove()
    mark = db.session.get_one(Annotation, voice.mark_id)
    members = db.session.scalars(select(Membership).where(Membership.removed_at.is_(None))).all()
    sights = ((one.user_id, sight_of(world.project_id, one.user_id, one.role)) for one in members)
    alone = [person for person, sight in sights if is_seen(mark.id, sight)]
    return sorted(one.id for one in readers_of(mark)), sorted(alone)


@ON_BOTH
@pytest.mark.parametrize("is_blind", [True, False], ids=["blind", "open"])
def test_who_may_be_mentioned_is_asked_for_everybody_at_once_and_by_the_rule_of_the_pages(
    rosa: Voice, lea: Voice, world: World, is_blind: bool
) -> None:
    with writing():
        said = replace(workflow_of(world.project_id), blind=is_blind)
        set_workflow(world.project, said, actor=SHELL)
    found = []
    mine = f"{lea.hand.base}/assignment"
    for step in (rosa.hand.submit, lambda: lea.hand.visitor.post(mine), lea.hand.submit):
        step()
        at_once, alone = readers(rosa, world)
        assert at_once == alone
        found.append(at_once)
    # Of a blind project only the observer and its maker see it, until the lead has submitted.
    assert [len(one) for one in found] == ([2, 2, 3] if is_blind else [3, 3, 3])
    with statements() as few:
        rosa.thread()
    for number in range(6):
        user = make_user(email=f"reader{number}@desk.example", name=f"Reader {number}")
        make_member(world.project, user, Role.LEAD)
    with statements() as many:
        rosa.thread()
    assert len(many) == len(few)


@ON_BOTH
def test_whoever_has_a_closed_account_is_not_offered_and_not_told(
    rosa: Voice, world: World
) -> None:
    assert world.lead.id in [one["id"] for one in rosa.thread()["people"]]
    with writing():
        world.user(world.lead).is_active = False
    assert world.lead.id not in [one["id"] for one in rosa.thread()["people"]]
    assert rosa.send("@Lea Lindqvist?", mentions=[world.lead]).status_code == 422
    assert told(world.lead) == []
