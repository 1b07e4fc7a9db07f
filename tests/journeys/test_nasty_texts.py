"""Ten of the nasty texts in the page itself: selected, saved, painted anew and compared."""

from __future__ import annotations

import os
import random

import pytest
import regex
from playwright.sync_api import expect

from annotator.db import db
from annotator.projects.queries import project_by_slug
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk, Extent
from tests.journeys.site import ROSA, Site
from tests.text.nasty import NastyText, nasty_texts
from tests.workspace.nasty_trip import import_nasty

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAMES = ("U01", "U02", "U04 pairs", "U05", "U08", "U10", "U12", "U15", "U16", "U19", "U31")
TEXTS = [
    pytest.param(text, id=text.name)
    for text in nasty_texts(huge=False, refused=False)
    if text.name in NAMES
]
#: How many signs of each text are marked, beside its first and its last.
MOST = int(os.environ.get("ANNOTATOR_NASTY_SIGNS", "4"))


def _sample(text: str) -> list[Extent]:
    """Some signs that are no mere white space, the first and the last among them."""
    signs = [
        found.span() for found in regex.finditer(r"\X", text) if found.group().strip("\u200b \n\t")
    ]
    chance = random.Random(text)
    chosen = {signs[0], signs[-1], *chance.sample(signs, min(len(signs), MOST))}
    return sorted(chosen)


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_selected_in_the_page_is_what_is_kept(
    site: Site, arrive: Arrive, text: NastyText
) -> None:
    canonical = text.canonical
    project = project_by_slug("demo")
    assert canonical is not None
    assert project is not None
    article_id = import_nasty(project, text)
    db.session.remove()
    rosa = arrive(ROSA)
    rosa.goes_to(f"/projects/demo/articles/{article_id}")
    desk = Desk(rosa.page)
    assert desk.text == canonical

    wanted = _sample(canonical)
    for start, end in wanted:
        _choose_exactly(desk, start, end)
    desk.is_saved()

    kept = {(piece["start"], piece["end"]) for mark in desk.marks() for piece in mark["fragments"]}
    assert kept == set(wanted)
    before = rosa.page.locator("#article").inner_html()
    desk.reload()
    assert desk.text == canonical
    assert _painting(rosa.page.locator("#article").inner_html()) == _painting(before)


def _choose_exactly(desk: Desk, start: int, end: int) -> None:
    """Select with Alt held, which snaps to no words, and label it."""
    desk.press("Escape", "Escape")
    expect(desk.label_bar).to_be_hidden()
    desk.lets_go_with_alt()
    desk.select(start, end)
    expect(desk.label_bar).to_be_visible()
    desk.press("1")
    expect(desk.label_bar).to_be_hidden()


def _painting(html: str) -> list[str]:
    """The pieces of the article, without the numbers that a page gives its marks anew."""
    return regex.findall(r">([^<>]+)<", html)
