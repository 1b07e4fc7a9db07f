"""Reading articles and the texts of their revisions."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from uuid import UUID

import orjson
from cachetools import LRUCache, cached
from sqlalchemy import func, select

from annotator.articles.arrival import arrived, came_in
from annotator.articles.models import Article, Revision
from annotator.articles.training import counted
from annotator.db import db
from annotator.errors import NotFound
from annotator.text.layout import Layout

CACHE_BYTES = 64 * 1024 * 1024

# What a block of a layout takes beside the text.
_BLOCK_BYTES = 200


@dataclass(frozen=True, slots=True)
class RevisionText:
    """One revision's text with its layout, apart from any database session."""

    id: str
    number: int
    text: str
    text_sha256: str
    layout: Layout
    language: str | None


def find(project_id: int, article_id: str) -> Article | None:
    """The article, if it belongs to the project."""
    return db.session.scalar(
        select(Article).where(Article.id == article_id, Article.project_id == project_id, arrived())
    )


def find_kept(project_id: int, article_id: str) -> Article | None:
    """The article, if it belongs to the project, be it in the trash."""
    found = Article.id == article_id, Article.project_id == project_id, came_in()
    return db.session.scalar(select(Article).where(*found))


def is_trashed(project_id: int, article_id: str) -> bool:
    """Whether the project has the article in its trash."""
    found = Article.id == article_id, Article.project_id == project_id
    query = select(Article.id).where(*found, Article.trashed_at.is_not(None), came_in())
    return db.session.scalar(query) is not None


def some_of(project_id: int, article_ids: Sequence[str]) -> Sequence[Article]:
    """Those of these articles that belong to the project, in the order of the queue."""
    query = select(Article).where(
        Article.id.in_(article_ids), Article.project_id == project_id, arrived()
    )
    return db.session.scalars(query.order_by(Article.number)).all()


def called(project_id: int, name: str) -> Article | None:
    """The article with this id, or else with this external id."""
    try:
        found = find(project_id, str(UUID(name)))
    except ValueError:
        found = None
    if found is not None:
        return found
    return db.session.scalar(
        select(Article).where(
            Article.external_id == name, Article.project_id == project_id, arrived()
        )
    )


def count_of(project_id: int) -> int:
    """How many articles the project has, those for training apart."""
    query = select(func.count()).select_from(Article)
    query = query.where(Article.project_id == project_id, counted())
    return db.session.scalar(query) or 0


def come_by(
    project_id: int, moment: datetime, *, after: int | None, limit: int
) -> list[tuple[str, int]]:
    """Id and number of articles that began to come in by then, in the order of the queue."""
    query = select(Article.id, Article.number).where(
        Article.project_id == project_id,
        Article.created_at <= moment,
        Article.number > (after or 0),
        arrived(),
    )
    rows = db.session.execute(query.order_by(Article.number).limit(limit))
    return [(row[0], row[1]) for row in rows]


def _bytes(revision: RevisionText) -> int:
    layout = revision.layout
    return sys.getsizeof(revision.text) + _BLOCK_BYTES * (len(layout.blocks) + len(layout.inline))


@cached(LRUCache(CACHE_BYTES, getsizeof=_bytes), lock=Lock())
def revision_text(revision_id: str) -> RevisionText:
    """A revision's text, remembered: revisions never change. Raises `NotFound`."""
    row = db.session.execute(
        select(
            Revision.id,
            Revision.number,
            Revision.text,
            Revision.text_sha256,
            Revision.layout,
            Article.language,
        )
        .join(Revision.article)
        .where(Revision.id == revision_id, arrived())
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such revision.")
    layout = Layout.from_json(orjson.loads(row.layout))
    return RevisionText(row.id, row.number, row.text, row.text_sha256, layout, row.language)


def languages_of(project_id: int) -> list[str]:
    """The languages that the project's articles are in."""
    query = select(Article.language).where(Article.project_id == project_id, counted())
    return sorted(one for one in db.session.scalars(query.distinct()) if one)
