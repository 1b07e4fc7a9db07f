"""Reading what is in a project's trash."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from annotator.articles.models import Article
from annotator.articles.rows import title_key
from annotator.audit.models import Action, Event
from annotator.db import db

PAGE_SIZE = 50


def in_trash(project_id: int, words: str | None, after: int | None) -> Sequence[Article]:
    """Articles in the trash whose title has these words, at most one more than a page has, the
    newest articles first; `after` is the number of the last one seen.
    """
    query = select(Article).where(Article.project_id == project_id, Article.trashed_at.is_not(None))
    if words and words.strip():
        key = title_key(words.strip())
        query = query.where(Article.title_key.contains(key, autoescape=True))
    if after is not None:
        query = query.where(Article.number < after)
    return db.session.scalars(query.order_by(Article.number.desc()).limit(PAGE_SIZE + 1)).all()


def any_in_trash(project_id: int) -> bool:
    """Whether anything is in it."""
    query = select(Article.id).where(
        Article.project_id == project_id, Article.trashed_at.is_not(None)
    )
    return db.session.scalar(query.limit(1)) is not None


def movers(project_id: int, article_ids: Sequence[str]) -> Mapping[str, str]:
    """Who moved each of these articles to the trash last, by name."""
    last = (
        select(func.max(Event.seq))
        .where(
            Event.project_id == project_id,
            Event.target_id.in_(article_ids),
            Event.action == Action.ARTICLE_TRASHED.value,
        )
        .group_by(Event.target_id)
    )
    query = select(Event.target_id, Event.actor_name).where(
        Event.project_id == project_id, Event.seq.in_(last)
    )
    return {row.target_id: row.actor_name for row in db.session.execute(query)}
