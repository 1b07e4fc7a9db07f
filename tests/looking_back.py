"""Three days of work with a clock that goes when it is told to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.db import db, writing
from annotator.revisions.service import revise_article
from tests.conftest import Visit
from tests.factories import make_article
from tests.personas import World, make_world
from tests.workspace.marks import TEXT, Hand, rating, source

BEGAN = datetime(2026, 10, 31, 22, 0, 0, 250000, tzinfo=UTC)
FIRST, SECOND, THIRD = "2026-10-31", "2026-11-01", "2026-11-02"
ADDRESS = "https://stats.example.org/dam"
OTHER_ADDRESS = "https://board.example.org/minutes"
CORRECTED = TEXT.replace("40 million", "four million")


@pytest.fixture
def clock(app: Flask) -> Iterator[time_machine.Traveller]:
    """A clock that stands at ten in the evening (UTC) until it is told to go."""
    with time_machine.travel(BEGAN, tick=False) as traveller:
        yield traveller


@dataclass
class Days:
    """What was done: a claim of Rosa's by its id, on an article, and one that came in later."""

    world: World
    article_id: str
    later_id: str
    claim: str

    @property
    def base(self) -> str:
        """The address of the article."""
        return f"/projects/{self.world.slug}/articles/{self.article_id}"


@pytest.fixture
def days(clock: time_machine.Traveller, visit: Visit) -> Days:
    """Three days of work, by a clock that stands still after them."""
    return three_days(clock, visit)


def three_days(clock: time_machine.Traveller, visit: Visit) -> Days:
    """The first day: a claim is refuted. The second: it is supported, by another source, and
    submitted; another article comes in. The third: the text is corrected. Now it is the fourth.
    """
    world = make_world()
    article = make_article(world.project, TEXT, title="The dam").id

    def rosa() -> Hand:
        return Hand(visit(world.rosa), world.slug, article, TEXT)

    clock.shift(timedelta(minutes=5))
    judged = {**rating("refuted", "It holds ten."), **source(ADDRESS)}
    claim = rosa().mark("The dam holds 40 million litres", **judged, note="Which dam?")
    _goes_on(clock)
    later = make_article(world.project, TEXT, title="Came in later").id
    _judge_again(rosa(), claim)
    rosa().submit()
    _goes_on(clock)
    with writing():
        found, draft = db.session.get_one(Article, article), ArticleDraft(CORRECTED)
        revise_article(found, draft, reason="A slip of ten.", actor=world.lead.actor)
    _goes_on(clock)
    return Days(world, article, later, claim["id"])


def _goes_on(clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=1))


def _judge_again(rosa: Hand, claim: dict[str, object]) -> None:
    (old,) = claim["claim"]["sources"]  # type: ignore[index]
    gone = {"sources-0-uuid": old["id"], "sources-0-url": ADDRESS, "sources-0-removed": "y"}
    again = rating("supported", "The board's minutes say forty.")
    wording = {"wording": "The new dam holds 40 million litres."}
    revised = {**again, **gone, **source(OTHER_ADDRESS, index=1), **wording}
    answer = rosa.save(str(claim["id"]), {"version": claim["version"], **revised})
    assert answer.status_code == 200, answer.text
