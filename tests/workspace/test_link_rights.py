"""Who may link which marks: nobody learns of another's, and nothing leads out of the article."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.factories import make_article
from tests.personas import World
from tests.workspace.linking import link, links_of, refusal, removal
from tests.workspace.marks import Hand, fields_of


def test_nobody_links_to_another_persons_mark_or_learns_that_it_is_there(
    hand: Hand, other_hand: Hand, lead_hand: Hand
) -> None:
    theirs = hand.mark("The dam")
    nowhere = {"id": str(uuid4())}

    for foreign in (other_hand, lead_hand):
        own = foreign.mark("the mayor")
        told = refusal(foreign, own, link(theirs, "repeats"))
        assert told == refusal(foreign, own, link(nowhere, "repeats"))
        assert told[0] == "links-0-to"


def test_nobody_changes_the_links_of_another_persons_mark(
    hand: Hand, other_hand: Hand, lead_hand: Hand, world: World
) -> None:
    claim, other = hand.mark("The dam"), hand.mark("the mayor")
    linked = hand.revise(claim, **link(other, "repeats"))
    fields = {
        name.replace("__", "-"): value for name, value in {"version": 2, **removal(linked)}.items()
    }

    for foreign in (other_hand, lead_hand):
        assert foreign.save(claim["id"], fields).status_code == 404
    assert links_of(hand, claim) == linked["links"]


def test_observers_and_strangers_make_no_links(hand: Hand, hand_of: Any, world: World) -> None:
    claim, other = hand.mark("The dam"), hand.mark("the mayor")
    fields = {
        name.replace("__", "-"): value
        for name, value in {"version": 1, **link(other, "repeats")}.items()
    }

    for person in (world.observer, world.stranger):
        assert hand_of(person).save(claim["id"], fields).status_code == 404


def test_a_submitted_article_takes_no_links(hand: Hand) -> None:
    claim, other = hand.mark("The dam"), hand.mark("the mayor")
    hand.submit()

    _, sentence = refusal(hand, claim, link(other, "repeats"))

    assert "withdraw the submission" in sentence


def test_a_link_to_a_mark_of_another_article_is_refused(hand: Hand, world: World) -> None:
    there = make_article(world.project, hand.text, title="Another")
    elsewhere = Hand(hand.visitor, hand.slug, there.id, hand.text)
    fields = fields_of(hand.text, "The dam")
    far = elsewhere.save(str(uuid4()), fields).get_json()["annotation"]

    assert refusal(hand, hand.mark("the mayor"), link(far, "repeats"))[0] == "links-0-to"
