"""Counts of words that were stored before writing without spaces was known."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from annotator.articles import rows
from annotator.articles.listing import ListQuery, articles
from annotator.articles.models import Revision
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.revisions.queries import revisions_of
from annotator.text.counting import count_words
from tests.databases import ON_BOTH
from tests.export.work import article
from tests.personas import World
from tests.visitor import Visitor

TEXT = "市長は月曜日に、家賃が三分の一下がったと述べた。\n\n議会はこれを否定した。"
ENGLISH = "The mayor said on Monday that rents fell by a third."


@pytest.fixture
def stored(world: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """An article that came in when words were what stands between white space."""
    with monkeypatch.context() as of_old, writing():
        of_old.setattr(rows, "count_words", lambda text: len(text.split()))
        made: str = article(world.project, TEXT)
    with writing():
        article(world.project, ENGLISH)
    db.session.rollback()
    return made


@ON_BOTH
def test_an_old_count_is_made_anew_where_it_is_shown_and_stays_in_the_text_and_its_event(
    world: World, stored: str
) -> None:
    listed = articles(world.project_id, ListQuery(world.lead.id, everybodys=True))
    assert [one.words for one in listed] == [count_words(TEXT), 11]
    assert [one.words for one in revisions_of(stored)] == [count_words(TEXT)]
    kept = select(Revision.words).where(Revision.article_id == stored)
    assert db.session.scalars(kept).one() == 2
    assert compare(world.project_id) == []


def test_a_lead_sees_how_long_the_article_is(
    world: World, stored: str, visit: Callable[..., Visitor]
) -> None:
    seen = visit(world.lead).page("/projects/demo-desk/articles")
    told = [
        "".join(cell.itertext())
        for cell in seen.tree.iter("td")
        if cell.get("data-label") == "Words"
    ]
    assert told == [str(count_words(TEXT)), "11"]
