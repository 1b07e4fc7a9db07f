"""From what is stored of sources to what a page tells of those with something wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from annotator.accounts.models import User
from annotator.annotations.models import Annotation, Layer, Part
from annotator.annotations.queries import annotations_with
from annotator.articles.models import Article
from annotator.captures.findings import Finding, Found
from annotator.captures.surveying import surveyed
from annotator.db import db
from annotator.sources.models import Source
from annotator.sources.urls import host_of

#: So many are shown on one page.
SHOWN = 50


@dataclass(frozen=True, slots=True)
class WrongSource:
    """A source with what is wrong with it, and the claim that it is for."""

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
    """Some of them; `next_cursor` is where the next page begins, 0 where there is none."""

    rows: Sequence[WrongSource]
    next_cursor: int
    total: int


def wrong_sources(project_id: int, after: int = 0) -> WrongSources:
    """The sources in force with something wrong, from the place `after` on.

    Dead and changed pages come first, those that only lack a copy last.
    """
    found = [row for row in surveyed(project_id) if row[2]]
    found.sort(key=lambda row: _order(row[2]))
    shown = found[after : after + SHOWN]
    further = after + SHOWN if len(found) > after + SHOWN else 0
    return WrongSources(_told(shown), further, len(found))


def _order(findings: Sequence[Found]) -> int:
    order = list(Finding)
    return min(order.index(one.finding) for one in findings)


def _told(
    rows: Sequence[tuple[Source, datetime | None, Sequence[Found]]],
) -> list[WrongSource]:
    marks = {mark.id: mark for mark in annotations_with([row[0].annotation_id for row in rows])}
    articles = {mark.article_id for mark in marks.values()}
    people = {mark.author_id for mark in marks.values()}
    titles = dict(
        db.session.execute(select(Article.id, Article.title).where(Article.id.in_(articles))).all()
    )
    names = dict(db.session.execute(select(User.id, User.name).where(User.id.in_(people))).all())
    return [
        WrongSource(
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
