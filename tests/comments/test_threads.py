"""A thread on a mark: written, changed, taken back, settled, and nothing of it lost."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from annotator.accounts.models import User
from annotator.audit.models import Event
from annotator.audit.replay import compare
from annotator.comments.service import MAX_TEXT
from annotator.db import db, writing
from tests.comments.conftest import VoiceOf
from tests.comments.talking import Voice
from tests.databases import ON_BOTH
from tests.personas import World


def actions() -> list[str]:
    """What the audit trail says of comments, in order."""
    query = select(Event.action).where(Event.target.in_(["comment", "thread"]))
    return list(db.session.scalars(query.order_by(Event.seq)))


def refused(answer: Any, status: int) -> str:
    """The sentence of a refusal."""
    assert answer.status_code == status, answer.text
    sentence: str = answer.get_json()["error"]["sentence"]
    return sentence


@ON_BOTH
def test_a_reviewer_and_a_lead_talk_about_a_mark(rosa: Voice, lea: Voice, world: World) -> None:
    rosa.say("Is this the whole dam?")
    lea.say("Only its northern part.\nSee the register.")

    thread = rosa.thread()
    assert [(one["author"]["name"], one["text"]) for one in thread["comments"]] == [
        ("Rosa Ramirez", "Is this the whole dam?"),
        ("Lea Lindqvist", "Only its northern part.\nSee the register."),
    ]
    assert (thread["resolved"], thread["version"], thread["writable"]) == (None, 0, True)
    assert actions() == ["comment.written", "comment.written"]
    assert compare(world.project_id) == []


@ON_BOTH
def test_a_comment_is_changed_and_what_it_said_before_is_kept(rosa: Voice, world: World) -> None:
    said = rosa.say("Is this the hole dam?")
    answer = rosa.send("Is this the whole dam?", comment_id=said["id"], version=1)

    assert answer.status_code == 200
    (changed,) = rosa.thread()["comments"]
    assert (changed["text"], changed["version"]) == ("Is this the whole dam?", 2)
    assert changed["edited_at"] is not None
    before = db.session.scalars(select(Event.before).where(Event.action == "comment.revised")).one()
    assert "hole dam" in (before or "")
    assert compare(world.project_id) == []


@ON_BOTH
def test_a_comment_is_taken_back_and_brought_back(rosa: Voice, lea: Voice, world: World) -> None:
    said = rosa.say("Never mind.")
    assert rosa.act(f"comments/{said['id']}/removal", 1).status_code == 200
    assert lea.texts() == []
    for voice in (rosa, lea):
        (gone,) = voice.thread()["comments"]
        assert (gone["text"], gone["removed"]["by"], gone["removed"]["reason"]) == ("", None, None)
    answer = lea.act(f"comments/{said['id']}/restoration", 2)
    assert refused(answer, 422).startswith("Its writer removed this comment")
    assert rosa.act(f"comments/{said['id']}/restoration", 2).status_code == 200
    assert lea.texts() == ["Never mind."]
    assert actions() == ["comment.written", "comment.removed", "comment.restored"]
    assert compare(world.project_id) == []


@ON_BOTH
def test_a_thread_is_resolved_reopened_and_opened_by_what_is_said_after(
    rosa: Voice, lea: Voice, world: World
) -> None:
    rosa.say("Is this the whole dam?")
    assert lea.act("resolution", 0).status_code == 200
    assert rosa.thread()["resolved"]["by"] == "Lea Lindqvist"
    assert rosa.act("reopening", 1).status_code == 200
    assert rosa.thread()["resolved"] is None
    assert rosa.thread()["reopened"]["by"] == "Rosa Ramirez"
    assert lea.act("resolution", 2).status_code == 200
    rosa.say("One more thing.")
    assert (rosa.thread()["resolved"], rosa.thread()["version"]) == (None, 4)
    assert actions() == [
        "comment.written",
        "thread.resolved",
        "thread.reopened",
        "thread.resolved",
        "comment.written",
        "thread.reopened",
    ]
    assert compare(world.project_id) == []


@ON_BOTH
def test_the_same_request_again_is_answered_and_not_done_twice(rosa: Voice) -> None:
    key = str(uuid4())
    first = rosa.send("Is this the whole dam?", comment_id=key)
    again = rosa.send("Is this the whole dam?", comment_id=key)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.get_json() == again.get_json()
    for noun in (f"comments/{key}/removal", f"comments/{key}/removal"):
        assert rosa.act(noun, 1).status_code == 200
    assert rosa.act(f"comments/{key}/restoration", 2).status_code == 200
    for _ in range(2):
        assert rosa.act("resolution", 0).status_code == 200
    assert actions() == [
        "comment.written",
        "comment.removed",
        "comment.restored",
        "thread.resolved",
    ]


def test_the_same_identifier_with_other_words_is_refused(rosa: Voice, lea: Voice) -> None:
    said = rosa.say("Is this the whole dam?")
    answer = rosa.send("Something else.", comment_id=said["id"])
    assert refused(answer, 409) == "This comment exists already, with other words."
    assert answer.get_json()["thread"]["comments"][0]["text"] == "Is this the whole dam?"
    assert refused(lea.send("Mine.", comment_id=said["id"]), 409)
    assert rosa.texts() == ["Is this the whole dam?"]


def test_a_change_of_what_was_changed_meanwhile_shows_what_is_there(rosa: Voice) -> None:
    said = rosa.say("First.")
    assert rosa.send("Second.", comment_id=said["id"], version=1).status_code == 200
    answer = rosa.send("Third.", comment_id=said["id"], version=1)
    assert refused(answer, 412)
    assert answer.get_json()["thread"]["comments"][0]["text"] == "Second."
    rosa.act("resolution", 0)
    assert refused(rosa.act("reopening", 0), 412)


def test_a_change_says_what_it_is_based_on(rosa: Voice) -> None:
    said = rosa.say("First.")
    assert (
        rosa.hand.visitor.post(
            f"{rosa.address}/comments/{said['id']}", {"text": "Second."}, json=True
        ).status_code
        == 428
    )
    assert rosa.hand.visitor.post(f"{rosa.address}/resolution", {}, json=True).status_code == 428


def test_nobody_changes_what_another_said(rosa: Voice, lea: Voice) -> None:
    said = rosa.say("Mine.")
    assert lea.send("Yours.", comment_id=said["id"], version=1).status_code == 404
    answered = lea.say("Hers.")
    assert rosa.act(f"comments/{answered['id']}/removal", 1).status_code == 404
    assert rosa.removes(answered["id"], 1, "I do not like it.").status_code == 404
    assert rosa.texts() == ["Mine.", "Hers."]


@pytest.mark.parametrize("text", ["", "   \n", "a\x00b"], ids=["empty", "blank", "a NUL"])
def test_what_says_nothing_or_cannot_be_kept_is_refused(rosa: Voice, text: str) -> None:
    answer = rosa.send(text)
    assert refused(answer, 422)
    assert answer.get_json()["error"]["field"] == "text"


def test_a_comment_has_an_end(rosa: Voice) -> None:
    assert rosa.send("a" * (MAX_TEXT + 1)).status_code == 422
    rosa.say("a" * MAX_TEXT)


def test_there_is_nothing_to_resolve_where_nobody_said_anything(rosa: Voice) -> None:
    assert refused(rosa.act("resolution", 0), 422) == (
        "There are no comments on this mark to resolve."
    )
    said = rosa.say("Never mind.")
    rosa.act(f"comments/{said['id']}/removal", 1)
    assert rosa.act("resolution", 0).status_code == 422


def test_a_removed_comment_is_not_changed(rosa: Voice) -> None:
    said = rosa.say("Never mind.")
    rosa.act(f"comments/{said['id']}/removal", 1)
    assert refused(rosa.send("Or do.", comment_id=said["id"], version=2), 422)


def test_another_reviewer_and_an_observer_see_nothing_of_it(
    voice_of: VoiceOf, rosa: Voice, world: World
) -> None:
    rosa.say("Is this the whole dam?")
    for person in (world.other_reviewer, world.observer, world.stranger):
        voice = voice_of(person)
        assert voice.ask().status_code == 404, person.name
        assert voice.send("Hello.").status_code == 404, person.name
        assert voice.act("resolution", 0).status_code == 404, person.name


def test_an_observer_reads_the_thread_of_submitted_work_and_writes_nothing(
    voice_of: VoiceOf, rosa: Voice, world: World
) -> None:
    rosa.say("Is this the whole dam?")
    assert rosa.hand.submit().status_code == 200
    otto = voice_of(world.observer)
    assert otto.texts() == ["Is this the whole dam?"]
    assert otto.thread()["writable"] is False
    assert otto.send("Yes.").status_code == 404
    assert otto.act("resolution", 0).status_code == 404


def test_only_others_who_may_see_the_mark_are_offered_and_can_be_mentioned(
    rosa: Voice, world: World
) -> None:
    names = [one["name"] for one in rosa.thread()["people"]]
    assert names == ["Lea Lindqvist"]
    said = rosa.say("@Lea Lindqvist, is it?", mentions=[world.lead])
    assert said["mentions"] == [{"id": world.lead.id, "name": "Lea Lindqvist"}]
    for person in (world.other_reviewer, world.observer, world.stranger):
        answer = rosa.send(f"@{person.name}?", mentions=[person])
        assert "may not see this mark" in refused(answer, 422)
        assert answer.get_json()["error"]["field"] == "mentions"
    rosa.hand.submit()
    assert [one["name"] for one in rosa.thread()["people"]] == [
        "Lea Lindqvist",
        "Otto Okafor",
    ]


@ON_BOTH
def test_two_of_one_name_are_told_apart_wherever_a_thread_names_them(
    rosa: Voice, lea: Voice, world: World
) -> None:
    with writing():
        db.session.get_one(User, world.lead.id).name = "Rosa Ramirez"
    assert [one["name"] for one in rosa.thread()["people"]] == ["Rosa Ramirez (r1)"]
    said = rosa.say("@Rosa Ramirez (r1)?", mentions=[world.lead])
    assert said["author"]["name"] == "Rosa Ramirez (r2)"
    assert said["mentions"] == [{"id": world.lead.id, "name": "Rosa Ramirez (r1)"}]
    lea.act("resolution", 0)
    assert rosa.thread()["resolved"]["by"] == "Rosa Ramirez (r1)"


@ON_BOTH
def test_the_thread_of_a_deleted_mark_comes_back_with_it(
    rosa: Voice, lea: Voice, world: World
) -> None:
    rosa.say("Is this the whole dam?")
    lea.act("resolution", 0)
    mark = {"id": rosa.mark_id, "version": 1}
    assert rosa.hand.remove(mark).status_code == 200
    assert rosa.texts() == ["Is this the whole dam?"]
    assert rosa.hand.restore({**mark, "version": 2}).status_code == 200
    assert lea.texts() == ["Is this the whole dam?"]
    assert lea.thread()["resolved"]["by"] == "Lea Lindqvist"
    assert compare(world.project_id) == []


def test_mentions_that_are_no_ids_are_refused(rosa: Voice) -> None:
    fields = {"version": 0, "text": "Hello.", "mentions": "Lea, Ravi"}
    answer = rosa.hand.visitor.post(f"{rosa.address}/comments/{uuid4()}", fields, json=True)
    assert refused(answer, 422) == "Whom a comment mentions is said by their ids."
