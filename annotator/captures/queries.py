"""Reading captures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from annotator.annotations.models import Annotation
from annotator.articles.arrival import arrived
from annotator.articles.models import Article
from annotator.captures.models import Capture
from annotator.db import db
from annotator.sources.models import Source


def capture_of(capture_id: str) -> Capture | None:
    """One capture."""
    return db.session.get(Capture, capture_id)


def captures_of(source_id: str) -> Sequence[Capture]:
    """Every look at a source's page, the newest first."""
    query = select(Capture).where(Capture.source_id == source_id)
    return db.session.scalars(query.order_by(Capture.fetched_at.desc(), Capture.id)).all()


def captured_since(project_id: int, page_key: str | None, url: str, at: datetime) -> Capture | None:
    """The newest look at this very address in the project since then, for whichever source."""
    query = select(Capture).where(
        Capture.project_id == project_id,
        Capture.page_key == page_key,
        Capture.url == url,
        Capture.fetched_at >= at,
    )
    return db.session.scalars(query.order_by(Capture.fetched_at.desc()).limit(1)).first()


def sources_in_force(project_id: int) -> list[tuple[Source, datetime | None]]:
    """Each source in force with a link of its own, and when its page was last looked at.

    Those never looked at come first, then those looked at the longest ago.
    """
    looked_at = (
        select(func.max(Capture.fetched_at))
        .where(Capture.source_id == Source.id, Capture.url == Source.url)
        .scalar_subquery()
    )
    query = (
        select(Source, looked_at.label("looked_at"))
        .join(Annotation, Annotation.id == Source.annotation_id)
        .join(Article, Article.id == Annotation.article_id)
        .where(
            Source.project_id == project_id,
            Source.removed_at.is_(None),
            Source.url.is_not(None),
            Source.is_article.is_(False),
            Annotation.removed_at.is_(None),
            arrived(),
        )
        .order_by(looked_at.is_not(None), looked_at, Source.added_at, Source.id)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def captures_by_source(project_id: int) -> dict[str, list[Capture]]:
    """Every look at the project's pages, the newest first, by the source that it was for.

    Their texts are read when they are asked for.
    """
    found: dict[str, list[Capture]] = defaultdict(list)
    query = (
        select(Capture)
        .where(Capture.project_id == project_id)
        .order_by(Capture.fetched_at.desc(), Capture.id)
        .options(defer(Capture.text))
    )
    for capture in db.session.scalars(query):
        found[capture.source_id].append(capture)
    return found
