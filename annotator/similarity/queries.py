"""Finding what a text is like, and what was found before."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import and_, func, or_, select, union

from annotator.articles.arrival import arrived
from annotator.articles.models import Article, Revision
from annotator.articles.queries import revision_text
from annotator.db import db
from annotator.errors import Invalid, NotFound
from annotator.similarity.models import ArticleLink, Likeness, Passage, Sketch
from annotator.similarity.sketches import (
    Bands,
    bands_of,
    passages,
    resemblance,
    shingles,
    words_of,
)
from annotator.sources.urls import page_key
from annotator.text.canonical import text_sha256
from annotator.text.layout import Layout

#: Articles that overlap by this share of their word triples are called near-duplicates.
NEAR_ARTICLE = 0.6
#: And passages, by this one.
NEAR_PASSAGE = 0.6
#: A passage that stands in more articles than this is boilerplate, and told of no further.
MOST_OTHERS = 20
#: So many candidates are compared word by word.
_COMPARED = 8
_CHUNK = 200

_BANDS = (Passage.band_1, Passage.band_2, Passage.band_3, Passage.band_4)
_FOUND = (Passage.revision_id, Passage.block, Passage.article_id, *_BANDS)


class Why(StrEnum):
    """By what an article is known already, the strongest first."""

    SAME_TEXT = "same_text"
    SAME_PAGE = "same_page"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Known:
    """An article of the project that another text repeats; `resemblance` from 0 to 1."""

    article_id: str
    title: str
    why: Why
    resemblance: float


@dataclass(frozen=True, slots=True)
class Alike:
    """A block of another article, like `block` of the one that is asked about."""

    block: int
    article_id: str
    title: str
    other_block: int
    percent: int


@dataclass(frozen=True, slots=True)
class PassageFound:
    """A block of a sketched revision, by which others are like it."""

    revision_id: str
    block: int
    article_id: str
    bands: Bands


def known_articles(project_id: int, text: str, layout: Layout, url: str | None) -> list[Known]:
    """The articles that this text repeats, the likest first: its text, its page, or nearly so.

    Near-duplicates are found among the articles that were sketched.
    """
    found: dict[str, Known] = {}
    for article_id, title in _with_text(project_id, text_sha256(text)):
        found[article_id] = Known(article_id, title, Why.SAME_TEXT, 1.0)
    words = shingles(words_of(text))
    pages = _with_page(project_id, url)
    for article_id in [*pages, *_candidates(project_id, text, layout)]:
        if article_id in found:
            continue
        title, alike = _compared(article_id, words)
        if article_id in pages:
            found[article_id] = Known(article_id, title, Why.SAME_PAGE, alike)
        elif alike >= NEAR_ARTICLE:
            found[article_id] = Known(article_id, title, Why.NEAR, alike)
    order = list(Why)
    return sorted(found.values(), key=lambda one: (order.index(one.why), -one.resemblance))


def repeated_exactly(project_id: int, text: str, url: str | None) -> set[str]:
    """The articles with this very text, or of this page; both are found in an index."""
    same = {article_id for article_id, _ in _with_text(project_id, text_sha256(text))}
    return same.union(_with_page(project_id, url))


def alike_passages(revision_id: str) -> list[Alike]:
    """The blocks of other articles that are like blocks of this revision, in its order."""
    query = (
        select(Likeness.block, Article.id, Article.title, Likeness.other_block, Likeness.percent)
        .join(Revision, Revision.id == Likeness.other_revision_id)
        .join(Article, Article.id == Revision.article_id)
        .where(Likeness.revision_id == revision_id, arrived())
        .order_by(Likeness.block, Likeness.percent.desc(), Article.number)
    )
    return [Alike(*row) for row in db.session.execute(query)]


def linked_articles(article_id: str) -> list[tuple[str, str]]:
    """Id and title of the articles that were linked to this one, whichever came first."""
    here = (ArticleLink.article_id == article_id, ArticleLink.other_id == article_id)
    ids = union(
        select(ArticleLink.other_id).where(here[0]), select(ArticleLink.article_id).where(here[1])
    )
    query = (
        select(Article.id, Article.title)
        .where(Article.id.in_(ids.subquery().select()), arrived())
        .order_by(Article.number)
    )
    return [(row.id, row.title) for row in db.session.execute(query)]


def page_hash(url: str | None) -> str | None:
    """What stands for the page that an address names; None for no address, or none of the web."""
    if url is None:
        return None
    try:
        key = page_key(url)
    except Invalid:
        return None
    return hashlib.sha256("\n".join(key).encode()).hexdigest()


def passages_like(
    project_id: int, article_id: str | None, bands: Sequence[Bands]
) -> Iterator[PassageFound]:
    """The sketched passages of other articles that share a band with one of these.

    Of those that share one with very many others, the first by their keys are given, so that the
    same tables give the same passages each time.
    """
    for at in range(0, len(bands), _CHUNK):
        wanted = list(zip(*bands[at : at + _CHUNK], strict=True))
        shared = or_(*(column.in_(wanted[index]) for index, column in enumerate(_BANDS)))
        query = select(*_FOUND).where(Passage.project_id == project_id, shared)
        if article_id is not None:
            query = query.where(Passage.article_id != article_id)
        query = query.order_by(Passage.revision_id, Passage.block).limit(_CHUNK * MOST_OTHERS)
        for revision_id, block, other_id, *found in db.session.execute(query):
            yield PassageFound(revision_id, block, other_id, tuple(found))


def _with_text(project_id: int, sha256: str) -> list[tuple[str, str]]:
    query = (
        select(Article.id, Article.title, Article.number)
        .join(Article.revisions)
        .where(Revision.project_id == project_id, Revision.text_sha256 == sha256, arrived())
        .distinct()
        .order_by(Article.number)
    )
    return [(row.id, row.title) for row in db.session.execute(query)]


def _with_page(project_id: int, url: str | None) -> list[str]:
    wanted = page_hash(url)
    if wanted is None:
        return []
    query = (
        select(Sketch.article_id)
        .join(Article, Article.id == Sketch.article_id)
        .where(Sketch.project_id == project_id, Sketch.page_key == wanted, arrived())
        .order_by(Article.number)
    )
    return list(db.session.scalars(query))


def _candidates(project_id: int, text: str, layout: Layout) -> list[str]:
    bands = [bands_of(found) for _, found in passages(text, layout.blocks)]
    shared = Counter(one.article_id for one in passages_like(project_id, None, bands))
    return [article_id for article_id, _ in shared.most_common(_COMPARED)]


def _compared(article_id: str, words: frozenset[str]) -> tuple[str, float]:
    newest = select(func.max(Revision.number)).where(Revision.article_id == article_id)
    row = db.session.execute(
        select(Revision.id, Article.title)
        .join(Article, Article.id == Revision.article_id)
        .where(and_(Revision.article_id == article_id, Revision.number == newest.scalar_subquery()))
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such article.")
    return row.title, resemblance(words, shingles(words_of(revision_text(row.id).text)))
