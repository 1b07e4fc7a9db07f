"""Which marks name a speaker, as far as somebody may know of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, literal, or_, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from annotator.annotations.models import Annotation, Claim, Label, Part, Quote
from annotator.annotations.sight import Sight
from annotator.articles.arrival import arrived_by_id
from annotator.articles.models import Article, Revision
from annotator.audit.models import Event
from annotator.db import db

_IS_CLAIM = Annotation.label == Label.CLAIM
_IS_QUOTE = Annotation.label == Label.QUOTE


@dataclass(frozen=True, slots=True)
class Said:
    """How many marks name somebody."""

    claims: int = 0
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class NamingMark:
    """One mark that names the speaker; `words` are a claim's wording where it has one."""

    id: str
    label: str
    words: str
    article_id: str
    title: str
    author_id: int
    author: str


def said_by(
    project_id: int, standing: Mapping[str, Collection[str]], sight: Sight
) -> dict[str, Said]:
    """For each key of `standing`, the marks within sight that name any of its speakers."""
    ids = [one for group in standing.values() for one in group]
    claims, quotes = (
        dict(_counted(kind, label, project_id, ids, sight.marks()))
        for kind, label in ((Claim, _IS_CLAIM), (Quote, _IS_QUOTE))
    )
    return {
        key: Said(*(sum(found.get(one, 0) for one in group) for found in (claims, quotes)))
        for key, group in standing.items()
    }


def marks_naming(
    ids: Collection[str],
    sight: Sight,
    *,
    after: str | None = None,
    limit: int,
) -> list[NamingMark]:
    """Up to `limit` marks that name any of these speakers, article by article.

    `after` is the last mark seen.
    """
    query = (
        select(Annotation, Article.title, Claim.wording)
        .join(Article, Article.id == Annotation.article_id)
        .outerjoin(Claim, Claim.annotation_id == Annotation.id)
        .outerjoin(Quote, Quote.annotation_id == Annotation.id)
        .where(
            or_(_IS_CLAIM & Claim.speaker_id.in_(ids), _IS_QUOTE & Quote.speaker_id.in_(ids)),
            *_in_force(),
            sight.marks(),
        )
        .options(selectinload(Annotation.fragments), joinedload(Annotation.author))
        .order_by(Article.number, Annotation.created_at, Annotation.id)
        .limit(limit)
    )
    rows = db.session.execute(_further(query, after))
    return [_naming(mark, title, wording) for mark, title, wording in rows]


def articles_naming(project_id: int, ids: frozenset[str], moment: datetime) -> list[str]:
    """The articles with any mark that had named one of these speakers by then, or names it still.

    What marks said is in their events only, once they say something else.
    """
    named = re.compile("|".join(f'"speaker_id":"{one}"' for one in sorted(ids)) or "(?!)")
    query = select(Event.article_id, Event.after).where(
        Event.project_id == project_id,
        Event.at <= moment,
        Event.target == "annotation",
        Event.article_id.is_not(None),
        Event.after.contains('"speaker_id":"', autoescape=True),
    )
    found: set[str] = set()
    for article_id, after in db.session.execute(query.execution_options(yield_per=1000)):
        if article_id and article_id not in found and named.search(after or ""):
            found.add(article_id)
    return sorted(found)


def _counted(
    kind: type[Claim | Quote],
    is_kind: ColumnElement[bool],
    project_id: int,
    ids: Collection[str],
    may_see: ColumnElement[bool],
) -> Iterator[tuple[str, int]]:
    query = (
        select(kind.speaker_id, func.count())
        .join(Annotation, Annotation.id == kind.annotation_id)
        .where(
            kind.project_id == project_id, kind.speaker_id.in_(ids), is_kind, *_in_force(), may_see
        )
        .group_by(kind.speaker_id)
    )
    return ((key or "", count) for key, count in db.session.execute(query))


def _in_force() -> tuple[ColumnElement[bool], ...]:
    """Not removed, in an article that is there, and not left behind in an earlier text."""
    newest = (
        select(Revision.id)
        .where(Revision.article_id == Annotation.article_id)
        .order_by(Revision.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        Annotation.removed_at.is_(None),
        arrived_by_id(Annotation.article_id),
        Annotation.revision_id == newest,
    )


def _further(
    query: Select[Annotation, str, str | None], after: str | None
) -> Select[Annotation, str, str | None]:
    place = select(Article.number, Annotation.created_at, Annotation.id)
    found = db.session.execute(
        place.join(Article, Article.id == Annotation.article_id).where(Annotation.id == after)
    ).one_or_none()
    if found is None:
        return query
    columns = (Article.number, Annotation.created_at, Annotation.id)
    last = (literal(value, one.type) for value, one in zip(found, columns, strict=True))
    return query.where(tuple_(*columns) > tuple_(*last))


def _naming(mark: Annotation, title: str, wording: str | None) -> NamingMark:
    pieces: dict[Part, list[str]] = defaultdict(list)
    for piece in mark.fragments:
        pieces[piece.part].append(piece.exact)
    words = (wording if mark.label is Label.CLAIM else None) or " … ".join(pieces[Part.CONTENT])
    return NamingMark(
        mark.id, mark.label.value, words, mark.article_id, title, mark.author_id, mark.author.name
    )
