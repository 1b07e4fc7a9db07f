"""Which articles of a batch repeat, to the letter or by their address, what is there already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from annotator.articles.arrival import arrived
from annotator.articles.models import Article, Revision
from annotator.articles.rows import Pair
from annotator.db import Values, db, insert_values
from annotator.similarity.models import Sketch
from annotator.similarity.queries import Known, Why, page_hash

#: The version of a sketch that is not compared with others yet, or not even made.
NOT_COMPARED = 0


@dataclass(frozen=True, slots=True)
class Repeat:
    """The article of this id, which is about to be stored, repeats one that is known."""

    article_id: str
    known: Known


def repeats_among(
    project_id: int, coming: Sequence[Pair], import_id: str | None, *, own_only: bool = False
) -> Iterator[Repeat]:
    """The articles that repeat one that is there, or one before them in the same import.

    With `own_only`, only what the import itself has brought counts as there.
    """
    there: ColumnElement[bool] = Article.import_id == import_id
    if not own_only:
        there = or_(arrived(), there)
    texts = _with_texts(project_id, {revision["text_sha256"] for _, revision in coming}, there)
    keys = {article["id"]: page_hash(article["url"]) for article, _ in coming}
    pages = _with_pages(project_id, {key for key in keys.values() if key is not None}, there)
    for article, revision in coming:
        text, page = revision["text_sha256"], keys[article["id"]]
        if text in texts:
            yield Repeat(article["id"], Known(*texts[text], Why.SAME_TEXT, 1.0))
        elif page in pages:
            yield Repeat(article["id"], Known(*pages[page], Why.SAME_PAGE, 0.0))
        own = (article["id"], article["title"])
        texts.setdefault(text, own)
        if page is not None:
            pages.setdefault(page, own)


def note_pages(project_id: int, stored: Sequence[Pair]) -> None:
    """Have what was stored be known by its address at once; the rest of a sketch is made later."""
    noted: list[Values] = [
        {
            "revision_id": revision["id"],
            "project_id": project_id,
            "article_id": article["id"],
            "version": NOT_COMPARED,
            "page_key": key,
        }
        for article, revision in stored
        if (key := page_hash(article["url"])) is not None
    ]
    insert_values(Sketch, noted)


def _with_texts(
    project_id: int, wanted: set[str], there: ColumnElement[bool]
) -> dict[str | None, tuple[str, str]]:
    query = (
        select(Revision.text_sha256, Article.id, Article.title)
        .join(Revision.article)
        .where(Revision.project_id == project_id, Revision.text_sha256.in_(wanted), there)
        .order_by(Article.number.desc())
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query)}


def _with_pages(
    project_id: int, wanted: set[str], there: ColumnElement[bool]
) -> dict[str | None, tuple[str, str]]:
    if not wanted:
        return {}
    query = (
        select(Sketch.page_key, Article.id, Article.title)
        .join(Article, Article.id == Sketch.article_id)
        .where(Sketch.project_id == project_id, Sketch.page_key.in_(wanted), there)
        .order_by(Article.number.desc())
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query)}
