"""A lead removes what another said, with a reason that all who could read it find in its place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from annotator.audit.models import Event
from annotator.audit.replay import compare
from annotator.clock import now
from annotator.comments.models import Comment
from annotator.comments.service import MAX_REASON
from annotator.db import db, writing
from annotator.projects.workflow import set_workflow, workflow_of
from tests.comments.conftest import VoiceOf
from tests.comments.talking import Voice
from tests.comments.test_notifications import told
from tests.comments.test_threads import actions, refused
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.personas import World

WHY = "It names a neighbour."
LAST = select(Event).order_by(Event.seq.desc()).limit(1)


@pytest.fixture
def said(rosa: Voice) -> dict[str, Any]:
    """What Rosa said."""
    return rosa.say("My neighbour Ann told me.")


@ON_BOTH
def test_its_place_says_who_removed_it_when_and_why_and_answers_stay(
    rosa: Voice, lea: Voice, said: dict[str, Any], world: World
) -> None:
    lea.say("Who?")
    assert lea.removes(said["id"], 1, f" {WHY} ").status_code == 200
    for voice in (rosa, lea):
        gone, answer = voice.thread()["comments"]
        assert (gone["text"], gone["mentions"], gone["version"]) == ("", [], 2)
        assert (gone["removed"]["by"], gone["removed"]["reason"]) == ("Lea Lindqvist", WHY)
        assert gone["removed"]["at"][:10] == now().date().isoformat()
        assert answer["text"] == "Who?"
    assert (rosa.thread()["moderates"], lea.thread()["moderates"]) == (False, True)
    assert actions()[-1] == "comment.removed"
    event = db.session.scalars(LAST).one()
    assert WHY in (event.after or "")
    assert event.actor_id == world.lead.id
    assert compare(world.project_id) == []


@ON_BOTH
def test_a_lead_restores_it_and_its_writer_cannot(
    rosa: Voice, lea: Voice, said: dict[str, Any], world: World
) -> None:
    lea.removes(said["id"], 1, WHY)
    answer = rosa.act(f"comments/{said['id']}/restoration", 2)
    assert refused(answer, 422) == "A lead removed this comment, and only a lead can restore it."
    answer = rosa.send("Ann told me.", comment_id=said["id"], version=2)
    assert refused(answer, 422) == "A lead removed this comment, so it cannot be changed."
    assert lea.act(f"comments/{said['id']}/restoration", 2).status_code == 200
    (back,) = rosa.thread()["comments"]
    assert (back["text"], back["removed"]) == ("My neighbour Ann told me.", None)
    assert actions() == ["comment.written", "comment.removed", "comment.restored"]
    assert compare(world.project_id) == []


def test_its_writer_is_told_with_the_reason_and_that_it_is_back(
    lea: Voice, said: dict[str, Any], world: World, visit: Visit
) -> None:
    lea.removes(said["id"], 1, WHY)
    assert told(world.reviewer) == ["comment_removed"]
    browser = visit(world.reviewer)
    line = f"Lea Lindqvist removed a comment of yours: {WHY}"
    assert line in browser.page("/notifications").text
    lea.act(f"comments/{said['id']}/restoration", 2)
    page = browser.page("/notifications").text
    assert "Lea Lindqvist removed a comment of yours, and it is back" in page
    assert WHY not in page


def test_a_lead_needs_a_reason_for_anothers_and_none_for_their_own(
    lea: Voice, said: dict[str, Any], world: World
) -> None:
    for reason in (None, "", "  "):
        answer = lea.removes(said["id"], 1, reason)
        assert refused(answer, 422).startswith("Say why you remove it")
        assert answer.get_json()["error"]["field"] == "reason"
    assert lea.removes(said["id"], 1, "a" * (MAX_REASON + 1)).status_code == 422
    own = lea.say("Mine.")
    assert lea.removes(own["id"], 1, "Not kept.").status_code == 200
    assert lea.thread()["comments"][-1]["removed"]["reason"] is None
    assert told(world.reviewer) == ["replied"]


def test_the_same_request_again_is_answered_and_an_older_one_refused(
    rosa: Voice, lea: Voice, said: dict[str, Any], world: World
) -> None:
    for _ in range(2):
        assert lea.removes(said["id"], 1, WHY).status_code == 200
    assert told(world.reviewer) == ["comment_removed"]
    assert lea.removes(said["id"], 1, "Another reason.").status_code == 412
    assert refused(lea.removes(said["id"], 2, WHY), 422) == "This comment is removed already."
    lea.act(f"comments/{said['id']}/restoration", 2)
    answer = lea.act(f"comments/{said['id']}/restoration", 3)
    assert refused(answer, 422) == "This comment is not removed."
    assert (
        lea.hand.visitor.post(f"{lea.address}/comments/{said['id']}/removal", json=True).status_code
        == 428
    )


def test_nobody_else_removes_or_restores_it(
    voice_of: VoiceOf, lea: Voice, said: dict[str, Any], world: World
) -> None:
    others = (world.other_reviewer, world.observer, world.stranger)
    for person in others:
        assert voice_of(person).removes(said["id"], 1, WHY).status_code == 404, person.name
    assert lea.removes(said["id"], 1, WHY).status_code == 200
    for person in others:
        voice = voice_of(person)
        answer = voice.act(f"comments/{said['id']}/restoration", 2)
        assert answer.status_code == 404, person.name


def test_an_observer_of_submitted_work_reads_the_placeholder_and_removes_nothing(
    voice_of: VoiceOf, rosa: Voice, lea: Voice, said: dict[str, Any], world: World
) -> None:
    rosa.hand.submit()
    otto = voice_of(world.observer)
    assert otto.removes(said["id"], 1, WHY).status_code == 404
    lea.removes(said["id"], 1, WHY)
    (gone,) = otto.thread()["comments"]
    assert (gone["text"], gone["removed"]["reason"]) == ("", WHY)
    assert otto.thread()["moderates"] is False


def test_a_comment_of_another_mark_is_not_removed_through_this_one(
    lea: Voice, said: dict[str, Any]
) -> None:
    other = lea.hand.mark("40 million")
    elsewhere = replace(lea, mark_id=other["id"])
    assert elsewhere.removes(said["id"], 1, WHY).status_code == 404


@ON_BOTH
def test_a_lead_who_may_not_see_it_in_a_blind_project_removes_and_restores_nothing(
    rosa: Voice, lea: Voice, said: dict[str, Any], world: World
) -> None:
    with writing():
        blind = replace(workflow_of(world.project_id), blind=True)
        set_workflow(world.project, blind, actor=SHELL)
    assert lea.removes(said["id"], 1, WHY).status_code == 404
    assert lea.act(f"comments/{said['id']}/restoration", 1).status_code == 404
    assert rosa.texts() == ["My neighbour Ann told me."]


@ON_BOTH
def test_the_database_keeps_no_removal_by_another_without_its_reason(
    said: dict[str, Any], world: World
) -> None:
    with pytest.raises(IntegrityError, match="removal_by_another_has_reason"):
        _removed_without_reason(said["id"], world.lead.id)


def _removed_without_reason(comment_id: str, person_id: int) -> None:
    with writing():
        found = db.session.get_one(Comment, comment_id)
        found.removed_at, found.removed_by, found.version = now(), person_id, 2
