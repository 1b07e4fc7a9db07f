"""What an import brought, compared with what is there and with itself, before anybody sees it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import orjson
from sqlalchemy import select

from annotator.articles.models import Article, Revision
from annotator.db import Values, db, insert_values, ordered_key
from annotator.similarity.models import StagedRepeat, Why
from annotator.similarity.queries import (
    COMMON,
    COMPARED,
    NEAR_ARTICLE,
    Known,
    known_articles,
)
from annotator.similarity.repeats import Repeat
from annotator.similarity.sketches import bands_of, passages, resemblance, shingles, words_of
from annotator.sources.urls import page_hash
from annotator.text.canonical import text_sha256
from annotator.text.layout import Layout

#: So many articles of one import are sketched in memory, some 40 MB; those after them are
#: compared with these by their words, and with each other by text and address alone.
MOST_SKETCHED = 5_000
#: So many are read at once.
_CHUNK = 50
#: Texts that share less than this are not the same article for their address alone: a dataset has
#: several claims from one page, each a record of its own.
HARDLY = 0.1

_ORDER = list(Why)


def repeats_in(project_id: int, import_id: str) -> Iterator[list[Repeat]]:
    """Each article of the import that repeats one, some at a time and in their order.

    What is there comes before what the import itself brought, where both are repeated alike. Of
    the import's own articles, one with the same address and hardly a word in common is no repeat.
    """
    own, after = _Own(), 0
    while staged := _staged(import_id, after):
        after = staged[-1].number
        found = []
        for one in staged:
            text, layout = _text_of(one.id)
            known = known_articles(project_id, text, layout, one.url)
            known += own.like(one, text, layout)
            if known:
                likest = min(known, key=lambda like: (_ORDER.index(like.why), -like.resemblance))
                found.append(Repeat(one.id, likest))
        yield found


def keep_repeats(project_id: int, import_id: str, found: list[Repeat]) -> None:
    """Have somebody asked about them, in the caller's transaction."""
    rows: list[Values] = [
        {
            "id": ordered_key(),
            "project_id": project_id,
            "import_id": import_id,
            "article_id": one.article_id,
            "other_id": one.known.article_id,
            "why": one.known.why,
            "percent": round(100 * one.known.resemblance),
            "answer": None,
            "job_id": None,
        }
        for one in found
    ]
    insert_values(StagedRepeat, rows)


def alike(article_id: str, other_id: str) -> float:
    """How far the newest words of two articles overlap, from 0 to 1."""
    return resemblance(_shingles_of(article_id), _shingles_of(other_id))


class _Staged(NamedTuple):
    """An article of the import."""

    id: str
    number: int
    title: str
    url: str | None


class _Own:
    """The articles that the import brought so far."""

    def __init__(self) -> None:
        self._articles: list[Known] = []
        self._exact: dict[str, int] = {}
        self._bands: dict[tuple[int, int], list[int]] = defaultdict(list)

    def like(self, coming: _Staged, text: str, layout: Layout) -> list[Known]:
        """Those that the article repeats; from then on it is one of them."""
        page = page_hash(coming.url)
        keys = [text_sha256(text)] if page is None else [text_sha256(text), page]
        bands = [
            band
            for _, found in passages(text, layout.blocks)
            for band in enumerate(bands_of(found))
        ]
        repeated = self._repeated(text, keys, bands)
        self._note(Known(coming.id, coming.title, Why.NEAR, 0.0), keys, bands)
        return repeated

    def _repeated(self, text: str, keys: list[str], bands: list[tuple[int, int]]) -> list[Known]:
        whys = {
            self._exact[key]: why
            for why, key in reversed(list(zip(_ORDER, keys, strict=False)))
            if key in self._exact
        }
        shared = Counter(place for band in bands for place in self._bands.get(band, ()))
        places = dict.fromkeys([*whys, *(place for place, _ in shared.most_common(COMPARED))])
        words = shingles(words_of(text)) if places else frozenset()
        found: list[Known] = []
        for place in places:
            one = self._articles[place]
            share = resemblance(words, _shingles_of(one.article_id))
            wanted = HARDLY if whys.get(place) is Why.SAME_PAGE else NEAR_ARTICLE
            if whys.get(place) is Why.SAME_TEXT or share >= wanted:
                found.append(replace(one, why=whys.get(place, Why.NEAR), resemblance=share))
        return found

    def _note(self, article: Known, keys: list[str], bands: list[tuple[int, int]]) -> None:
        place = len(self._articles)
        self._articles.append(article)
        for key in keys:
            self._exact.setdefault(key, place)
        if place >= MOST_SKETCHED:
            return
        for band in dict.fromkeys(bands):
            if len(self._bands[band]) < COMMON:
                self._bands[band].append(place)


def _staged(import_id: str, after: int) -> list[_Staged]:
    query = (
        select(Article.id, Article.number, Article.title, Article.url)
        .where(Article.import_id == import_id, Article.number > after)
        .order_by(Article.number)
        .limit(_CHUNK)
    )
    return [_Staged(*row) for row in db.session.execute(query)]


def _text_of(article_id: str) -> tuple[str, Layout]:
    query = select(Revision.text, Revision.layout).where(Revision.article_id == article_id)
    row = db.session.execute(query.order_by(Revision.number.desc()).limit(1)).one()
    return row.text, Layout.from_json(orjson.loads(row.layout))


def _shingles_of(article_id: str) -> frozenset[str]:
    return shingles(words_of(_text_of(article_id)[0]))
