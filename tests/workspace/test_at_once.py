"""Many people who save at the same moment, on threads that share their commits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

from flask import Flask

from annotator.audit.replay import compare
from annotator.audit.verify import verify
from tests.databases import ON_BOTH
from tests.personas import World
from tests.workspace.conftest import HandOf
from tests.workspace.marks import Hand, fields_of, rating, source

ROUNDS = 6
TABS = 4


def busy(app: Flask, hand: Hand) -> list[int]:
    """One person's answers, in a thread of their own."""
    with app.app_context():
        return save_and_change(hand)


def save_and_change(hand: Hand) -> list[int]:
    """Marks that are made, sent again, changed, refused and changed too late; their answers."""
    found = []
    for number in range(ROUNDS):
        mark_id, words = str(uuid4()), {"wording": f"The dam, {number}"}
        new = {
            **fields_of(hand.text, "The dam"),
            **source(f"https://example.org/{number}"),
            **rating("supported", "Seen."),
        }
        nowhere = {**fields_of(hand.text, "The dam"), "fragments-0-exact": "Another dam"}
        found += [
            hand.save(mark_id, new).status_code,
            hand.save(mark_id, new).status_code,
            hand.save(str(uuid4()), nowhere).status_code,
            hand.save(mark_id, {"version": 1, **words}).status_code,
            hand.save(mark_id, {"version": 1, "wording": "Too late"}).status_code,
            hand.save(mark_id, {**new, "wording": "Another mark"}).status_code,
        ]
    return found


@ON_BOTH
def test_each_is_answered_as_if_alone_and_the_trail_tells_it_all(
    app: Flask, hand_of: HandOf, world: World
) -> None:
    hands = [hand_of(world.reviewer) for _ in range(TABS)]
    for hand in hands:
        hand.layer()
    with ThreadPoolExecutor(TABS) as pool:
        answers = list(pool.map(partial(busy, app), hands))
    assert answers == [[201, 200, 422, 200, 412, 409] * ROUNDS] * TABS
    marks = hands[0].layer()["annotations"]
    assert [mark["version"] for mark in marks] == [2] * (TABS * ROUNDS)
    assert verify(world.project_id).ok
    assert compare(world.project_id) == []
