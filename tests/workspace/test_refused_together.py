"""Who is refused for what others change at the same moment, and that is never committed."""

from __future__ import annotations

from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse

from tests.db.sharing import LATE, Queue, alter, change, refused_at_the_end
from tests.workspace.marks import Hand, fields_of


def test_a_refusal_that_rests_on_what_is_never_committed_asks_to_try_again(
    app: Flask, hand: Hand
) -> None:
    alter(LATE)
    hand.layer()
    answers: list[TestResponse] = []
    nowhere = {**fields_of(hand.text, "The dam"), "fragments-0-exact": "Another dam"}
    queue = Queue(app)
    queue.wait(change("before"))
    saved = queue.wait(lambda: answers.append(hand.save(str(uuid4()), nowhere)))
    queue.wait(refused_at_the_end)
    queue.go()
    assert saved.exception() is None
    [answer] = answers
    assert answer.status_code == 503
    assert answer.get_json()["error"]["sentence"] == "The database is busy; try again in a moment."
    assert answer.headers["Retry-After"] == "1"
    assert hand.layer()["annotations"] == []
