"""Whatever is done, in whatever order: no check that was told leaves file or feeds silently."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random

import pytest
import time_machine

from annotator.annotations.models import Annotation, Label, PublicState
from annotator.claims.queries import review_of_claim
from annotator.clock import now
from annotator.db import db
from annotator.errors import AnnotatorError
from annotator.verdicts.drafts import Answer
from tests.claims.newsroom import COST, DAM, TEXT, Entry, Newsroom, state_of
from tests.databases import ON_BOTH
from tests.personas import World

RATINGS, STATES = ("refuted", "supported"), (None, *PublicState)


class Season:
    """Two reviewers and a lead who do things at random; what is refused is not done."""

    def __init__(self, room: Newsroom, chance: Random) -> None:
        self.room, self.chance = room, chance
        self.people = (room.world.rosa, room.world.ravi)
        self.marks = [
            (one, room.publish(one, words)) for one in self.people for words in (DAM, COST)
        ]
        room.hand_in(*self.people)
        self.files: list[tuple[datetime, dict[str, Entry]]] = []

    def go_on(self, steps: int) -> None:
        known = self.look({})
        for _ in range(steps):
            try:
                self.chance.choice(self.doings())()
            except AnnotatorError:
                db.session.rollback()
            known = self.look(known)

    def doings(self) -> list[Callable[[], object]]:
        """One of each kind of thing that can happen, to somebody or to some mark."""
        room, chance = self.room, self.chance
        person = chance.choice(self.people)
        owner, mark = chance.choice(self.marks)
        rating, state = chance.choice(RATINGS), chance.choice(STATES)
        said = {"public_state": state, "correction_note": "It was wrong."}
        return [
            *(2 * [lambda: room.take_back(person), lambda: room.hand_in(*self.people)]),
            lambda: room.give_back(person),
            lambda: room.delete(owner, mark),
            lambda: room.restore(owner, mark),
            lambda: room.say(owner, mark, wording=f"Wording {chance.random()}"),
            lambda: room.say(owner, mark, label=chance.choice((Label.CLAIM, Label.QUOTE))),
            lambda: room.judge(owner, mark, rating, f"Because {chance.random()}", **said),
            lambda: room.judge(owner, mark, answer=Answer.REOPEN),
            lambda: room.confirm(owner, mark),
            lambda: room.void(owner, mark, "It was another dam."),
            lambda: room.correct(chance.choice((TEXT, TEXT.replace("40", "50"), "Other words.\n"))),
            lambda: room.settle(mark, rating, state),
            lambda: room.drop(mark),
            lambda: room.keep_each(mark),
            *(2 * [room.reopen]),
            room.turn_the_scale,
        ]

    def look(self, known: dict[str, Entry]) -> dict[str, Entry]:
        """File, feeds and pages say the same, and something of everything that was ever told."""
        room = self.room
        found, feed = room.file(), room.feed()
        assert known.keys() <= found.keys()
        assert {
            key: {**one["item"], "@context": "https://schema.org"} for key, one in found.items()
        } == feed
        for key, entry in found.items():
            state_of(entry)
            assert entry["dateCreated"] == known.get(key, entry)["dateCreated"]
            claim = db.session.get_one(Annotation, key)
            page = review_of_claim(room.world.project, claim).reviewed
            assert page is not None
            assert page.record == feed[key]
        self.files.append((now(), found))
        db.session.rollback()
        return found


@ON_BOTH
@pytest.mark.parametrize("seed", range(5))
def test_what_was_told_once_is_told_for_ever(
    world: World, clock: time_machine.Traveller, seed: int
) -> None:
    season = Season(Newsroom(world, clock), Random(seed))
    season.go_on(30)
    for moment, made in season.chance.sample(season.files, 3):
        assert season.room.file(moment) == made
