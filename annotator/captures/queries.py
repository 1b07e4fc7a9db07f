"""Reading captures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Select, func, select

from annotator.annotations.models import Annotation
from annotator.annotations.sight import Sight
from annotator.articles.models import Article
from annotator.articles.training import counted
from annotator.captures.models import Capture, Outcome
from annotator.db import behind, db
from annotator.sources.models import Source


@dataclass(frozen=True, slots=True)
class Looked:
    """What a capture says beside its text, which may be as long as a page is."""

    id: str
    source_id: str
    url: str
    final_url: str | None
    fetched_at: datetime
    status: int | None
    failure: Outcome | None
    text_sha256: str | None


def capture_of(capture_id: str) -> Capture | None:
    """One capture."""
    return db.session.get(Capture, capture_id)


def looks_at(source_id: str) -> list[Looked]:
    """Every look at a source's page, the newest first."""
    return [
        Looked(*row) for row in db.session.execute(_LOOKS.where(Capture.source_id == source_id))
    ]


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
    query = _in_force(project_id).order_by(
        _LOOKED_AT.is_not(None), _LOOKED_AT, Source.added_at, Source.id
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _in_force(project_id: int) -> Select[Source, datetime]:
    return (
        select(Source, _LOOKED_AT.label("looked_at"))
        .join(Annotation, Annotation.id == Source.annotation_id)
        .join(Article, Article.id == Annotation.article_id)
        .where(
            Source.project_id == project_id,
            Source.removed_at.is_(None),
            Source.url.is_not(None),
            Source.is_article.is_(False),
            Annotation.removed_at.is_(None),
            counted(),
        )
    )


def sources_added_before(
    project_id: int, cursor: str | None, most: int, sight: Sight
) -> list[tuple[Source, datetime | None]]:
    """So many of the same within sight, those added last first, from behind a cursor on."""
    query = _in_force(project_id).where(sight.marks_and_gold())
    query = query.where(*behind(Source.added_at, Source.id, cursor))
    query = query.order_by(Source.added_at.desc(), Source.id.desc()).limit(most)
    return [(row[0], row[1]) for row in db.session.execute(query)]


def looks_by_source(source_ids: Sequence[str]) -> dict[str, list[Looked]]:
    """Every look at the pages of these, the newest first, by the source that it was for."""
    found: dict[str, list[Looked]] = defaultdict(list)
    for row in db.session.execute(_LOOKS.where(Capture.source_id.in_(source_ids))):
        look = Looked(*row)
        found[look.source_id].append(look)
    return found


def texts_of(capture_ids: Sequence[str]) -> dict[str, str]:
    """What the pages held, by the ids of the captures; those that found no text are not there."""
    query = select(Capture.id, Capture.text).where(Capture.id.in_(capture_ids))
    return {key: text for key, text in db.session.execute(query) if text is not None}


_LOOKED_AT = (
    select(func.max(Capture.fetched_at))
    .where(Capture.source_id == Source.id, Capture.url == Source.url)
    .scalar_subquery()
)
_LOOKS = select(*(getattr(Capture, field.name) for field in fields(Looked))).order_by(
    Capture.fetched_at.desc(), Capture.id
)
