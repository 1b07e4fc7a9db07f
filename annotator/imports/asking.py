"""Looking for what an import repeats before its last step, so that somebody can be asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from annotator.articles.arrival import arrived
from annotator.articles.models import Article, Revision
from annotator.db import db, writing
from annotator.imports import service
from annotator.imports.models import Import
from annotator.similarity.comparing import alike, keep_repeats, repeats_in
from annotator.similarity.known import Choice
from annotator.similarity.models import Sketch, StagedRepeat, Why
from annotator.similarity.queries import Known
from annotator.similarity.repeats import Repeat
from annotator.similarity.service import sketch_missing

#: By what an article is the same to the letter, and where that is found.
_EXACTLY: tuple[tuple[Why, Any, str], ...] = (
    (Why.SAME_TEXT, Revision, "text_sha256"),
    (Why.SAME_PAGE, Sketch, "page_key"),
)


def asks(choice: Choice, *, annotated: bool) -> bool:
    """Whether articles are compared once they are all stored.

    Those of an `annotated` dataset are, for every choice that asks for near-duplicates: it takes
    them with their marks, and not one by one.
    """
    if annotated:
        return choice not in (Choice.SAME, Choice.ADD)
    return choice is Choice.ASK


def look_for_repeats(project_id: int, import_id: str) -> Iterator[int]:
    """Keep a question for each article that repeats one; gives how many there are, now and then."""
    asked = 0
    # What came in just now is known by its words once it is sketched.
    for _ in sketch_missing(project_id):
        _show_life(import_id)
        yield asked
    for found in repeats_in(project_id, import_id):
        db.session.rollback()
        with writing():
            service.show_life(import_id)
            keep_repeats(project_id, import_id, found)
        asked += len(found)
        yield asked


def ask_about_newcomers(project_id: int, import_id: str, since: datetime | None = None) -> int:
    """Have somebody asked about articles of the import that others brought as well since then.

    Without a time, since the import began.

    That is found by text and address, in the caller's transaction, which has locked the chain;
    what is asked about already is not asked about again. Returns about how many somebody is asked.
    """
    since = since or service.begun_at(import_id)
    found: dict[str, Repeat] = {}
    for article_id, other_id, title, why in _newcomers(project_id, import_id, since):
        if article_id not in found:
            share = 1.0 if why is Why.SAME_TEXT else alike(article_id, other_id)
            found[article_id] = Repeat(article_id, Known(other_id, title, why, share))
    keep_repeats(project_id, import_id, list(found.values()))
    return len(found)


def _newcomers(
    project_id: int, import_id: str, since: datetime
) -> Iterator[tuple[str, str, str, Why]]:
    own = aliased(Article)
    for why, kind, key in _EXACTLY:
        this, other = aliased(kind), aliased(kind)
        query = (
            select(own.id, Article.id, Article.title)
            .join(this, this.article_id == own.id)
            .join(other, getattr(other, key) == getattr(this, key))
            .join(Article, Article.id == other.article_id)
            .outerjoin(Import, Import.id == Article.import_id)
            .where(own.import_id == import_id, other.project_id == project_id, arrived())
            .where(func.coalesce(Import.finished_at, Article.created_at) >= since)
            .where(own.id.not_in(select(StagedRepeat.article_id)))
            .order_by(own.number, Article.number)
        )
        for row in db.session.execute(query).all():
            yield *row, why


def _show_life(import_id: str) -> None:
    with writing():
        service.show_life(import_id)
