"""A save is prepared before its transaction: what changes in between is seen inside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import Context
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import event, select
from werkzeug.test import TestResponse

from annotator.articles.models import Revision
from annotator.audit.models import Event
from annotator.audit.verify import verify
from annotator.db import READ, db, writing
from annotator.db.readers import Readers
from annotator.guidelines import service as guidelines
from annotator.projects.models import SchemeVersion
from annotator.verdicts.models import Verdict
from tests.databases import ON_BOTH
from tests.personas import World
from tests.workspace.marks import Hand, fields_of, rating, source

Meanwhile = Callable[[Callable[[], object]], None]


@pytest.fixture
def meanwhile(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Meanwhile]:
    """`meanwhile(act)`: runs once, when the next save has prepared and is about to write."""

    def elsewhere(act: Callable[[], object]) -> None:
        with app.app_context():
            act()
            db.session.remove()

    waiting: list[Callable[[], object]] = []

    def before_the_next_write(*_of_a_connection: object) -> None:
        if waiting:
            Context().run(elsewhere, waiting.pop())

    # Whoever is to write gives back what it read with, and then waits for its turn. With none
    # kept at hand, the pool tells of it.
    engine = db.engines[READ]
    monkeypatch.setitem(app.extensions, "readers", Readers(engine, most=0))
    event.listen(engine, "checkin", before_the_next_write)
    yield waiting.append
    event.remove(engine, "checkin", before_the_next_write)


def actions() -> list[str]:
    return list(db.session.scalars(select(Event.action).order_by(Event.project_id, Event.seq)))


def claim(hand: Hand, words: str = "The dam") -> dict[str, Any]:
    return {
        **fields_of(hand.text, words),
        **source("https://example.org/a"),
        **rating("supported", "Seen."),
    }


@ON_BOTH
def test_the_same_request_twice_at_once_is_saved_once_and_answered_twice(
    hand: Hand, meanwhile: Meanwhile
) -> None:
    hand.mark("the mayor")
    mark_id, fields = str(uuid4()), claim(hand)
    twin: list[TestResponse] = []
    meanwhile(lambda: twin.append(hand.save(mark_id, fields)))

    answer = hand.save(mark_id, fields)

    assert (twin[0].status_code, answer.status_code) == (201, 200)
    assert twin[0].get_json() == answer.get_json()
    assert actions().count("annotation.created") == 2
    assert actions().count("verdict.given") == 1


@ON_BOTH
def test_two_first_marks_at_once_open_one_review(hand: Hand, meanwhile: Meanwhile) -> None:
    meanwhile(lambda: hand.mark("the mayor"))

    hand.mark("The dam")

    assert actions().count("assignment.opened") == 1
    assert len(hand.layer()["annotations"]) == 2


@ON_BOTH
def test_a_mark_is_refused_when_the_work_is_handed_in_meanwhile(
    hand: Hand, meanwhile: Meanwhile
) -> None:
    kept = hand.mark("the mayor")
    meanwhile(hand.submit)

    answer = hand.save(str(uuid4()), claim(hand))

    assert answer.status_code == 422
    assert hand.layer()["layer"]["state"] == "submitted"
    assert hand.layer()["annotations"] == [kept]


def test_a_mark_goes_through_when_the_work_is_handed_in_and_taken_back_meanwhile(
    hand: Hand, meanwhile: Meanwhile
) -> None:
    hand.mark("the mayor")

    def think_twice() -> None:
        hand.submit()
        hand.visitor.post(f"{hand.base}/submission/withdrawal", json=True)

    meanwhile(think_twice)

    assert hand.save(str(uuid4()), claim(hand)).status_code == 201


@ON_BOTH
def test_an_identifier_that_somebody_else_takes_meanwhile_is_refused(
    hand: Hand, other_hand: Hand, meanwhile: Meanwhile
) -> None:
    hand.mark("the mayor")
    mark_id = str(uuid4())
    meanwhile(lambda: other_hand.mark("The dam", mark_id=mark_id))

    answer = hand.save(mark_id, claim(hand))

    assert answer.status_code == 409
    assert "annotation" not in answer.get_json()
    assert [mark["id"] for mark in other_hand.layer()["annotations"]] == [mark_id]


@ON_BOTH
def test_a_sources_identifier_that_is_taken_meanwhile_is_refused_and_nothing_is_kept(
    hand: Hand, other_hand: Hand, meanwhile: Meanwhile
) -> None:
    kept = hand.mark("the mayor")
    fields = claim(hand)
    taken = {name: value for name, value in fields.items() if name.startswith("sources-")}
    meanwhile(lambda: other_hand.mark("the mayor", **taken))

    answer = hand.save(str(uuid4()), fields)

    assert answer.status_code == 409
    assert hand.layer()["annotations"] == [kept]


@ON_BOTH
def test_words_are_checked_against_a_text_that_came_in_meanwhile(
    hand: Hand, meanwhile: Meanwhile
) -> None:
    hand.mark("the mayor")
    meanwhile(lambda: bring_revision(hand, "Another text, in which there is no such thing.\n"))

    answer = hand.save(str(uuid4()), claim(hand))

    assert answer.status_code == 422
    assert answer.get_json()["error"]["field"] == "fragments-0-exact"


@ON_BOTH
def test_a_rating_is_checked_against_a_scale_that_was_published_meanwhile(
    hand: Hand, world: World, meanwhile: Meanwhile
) -> None:
    hand.mark("the mayor")
    meanwhile(lambda: publish_empty_scale(world))

    answer = hand.save(str(uuid4()), claim(hand))

    assert answer.status_code == 422
    assert answer.get_json()["error"]["field"] == "verdict-rating"


@ON_BOTH
def test_a_verdict_names_the_guidelines_that_came_into_force_meanwhile(
    hand: Hand, world: World, meanwhile: Meanwhile
) -> None:
    hand.mark("the mayor")
    meanwhile(lambda: publish_guidelines(world, "# Read twice"))

    assert hand.save(str(uuid4()), claim(hand)).status_code == 201

    assert db.session.scalars(select(Verdict.guideline_version)).all() == [1]


@ON_BOTH
def test_a_link_to_a_mark_that_is_removed_meanwhile_is_refused(
    hand: Hand, meanwhile: Meanwhile
) -> None:
    quote = hand.mark("We built it", label="quote")
    link = {"links-0-uuid": str(uuid4()), "links-0-to": quote["id"], "links-0-kind": "made_in"}
    meanwhile(lambda: hand.remove(quote))

    answer = hand.save(str(uuid4()), {**claim(hand), **link})

    assert (answer.status_code, answer.get_json()["error"]["field"]) == (422, "links-0-to")


@ON_BOTH
def test_two_tabs_that_change_one_mark_at_once_do_not_overwrite_each_other(
    hand: Hand, meanwhile: Meanwhile
) -> None:
    mark = hand.mark("The dam")
    meanwhile(lambda: hand.revise(mark, note="from one tab"))

    answer = hand.save(mark["id"], {"version": 1, "note": "from another tab"})

    assert answer.status_code == 412
    assert answer.get_json()["annotation"]["note"] == "from one tab"


@ON_BOTH
def test_the_chain_has_no_gap_when_others_save_meanwhile(
    hand: Hand, other_hand: Hand, world: World, meanwhile: Meanwhile
) -> None:
    hand.mark("the mayor")
    other_hand.mark("the mayor")
    meanwhile(lambda: other_hand.mark("The dam"))

    hand.mark("The dam")

    report = verify(world.project_id)
    assert report.ok
    assert report.count == len(actions())


def bring_revision(hand: Hand, text: str) -> None:
    with writing():
        query = select(Revision).where(Revision.article_id == hand.article_id)
        old = db.session.scalars(query).one()
        columns = {column.key: getattr(old, column.key) for column in Revision.__table__.columns}
        fresh = {"id": str(uuid4()), "number": 2, "text": text, "length": len(text)}
        db.session.add(Revision(**{**columns, **fresh}))


def publish_guidelines(world: World, text: str) -> None:
    with writing():
        guidelines.publish(world.project, text, actor=world.lead.actor)


def publish_empty_scale(world: World) -> None:
    with writing():
        query = select(SchemeVersion).where(SchemeVersion.project_id == world.project_id)
        old = db.session.scalars(query).one()
        scale = SchemeVersion(
            project_id=world.project_id, number=2, ratings="[]", created_at=old.created_at
        )
        db.session.add(scale)
