"""A claim's page tells what became of its verdict, one entry for each save."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import make_article
from tests.personas import World
from tests.workspace.marks import TEXT, Hand, rating, source


def said(**beside: str) -> dict[str, Any]:
    """What is said of the verdict in force."""
    fields = {f"verdict-{name}": value for name, value in beside.items()}
    return {"verdict-uuid": str(uuid4()), **fields}


def hand_of(world: World, visit: Visit) -> Hand:
    article = make_article(world.project, TEXT)
    return Hand(visit(world.reviewer), world.slug, article.id, TEXT)


def turns(world: World, hand: Hand, mark: dict[str, Any]) -> list[str]:
    """What the page says became of the verdict, the oldest first."""
    text = hand.visitor.get(f"/projects/{world.slug}/claims/{mark['id']}").text
    said = re.findall(r'<p class="story__turn">(.*?)</p>', text)
    return [re.sub("<[^>]*>", "", one) for one in said][::-1]


def entries(world: World, hand: Hand, mark: dict[str, Any]) -> int:
    text = hand.visitor.get(f"/projects/{world.slug}/claims/{mark['id']}").text
    return text.count("What this save wrote")


@ON_BOTH
def test_the_history_says_what_became_of_the_verdict(world: World, visit: Visit) -> None:
    hand = hand_of(world, visit)
    found = {**source("https://water.example/table"), **rating("refuted", "We counted.")}
    mark = hand.mark("40 million litres", wording="The dam holds 40 million litres.", **found)
    mark = hand.revise(mark, wording="The dam holds 41 million litres.")
    mark = hand.revise(mark, **said(answer="confirm"))
    mark = hand.revise(mark, **said(answer="reopen"))
    mark = hand.revise(mark, **rating("supported", "We counted again."))
    mark = hand.revise(mark, **said(public_state="published"))
    note = "The year was wrong."
    mark = hand.revise(mark, **said(public_state="corrected", correction_note=note))
    assert turns(world, hand, mark) == [
        "Verdict: Refuted",
        "Went stale because the wording changed",
        "Confirmed: Refuted",
        "Reopened",
        "New verdict: Supported",
        "Published",
        f"Corrected: {note}",
    ]
    assert entries(world, hand, mark) == 7
