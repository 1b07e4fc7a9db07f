"""From what is stored of sources to what a page tells of those with something wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from annotator.accounts.models import User
from annotator.annotations.models import Annotation, Layer, Part
from annotator.annotations.queries import annotations_with
from annotator.annotations.sight import Sight
from annotator.articles.models import Article
from annotator.captures.findings import Finding, Found
from annotator.captures.surveying import Surveyed, surveyed_before
from annotator.db import cursor_of, db
from annotator.sources.urls import host_of

#: So many are shown on one page, and so many are looked through for it at most.
SHOWN, LOOKED_THROUGH = 50, 1_000


@dataclass(frozen=True, slots=True)
class WrongSource:
    """A source with what is wrong with it, and the claim that it is for."""

    id: str
    url: str
    host: str
    title: str | None
    looked_at: datetime | None
    findings: Sequence[Found]
    claim: str
    article_id: str
    article: str
    #: None for an adjudicated claim.
    reviewer_id: int | None
    reviewer: str


@dataclass(frozen=True, slots=True)
class WrongSources:
    """Some of them; `older` is the cursor of those before them, None where there are none."""

    rows: Sequence[WrongSource]
    older: str | None


def wrong_sources(project_id: int, sight: Sight, before: str | None = None) -> WrongSources:
    """Sources within sight with something wrong, those added last, from behind a cursor on.

    Among those of a page, dead and changed pages come first, and last what only lacks a copy.
    Where little is wrong a page ends early, so that it never waits for all there are.
    """
    found: list[Surveyed] = []
    older = last = None
    for seen, row in enumerate(surveyed_before(project_id, before, sight)):
        if len(found) == SHOWN or seen == LOOKED_THROUGH:
            older = last
            break
        last = cursor_of(row[0].added_at, row[0].id)
        if row[2]:
            found.append(row)
    found.sort(key=lambda row: _order(row[2]))
    return WrongSources(_told(found), older)


def _order(findings: Sequence[Found]) -> int:
    order = list(Finding)
    return min(order.index(one.finding) for one in findings)


def _told(rows: Sequence[Surveyed]) -> list[WrongSource]:
    marks = {mark.id: mark for mark in annotations_with([row[0].annotation_id for row in rows])}
    articles = {mark.article_id for mark in marks.values()}
    people = {mark.author_id for mark in marks.values()}
    titles = dict(
        db.session.execute(select(Article.id, Article.title).where(Article.id.in_(articles))).all()
    )
    names = dict(db.session.execute(select(User.id, User.name).where(User.id.in_(people))).all())
    return [
        WrongSource(
            source.id,
            source.url or "",
            host_of(source.url or ""),
            source.title,
            looked_at,
            findings,
            _words_of(mark),
            mark.article_id,
            titles[mark.article_id],
            None if mark.layer is Layer.GOLD else mark.author_id,
            names[mark.author_id],
        )
        for source, looked_at, findings in rows
        for mark in [marks[source.annotation_id]]
    ]


def _words_of(mark: Annotation) -> str:
    """The claim as it is worded, else the marked words."""
    if mark.claim is not None and mark.claim.wording:
        return mark.claim.wording
    pieces = [one.exact for one in mark.fragments if one.part is Part.CONTENT]
    return " … ".join(pieces)
