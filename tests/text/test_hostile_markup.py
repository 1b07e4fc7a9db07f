"""Cleaned markup put into a page without any policy, in a real Chromium: nothing runs or calls."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from annotator.text import cleaning
from tests.text.hostile import CHARGES, vectors

SCRIPT = Path(__file__).with_name("hostile.js")
KINDS = {
    "document": (cleaning.clean_document, cleaning.DOCUMENT_TAGS),
    "article": (cleaning.clean_article, cleaning.ARTICLE_TAGS),
}


class Watched:
    """A page without a policy, and what it said, asked for and opened by itself."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen: list[str] = []
        page.goto("about:blank")
        page.on("dialog", lambda dialog: (self.seen.append("a dialog"), dialog.dismiss()))
        page.on("request", lambda request: self.seen.append(f"a request for {request.url}"))
        page.on("popup", lambda popup: self.seen.append(f"a window at {popup.url}"))
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))

    def insert(self, pieces: Iterable[str], tags: Iterable[str]) -> list[str]:
        """Put every piece in, in each way there is; what came of it that may not be."""
        wrong: Any = self.page.evaluate(
            "([pieces, tags]) => insert(pieces, tags)", [list(pieces), sorted(tags)]
        )
        return [*wrong, *self.seen]


@pytest.fixture
def watched(page: Page) -> Watched:
    """The page, in which nothing has been put yet."""
    return Watched(page)


@pytest.fixture(scope="module")
def hostile() -> list[str]:
    """All the vectors."""
    found = vectors()
    assert len(found) == len(set(found)) > 700
    return found


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_cleaned_markup_runs(watched: Watched, hostile: list[str], kind: str) -> None:
    clean, tags = KINDS[kind]
    # What is cleaned away leaves the same behind in many of them.
    assert watched.insert(sorted({clean(vector) for vector in hostile}), tags) == []


@pytest.mark.browser
def test_what_is_not_cleaned_would_have(page: Page) -> None:
    heard: list[str] = []
    for charge in CHARGES:
        watched = Watched(page.context.new_page())
        found = watched.insert([charge], cleaning.DOCUMENT_TAGS)
        assert found, charge
        heard += found
        watched.page.close()
    assert heard.count("a script ran") >= 10
    assert any(line.startswith("a request for https://canary.invalid/") for line in heard)


@pytest.mark.parametrize("kind", KINDS)
def test_cleaning_what_is_clean_changes_nothing(hostile: list[str], kind: str) -> None:
    clean, _tags = KINDS[kind]
    for vector in hostile:
        once = clean(vector)
        assert clean(once) == once, vector
