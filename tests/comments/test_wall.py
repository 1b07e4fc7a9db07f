"""In a blind project nobody talks, mentions or is told across the wall."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.db import writing
from annotator.projects.workflow import set_workflow, workflow_of
from tests.comments.conftest import VoiceOf
from tests.comments.talking import Voice
from tests.comments.test_notifications import told, unread
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.personas import World


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
