"""Finding what a text is like, and what was found before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, literal_column, select, union, union_all

from annotator.articles.arrival import arrived
from annotator.articles.models import Article, Revision
from annotator.articles.queries import revision_text
from annotator.db import Prepared, db, reader
from annotator.errors import NotFound
from annotator.similarity.models import ArticleLink, Likeness, Passage, Sketch, Why
from annotator.similarity.sketches import (
    Bands,
    bands_of,
    passages,
    resemblance,
    shingles,
    words_of,
)
from annotator.sources.urls import page_hash
from annotator.text.canonical import text_sha256
from annotator.text.layout import Layout

#: Articles that overlap by this share of their word triples are called near-duplicates.
NEAR_ARTICLE = 0.6
#: And passages, by this one.
NEAR_PASSAGE = 0.6
#: A passage that stands in more articles than this is boilerplate, and told of no further.
MOST_OTHERS = 20
#: So many articles are compared word by word with one that comes in.
COMPARED = 8
#: And so many passages with one passage: those that share the most with it, and the rarest.
MOST_COMPARED = 24
#: A band in so many passages is that of a common run of words, and only the first of them are
#: looked at: who shares no other band with a passage is not like it for that.
COMMON = 20

_BANDS = (Passage.band_1, Passage.band_2, Passage.band_3, Passage.band_4)
_NO_REVISION = "00000000-0000-0000-0000-000000000000"
_SHARING = union_all(
    *(
        select(
            select(
                literal_column(str(number)).label("band"),
                Passage.revision_id,
                Passage.block,
                Passage.article_id,
            )
            .where(
                Passage.project_id == bindparam("project"),
                band == bindparam(f"band_{number}"),
                Passage.revision_id != bindparam("besides"),
            )
            .order_by(Passage.revision_id, Passage.block)
            # Written out: SQLite plans a statement anew each time a limit is given to it.
            .limit(literal_column(str(COMMON)))
            .subquery()
        )
        for number, band in enumerate(_BANDS)
    )
)
_LIKE = Prepared(select(_SHARING.subquery()))


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


class PassageFound(NamedTuple):
    """A block of a sketched revision, which may be like another."""

    revision_id: str
    block: int
    article_id: str


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


def passages_like(
    project_id: int, bands: Bands, *, besides: str | None = None
) -> list[PassageFound]:
    """The sketched passages, but those of the revision `besides`, that share a band with this one.

    There are `MOST_COMPARED` at the most: first who shares more bands, and bands that few share.
    One common band alone makes nobody alike. The same tables give the same passages each time.
    """
    wanted = {f"band_{number}": band for number, band in enumerate(bands)}
    rows = _LIKE.all(reader(), project=project_id, besides=besides or _NO_REVISION, **wanted)
    sharing = Counter([row[0] for row in rows])
    weights: dict[PassageFound, float] = {}
    for number, revision_id, block, article_id in rows:
        found = PassageFound(revision_id, block, article_id)
        weights[found] = weights.get(found, 0.0) + 1 / sharing[number]
    likely = [found for found, weight in weights.items() if weight > 1 / COMMON]
    return sorted(likely, key=lambda found: (-weights[found], found))[:MOST_COMPARED]


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
    shared: Counter[str] = Counter()
    for _, found in passages(text, layout.blocks):
        likely = passages_like(project_id, bands_of(found))
        shared.update({one.article_id for one in likely})
    return [article_id for article_id, _ in shared.most_common(COMPARED)]


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
