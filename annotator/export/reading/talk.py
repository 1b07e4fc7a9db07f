"""The SQL of what was said about marks, as plain rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from annotator.annotations.models import Annotation
from annotator.comments.models import Comment, Thread
from annotator.export.reading.casts import Casts

Query = Select[*tuple[Any, ...]]

_PROJECT: Any = bindparam("project_id")
_ARTICLES: Any = bindparam("article_ids", expanding=True)


class CommentRow(NamedTuple):
    """A comment that stands in a thread."""

    annotation_id: str
    id: str
    author_id: int
    text: str
    mentions: str | None
    created_at: str
    edited_at: str | None


class ResolvedRow(NamedTuple):
    """That a thread is settled."""

    annotation_id: str
    resolved_by: int
    resolved_at: str


class TalkerRow(NamedTuple):
    """Who wrote a comment, whom it names, and who settled its thread."""

    author_id: int
    mentions: str | None
    resolved_by: int | None


@dataclass(slots=True)
class Talk:
    """The comments of some marks, oldest first, and which threads are settled, by mark."""

    comments: dict[str, list[CommentRow]] = field(default_factory=lambda: defaultdict(list))
    resolved: dict[str, ResolvedRow] = field(default_factory=dict)


class TalkStatements(Casts):
    """The queries, for one kind of database."""

    def __init__(self, dialect: str) -> None:
        super().__init__(dialect)
        self.comments = self._comments()
        self.resolved = self._resolved()
        self.talkers = (
            select(Comment.author_id, Comment.mentions, Thread.resolved_by)
            .outerjoin(Thread, Thread.annotation_id == Comment.annotation_id)
            .where(Comment.project_id == _PROJECT, Comment.removed_at.is_(None))
        )

    def _comments(self) -> Query:
        return (
            select(
                self.id(Comment.annotation_id),
                self.id(Comment.id),
                Comment.author_id,
                Comment.text,
                Comment.mentions,
                self.time(Comment.created_at),
                self.time(Comment.edited_at),
            )
            .where(Comment.project_id == _PROJECT, Comment.article_id.in_(_ARTICLES))
            .where(Comment.removed_at.is_(None))
            .order_by(Comment.annotation_id, Comment.created_at, Comment.id)
        )

    def _resolved(self) -> Query:
        return (
            select(self.id(Thread.annotation_id), Thread.resolved_by, self.time(Thread.resolved_at))
            .join(Annotation, Annotation.id == Thread.annotation_id)
            .where(Thread.project_id == _PROJECT, Annotation.article_id.in_(_ARTICLES))
            .where(Thread.resolved_at.is_not(None))
        )


@cache
def talk_statements(dialect: str) -> TalkStatements:
    """The statements, built once for each kind of database."""
    return TalkStatements(dialect)
