"""Which other claims a source serves, and who is told of them."""

from __future__ import annotations

from typing import Any

import pytest

from annotator.workspace.elsewhere import MOST
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import make_article
from tests.personas import World
from tests.statements import statements
from tests.workspace.marks import TEXT, Hand, keys, source

PAGE = "https://www.example.org/a?utm_source=x#top"
SPELLING = "http://example.org/a"


def told(hand: Hand, mark: dict[str, Any]) -> list[tuple[str, str]]:
    """The words of each claim that a mark's sources serve too, and where it leads."""
    answer = hand.visitor.get(f"{hand.base}/annotations/{mark['id']}/elsewhere", json=True)
    assert answer.status_code == 200, answer.text
    claims = answer.get_json()["claims"]
    assert {one["source"] for one in claims} <= {one["id"] for one in mark["claim"]["sources"]}
    return [(one["words"], one["href"]) for one in claims]


@pytest.fixture
def far(world: World, visit: Visit) -> Hand:
    """The reviewer's hand on another article of the project."""
    article = make_article(world.project, TEXT, title="Far away")
    return Hand(visit(world.reviewer), world.slug, article.id, TEXT)


@ON_BOTH
def test_a_page_that_serves_elsewhere_is_known_however_it_is_spelled(hand: Hand, far: Hand) -> None:
    far.mark("the mayor", wording="The mayor said it.", **source(SPELLING))
    mark = hand.mark("The dam", **source(PAGE))

    ((words, href),) = told(hand, mark)

    assert words == "The mayor said it."
    assert href.startswith(far.base)
    assert hand.visitor.get(href).status_code == 200


def test_a_removed_source_a_removed_mark_and_the_claim_itself_are_not_told(
    hand: Hand, far: Hand
) -> None:
    gone = far.mark("the mayor", **source(SPELLING))
    far.remove(gone)
    bare = far.mark("Nobody asked", **source(SPELLING))
    removal = {"sources-0-uuid": bare["claim"]["sources"][0]["id"], "sources-0-removed": "y"}
    far.revise(bare, **keys(removal))
    mark = hand.mark("The dam", **source(PAGE), **source(SPELLING, index=1))

    assert told(hand, mark) == []


def test_a_reviewer_is_told_of_nobody_else_s_claims(hand: Hand, other_hand: Hand) -> None:
    other_hand.mark("the mayor", **source(SPELLING))
    other_hand.submit()

    assert told(hand, hand.mark("The dam", **source(PAGE))) == []


def test_a_lead_is_told_of_all_and_an_observer_of_what_was_submitted(
    hand: Hand, other_hand: Hand, world: World, visit: Visit
) -> None:
    mark = hand.mark("The dam", **source(PAGE))
    other_hand.mark("the mayor", **source(SPELLING))
    hand.submit()
    lead, observer = (
        Hand(visit(person), world.slug, hand.article_id, TEXT)
        for person in (world.lead, world.observer)
    )

    assert [words for words, _ in told(lead, mark)] == ["the mayor"]
    assert told(observer, mark) == []
    other_hand.submit()
    assert [words for words, _ in told(observer, mark)] == ["the mayor"]


def test_a_mark_in_a_layer_that_is_not_shown_is_not_there(hand: Hand, other_hand: Hand) -> None:
    mark = hand.mark("The dam", **source(PAGE))
    answer = other_hand.visitor.get(f"{hand.base}/annotations/{mark['id']}/elsewhere", json=True)

    assert answer.status_code == 404


@ON_BOTH
def test_a_page_that_serves_everywhere_is_answered_as_quickly_as_another(
    hand: Hand, far: Hand
) -> None:
    mark = hand.mark("The dam", **source(PAGE))
    for _ in range(3):
        far.mark("the mayor", **source(SPELLING), **source(SPELLING, index=1))
    with statements() as few:
        assert len(told(hand, mark)) == 3
    for _ in range(MOST):
        far.mark("Nobody asked", **source(SPELLING))

    with statements() as many:
        assert len(told(hand, mark)) == MOST
    assert len(many) <= len(few)
