"""The demonstration must be able to show what it is there to show."""

from __future__ import annotations

from itertools import combinations
from urllib.parse import urlsplit

import pytest

from annotator.demo.content import (
    ARTICLES,
    SUBMITTED,
    DemoArticle,
    DemoMark,
    read_article,
    read_marks,
    resolve,
)
from annotator.text.canonical import canonicalise
from annotator.text.cleaning import is_web_address
from annotator.text.layout import plain_layout, propose_title

MARKS = read_marks()
TEXTS = {article.file: canonicalise(read_article(article)) for article in ARTICLES}
DECISIVE = {"supported", "refuted", "conflicting"}


def _places(file: str, reviewer: int) -> list[tuple[DemoMark, range]]:
    marks = [mark for mark in MARKS if mark.file == file and mark.reviewer == reviewer]
    return [(m, range(*resolve(TEXTS[file], m.words, m.occurrence))) for m in marks]


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.file)
def test_articles_are_canonical_as_they_lie(article: DemoArticle) -> None:
    assert read_article(article) == TEXTS[article.file]
    assert propose_title(TEXTS[article.file]) == article.title
    assert is_web_address(article.url)


def test_every_mark_is_in_its_article() -> None:
    for mark in MARKS:
        start, end = resolve(TEXTS[mark.file], mark.words, mark.occurrence)
        assert TEXTS[mark.file][start:end] == mark.words


def test_words_that_are_not_there_are_noticed() -> None:
    with pytest.raises(LookupError, match="occurrence 3 of “Passengers”"):
        resolve(TEXTS["ferry-fares.txt"], "Passengers", 3)


def test_sources_are_on_domains_that_belong_to_nobody() -> None:
    for url in [s.url for mark in MARKS for s in mark.sources] + [a.url for a in ARTICLES]:
        host = urlsplit(url).hostname or ""
        assert host.endswith((".example", "example.org", "example.net", "example.com"))


def test_a_claim_is_nested_in_a_quote_and_three_marks_overlap() -> None:
    places = _places("ferry-fares.txt", 1)
    assert any(
        outer.label == "quote" and inner.label == "claim" and set(b) < set(a)
        for outer, a in places
        for inner, b in places
    )
    assert any(set(a) & set(b) & set(c) for (_, a), (_, b), (_, c) in combinations(places, 3))


def test_every_state_of_a_claim_is_shown() -> None:
    claims = [mark for mark in MARKS if mark.label == "claim"]
    decided = [m for m in claims if m.rating in DECISIVE and m.rationale and m.sources]
    pending = [m for m in claims if m.rating in DECISIVE and not (m.rationale and m.sources)]
    assert decided
    assert pending
    assert any(mark.rating is None for mark in claims)
    assert any(mark.label == "context" for mark in MARKS)
    assert {mark.reviewer for mark in MARKS} == {1, 2}
    assert all(mark.rating is None for mark in MARKS if mark.label != "claim")


def test_what_is_submitted_has_no_pending_claim() -> None:
    for reviewer, file in SUBMITTED:
        for mark, _ in _places(file, reviewer):
            assert mark.rating not in DECISIVE or (mark.rationale and mark.sources)


def test_the_articles_hold_what_real_ones_do() -> None:
    ferry = TEXTS["ferry-fares.txt"]
    blocks = [ferry[b.start : b.end] for b in plain_layout(ferry).blocks]
    assert len(blocks) - len(set(blocks)) == 1
    assert ferry.count("”") == ferry.count("“") + 1
    assert "Vintsaid" in ferry
    assert "👨\u200d👩\u200d👧\u200d👦" in TEXTS["lighthouse-rumour.txt"]
    assert 1000 < len(TEXTS["hospital-numbers.txt"].split()) < 1400
