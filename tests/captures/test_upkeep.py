"""Sources that were recorded under an earlier rule are told apart by the rule of now."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from annotator.annotations.models import StaleReason
from annotator.audit.models import Event
from annotator.captures.upkeep import recount
from annotator.db import db
from annotator.db.migrate import upgrade
from annotator.sources.urls import is_same_page
from tests.captures.sourced import replayed, source_of, sourced, stored, verdict
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_article
from tests.personas import World
from tests.statements import statements
from tests.workspace.marks import TEXT, Hand

OWN = "https://paper.example/dam"
COPY = f"https://web.archive.org/web/20240102030405/{OWN}"


@pytest.fixture
def hand(world: World, visit: Visit) -> Hand:
    """Rosa at work on an article with an address."""
    article = make_article(world.project, TEXT, url=OWN)
    return Hand(visit(world.rosa), world.slug, article.id, TEXT)


@pytest.fixture
def judged(hand: Hand, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A verdict that rests on an archive's copy of the article, as it once could."""
    with monkeypatch.context() as earlier:
        earlier.setattr("annotator.sources.service.shows_page", is_same_page)
        mark = sourced(hand, COPY)
        mark = hand.revise(mark, **verdict(mark))
    assert mark["claim"]["verdict"] is not None
    return mark


@ON_BOTH
def test_a_newer_version_knows_the_article_in_sources_that_were_there(
    judged: dict[str, Any],
) -> None:
    assert not source_of(judged).is_article
    upgrade()
    assert source_of(judged).is_article
    claim = stored(judged).claim
    assert claim is not None
    assert claim.stale_reason is StaleReason.EVIDENCE
    event = db.session.scalars(select(Event).order_by(Event.seq.desc()).limit(1)).one()
    assert (event.action, event.actor_name) == ("source.revised", "command line")
    assert replayed(judged)


def test_what_is_right_is_left_alone(world: World, judged: dict[str, Any]) -> None:
    assert recount(world.project_id, actor=SHELL) == 1
    before = stored(judged).version
    assert recount(world.project_id, actor=SHELL) == 0
    assert stored(judged).version == before


def test_many_sources_that_are_right_cost_one_question(world: World, hand: Hand) -> None:
    for number in range(3):
        sourced(hand, f"https://other.example/{number}")
    db.session.rollback()
    with statements() as asked:
        recount(world.project_id, actor=SHELL)
    assert len(asked) == 1
