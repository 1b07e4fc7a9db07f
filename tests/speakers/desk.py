"""Speakers of the world's project, and marks that name them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from annotator.db import db, writing
from annotator.speakers.drafts import SpeakerDraft
from annotator.speakers.models import Speaker
from annotator.speakers.service import add_speaker
from tests.factories import make_article
from tests.personas import World
from tests.visitor import Visitor
from tests.workspace.marks import TEXT, Hand

PAGE = "/projects/demo-desk/speakers"
DAM = "The dam holds 40 million litres"
SAID = "We built it in two years"


def added(world: World, name: str, **more: Any) -> str:
    """A new speaker's id."""
    draft = SpeakerDraft(str(uuid4()), name, **more)
    with writing():
        add_speaker(world.project_id, draft, actor=world.reviewer.actor)
    return draft.id


def marked(world: World, visitor: Visitor, speaker: str, *, quotes: int = 0) -> Hand:
    """A new article in which a claim and so many quotes name the speaker."""
    article = make_article(world.project, TEXT, title="The dam")
    hand = Hand(visitor, world.slug, article.id, TEXT)
    hand.mark(DAM, **{"claim-voice": "speaker", "claim-speaker": speaker})
    for _ in range(quotes):
        hand.mark(SAID, label="quote", **{"quote-speaker": speaker})
    return hand


def row_of(visitor: Visitor, name: str, path: str = PAGE) -> list[str]:
    """The words in the cells of a speaker's row."""
    tree = visitor.page(path).tree
    rows = [["".join(cell.itertext()).strip() for cell in row] for row in tree.iter("tr")]
    return next(row for row in rows if row[0].startswith(name))


def stored(key: str) -> Speaker:
    db.session.remove()
    return db.session.get_one(Speaker, key)
