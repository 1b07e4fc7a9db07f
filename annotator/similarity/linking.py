"""Saying that articles are one story."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from sqlalchemy import select

from annotator.articles.models import Article
from annotator.audit.models import Action, Actor
from annotator.audit.service import change_of, record
from annotator.clock import now
from annotator.db import db, insert_rows
from annotator.similarity.models import ArticleLink

#: The newer article, and the one that was there before it.
Pair = tuple[str, str]


def link_articles(project_id: int, article_id: str, other_id: str, *, actor: Actor) -> None:
    """Say that both articles are one story; saying it again changes nothing."""
    link_all(project_id, [(article_id, other_id)], actor=actor)


def link_all(project_id: int, pairs: Sequence[Pair], *, actor: Actor) -> None:
    """The same of many pairs, in the caller's transaction."""
    told = _linked({one for pair in pairs for one in pair})
    links = []
    for article_id, other_id in pairs:
        if frozenset((article_id, other_id)) in told:
            continue
        told.add(frozenset((article_id, other_id)))
        links.append(
            ArticleLink(
                id=str(uuid4()),
                project_id=project_id,
                article_id=article_id,
                other_id=other_id,
                created_by=actor.id,
                created_at=now(),
            )
        )
    insert_rows(links)
    changes = [change_of(Action.ARTICLE_LINKED, one, article_id=one.article_id) for one in links]
    record(project_id, changes, actor=actor)


def link_those_there(project_id: int, pairs: Sequence[Pair], *, actor: Actor) -> None:
    """The same, without those whose first was refused after it had been looked at."""
    query = select(Article.id).where(Article.id.in_([article_id for article_id, _ in pairs]))
    there = set(db.session.scalars(query))
    link_all(project_id, [pair for pair in pairs if pair[0] in there], actor=actor)


def _linked(ids: set[str]) -> set[frozenset[str]]:
    """The pairs that are linked already, among those of which both are here."""
    query = select(ArticleLink.article_id, ArticleLink.other_id).where(
        ArticleLink.article_id.in_(ids), ArticleLink.other_id.in_(ids)
    )
    return {frozenset(row) for row in db.session.execute(query)}
