"""The forty nasty texts through the door for web pages, on both databases: every offset holds."""

from __future__ import annotations

import random
import re
from html import escape

import orjson
import pytest

from annotator.articles.models import Revision
from annotator.articles.service import import_text
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.sandbox.limits import Limits
from annotator.sandbox.running import run
from annotator.webpages.reading import Page, PageBlock, draft_of, read_html
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.personas import World
from tests.text.nasty import NastyText, nasty_texts
from tests.workspace.marks import Hand
from tests.workspace.nasty_trip import check_kept, check_page, mark_all

#: What is huge as a text is refused as a page: its way on is the door for text.
TEXTS = [text for text in nasty_texts(huge=False) if text.canonical is not None]


def as_page(canonical: str) -> str:
    """The text as a site would send it: each line a paragraph."""
    return "".join(f"<p>{escape(line)}</p>" for line in canonical.split("\n"))


def expected(canonical: str) -> list[str]:
    """What HTML leaves of each line: white space of ASCII is one space, and none at the ends."""
    lines = (re.sub("[ \t\n\r\f]+", " ", line).strip(" ") for line in canonical.split("\n"))
    kept = [line for line in lines if re.fullmatch("[\\s\u00ad\u200b\u2060\ufeff]*", line) is None]
    return [kept[0].lstrip("\ufeff"), *kept[1:]] if kept else []


@pytest.fixture(scope="module")
def pages() -> dict[str, Page | None]:
    """Every text as a page that was read, in one child."""
    answer = run(
        "tests.webpages.corpus:read_all",
        orjson.dumps([as_page(text.canonical or "") for text in TEXTS]),
        limits=Limits(cpu_seconds=60, wall_seconds=120, output_times=40),
    )
    return {
        text.name: found and Page.from_json(found)
        for text, found in zip(TEXTS, answer, strict=True)
    }


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_a_nasty_text_in_a_page_keeps_every_sign(
    text: NastyText, pages: dict[str, Page | None]
) -> None:
    page, lines = pages[text.name], expected(text.canonical or "")
    assert (page.text if page else "") == "\n\n".join(lines)


@ON_BOTH
def test_the_nasty_texts_of_pages_are_marked_where_they_were_marked(
    world: World, visit: Visit, pages: dict[str, Page | None]
) -> None:
    """All in one article, so that what one of them moves would show in all that follow."""
    blocks = [block for page in pages.values() if page for block in page.blocks]
    # Ten thousand accents on one letter are looked at elsewhere.
    page = Page(tuple(block for block in blocks if len(block.text) < 3_000))
    with writing():
        article_id = import_text(world.project, draft_of(page), actor=SHELL)
    revision = db.session.query(Revision).filter_by(article_id=article_id).one()
    assert revision.text == page.text
    for block, placed in zip(page.blocks, orjson.loads(revision.layout)["blocks"], strict=True):
        assert revision.text[placed["start"] : placed["end"]] == block.text
    hand = Hand(visit(world.reviewer), world.slug, article_id, page.text)
    kept = mark_all(hand, _extents(page))
    check_kept(hand, kept)
    check_page(hand, kept)


def _extents(page: Page) -> list[tuple[int, int]]:
    chance = random.Random(4)
    layout = page.layout
    whole = [(block.start, block.end) for block in layout.blocks]
    inside = [
        (start, chance.randint(start + 1, end))
        for start, end in ((chance.randrange(first, last), last) for first, last in whole)
    ]
    return [*inside, *chance.sample(whole, 10)]


@pytest.mark.slow
def test_huge_texts_are_read_or_refused_with_a_way_on() -> None:
    for text in nasty_texts():
        if not text.huge or text.canonical is None:
            continue
        said = "read"
        try:
            assert read_html(as_page(text.canonical).encode()).blocks
        except Invalid as error:
            said = str(error)
        assert said.endswith(("read", "paste the text instead.")), text.name


def test_entities_of_a_page_come_to_the_same_text_as_elsewhere() -> None:
    [text] = [text for text in nasty_texts() if text.as_html is not None]
    page = read_html(f"<pre>{text.raw}</pre>".encode())
    assert page.blocks
    assert isinstance(page.blocks[0], PageBlock)
    assert "&lt;script&gt;" in page.text
    assert "\u20ac" in page.text
