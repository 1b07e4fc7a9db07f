"""What is kept of a painted layer is never older, and never another's, than what is asked for."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import orjson
import pytest
from cachetools import LRUCache
from sqlalchemy import update

from annotator.accounts.models import User
from annotator.accounts.person import Person
from annotator.db import db, writing
from annotator.workspace import remembered
from annotator.workspace.queries import desk
from annotator.workspace.remembered import PaintedLayer, painted_layer
from tests.personas import World
from tests.workspace.conftest import HandOf
from tests.workspace.marks import Hand, rating, source

WORDS = ("The dam", "40 million litres", "the mayor said", "two years", "Nobody asked", "built it")


def shown(hand: Hand, query: str = "") -> tuple[str, Any]:
    """The article's inside and the marks of the page data, as the page has them."""
    html = hand.visitor.get(f"{hand.base}{query}").text
    body = re.search(r'<div id="article"[^>]*>(.*?)</div>', html, re.DOTALL)
    data = re.search(r'id="workspace-data"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert body
    assert data
    return body[1], orjson.loads(data[1])["annotations"]


def forget() -> None:
    """As a process that has just started."""
    remembered._layers.clear()


def kept(world: World, hand: Hand, person: Person) -> PaintedLayer:
    """The painted layer of this person."""
    return painted_layer(desk(world.project, hand.article_id, person.id), person.id, "en")


def test_after_any_change_the_page_is_as_if_painted_afresh(hand: Hand) -> None:
    random = Random(7)
    marks: dict[str, dict[str, Any]] = {}
    removed: dict[str, dict[str, Any]] = {}
    for _ in range(24):
        _change_something(random, hand, marks, removed)
        page, layer = shown(hand), hand.layer()
        forget()
        assert (page, layer) == (shown(hand), hand.layer())
    assert removed


def _change_something(
    random: Random, hand: Hand, marks: dict[str, Any], removed: dict[str, Any]
) -> None:
    choice = random.randrange(5)
    if choice == 0 and len(marks) > 2:
        mark_id, mark = marks.popitem()
        removed[mark_id] = hand.remove(mark).get_json()["annotation"]
    elif choice == 1 and removed:
        mark_id, mark = removed.popitem()
        marks[mark_id] = hand.restore(mark).get_json()["annotation"]
    elif choice == 2 and marks:
        mark = random.choice(list(marks.values()))
        marks[mark["id"]] = hand.revise(mark, note=f"note {random.random()}")
    elif choice == 3 and marks:
        mark = random.choice(list(marks.values()))
        label = random.choice(["claim", "quote", "context"])
        marks[mark["id"]] = hand.revise(mark, label=label)
    else:
        label = random.choice(["claim", "quote", "context"])
        mark = hand.mark(random.choice(WORDS), label=label)
        marks[mark["id"]] = mark


def test_what_did_not_change_is_not_painted_again(hand: Hand, world: World) -> None:
    hand.mark("The dam")
    first = kept(world, hand, world.reviewer)

    assert kept(world, hand, world.reviewer) is first


def test_a_save_paints_only_the_blocks_that_it_touches(hand: Hand, world: World) -> None:
    first_mark = hand.mark("The dam")
    before = kept(world, hand, world.reviewer)

    hand.mark("two years")
    after = kept(world, hand, world.reviewer)

    assert after.blocks[0] is before.blocks[0]
    assert 'data-ids="2"' in after.blocks[1]
    assert after.marks[first_mark["id"]] is before.marks[first_mark["id"]]


def test_a_verdict_and_a_source_reach_a_page_that_was_kept(hand: Hand) -> None:
    mark = hand.mark("The dam", wording="The dam holds.")
    shown(hand)

    choice = {**rating("refuted", "It leaks."), **source("https://example.org/leak")}
    saved = hand.save(mark["id"], {"version": mark["version"], **choice})
    assert saved.status_code == 200

    (told,) = shown(hand)[1]
    assert told["claim"]["verdict"]["rationale"] == "It leaks."


def test_nobody_is_shown_what_was_kept_for_another(hand_of: HandOf, world: World) -> None:
    mine, other = hand_of(world.reviewer), hand_of(world.other_reviewer)
    mine.mark("The dam", note="only mine")
    other.mark("two years", note="only theirs")

    for hand, own, foreign in ((mine, "mine", "theirs"), (other, "theirs", "mine")):
        body, marks = shown(hand)
        assert [mark["note"] for mark in marks] == [f"only {own}"]
        assert body.count("<mark") == 1
        assert f"only {foreign}" not in hand.visitor.get(hand.base).text
    answer = mine.visitor.get(f"{mine.base}?reviewer={world.other_reviewer.id}")
    assert answer.status_code == 404


def test_a_removed_mark_is_told_to_its_author_and_to_nobody_else(
    hand: Hand, lead_hand: Hand, world: World
) -> None:
    hand.remove(hand.mark("The dam"))

    assert [mark["removed"] for mark in shown(hand)[1]] == [True]
    assert shown(lead_hand, f"?reviewer={world.reviewer.id}")[1] == []
    assert hand.layer()["annotations"] == []


def test_a_mark_keeps_its_number_when_one_before_it_goes(hand: Hand) -> None:
    first, second = hand.mark("The dam"), hand.mark("two years")
    shown(hand)
    hand.remove(first)

    numbers = {mark["id"]: mark["n"] for mark in shown(hand)[1]}

    assert numbers == {first["id"]: 1, second["id"]: 2}


def test_another_name_of_a_person_is_shown_at_once(hand: Hand, world: World) -> None:
    hand.mark("The dam")
    shown(hand)
    with writing():
        db.session.execute(
            update(User).where(User.id == world.reviewer.id).values(name="A new name")
        )

    (mark,) = shown(hand)[1]

    assert mark["author"]["name"] == "A new name"


def test_what_is_kept_has_a_limit(hand: Hand, world: World) -> None:
    hand.mark("The dam")
    layer = kept(world, hand, world.reviewer)

    assert 0 < remembered._bytes(layer) < remembered.CACHE_BYTES
    assert remembered._layers.currsize <= remembered.CACHE_BYTES


def test_a_layer_that_is_too_large_to_keep_is_shown_all_the_same(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.mark("The dam")
    small = LRUCache[remembered.Key, PaintedLayer](100, getsizeof=remembered._bytes)
    monkeypatch.setattr(remembered, "_layers", small)

    body, marks = shown(hand)

    assert body.count("<mark") == len(marks) == 1
    assert len(small) == 0
