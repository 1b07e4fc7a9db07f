"""Notifications with the names and words that their sentences need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from annotator.accounts.models import User
from annotator.annotations.models import Annotation, Fragment, Part
from annotator.articles.models import Article
from annotator.comments.models import Comment
from annotator.db import db
from annotator.notifications.models import Notification
from annotator.projects.models import Project

_MOST_WORDS = 140


@dataclass(frozen=True, slots=True)
class Place:
    """Where a notification leads: an article, or a mark in somebody's layer on it."""

    slug: str
    article_id: str | None
    reviewer_id: int | None
    annotation_id: str | None
    #: Whether the mark is deleted.
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page; `words` are those of the mark that it is about, where it is one."""

    row: Notification
    who: str | None
    #: Of the article; None where it is about the project.
    title: str | None
    project: str
    words: str | None
    #: Why the comment that it is about is removed, while it is.
    reason: str | None = None


def lines_of(rows: Sequence[Notification]) -> list[Line]:
    """The lines of these, in their order, in as many queries as there are kinds of name."""
    people = _names(User.id, User.name, {row.actor_id for row in rows})
    titles = _names(Article.id, Article.title, {row.article_id for row in rows})
    projects = _names(Project.id, Project.name, {row.project_id for row in rows})
    words = _words({row.annotation_id for row in rows if row.annotation_id})
    reasons = _names(Comment.id, Comment.removal_reason, {row.comment_id for row in rows})
    return [
        Line(
            row,
            people.get(row.actor_id),
            titles.get(row.article_id),
            projects[row.project_id],
            words.get(row.annotation_id or ""),
            reasons.get(row.comment_id),
        )
        for row in rows
    ]


def place_of(row: Notification) -> Place:
    """Where it leads its reader: their own work, or the layer of whoever made the mark."""
    slug = db.session.get_one(Project, row.project_id).slug
    mark = db.session.get(Annotation, row.annotation_id) if row.annotation_id else None
    reviewer = mark.author_id if mark else row.person_id
    return Place(
        slug,
        row.article_id,
        reviewer if reviewer != row.person_id else None,
        row.annotation_id,
        mark is not None and mark.removed_at is not None,
    )


def _names(key: Any, name: Any, wanted: set[Any]) -> dict[Any, Any]:
    query = select(key, name).where(key.in_(wanted - {None}))
    return {one: found for one, found in db.session.execute(query)}


def _words(marks: set[str]) -> dict[str, str]:
    pieces = defaultdict(list)
    query = (
        select(Fragment.annotation_id, Fragment.exact)
        .where(Fragment.annotation_id.in_(marks), Fragment.part == Part.CONTENT)
        .order_by(Fragment.annotation_id, Fragment.position)
    )
    for mark, exact in db.session.execute(query):
        pieces[mark].append(exact)
    return {mark: _short(" … ".join(found)) for mark, found in pieces.items()}


def _short(words: str) -> str:
    return words if len(words) <= _MOST_WORDS else words[: _MOST_WORDS - 1].rstrip() + "…"
