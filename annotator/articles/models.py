"""Articles and the immutable revisions of their text."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.articles.draws import draw_of
from annotator.db import UUID, Base, UTCTime, enum_by_value, long_text, uuid_key


class Priority(StrEnum):
    """What comes before the others, and what after them; most articles have none."""

    HIGH = "high"
    LOW = "low"


def _draw_of_row(row: Any) -> int:
    return draw_of(row.get_current_parameters()["id"])


class Article(Base):
    """One text under review, with where it came from."""

    __tablename__ = "article"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        UniqueConstraint("project_id", "external_id"),
        CheckConstraint("title <> ''", name="title_given"),
        Index("ix_article_title_key", "project_id", "title_key"),
        # The order in which articles wait for reviewers; without it each press sorts them all.
        Index("ix_article_queue", "project_id", "priority", "due_on", "number"),
        # The same among those that equally many people have, and of these one part of a sample:
        # what wants nobody any more is then not even passed.
        Index("ix_article_seats", "project_id", "seats", "priority", "due_on", "number"),
        Index("ix_article_draw", "project_id", "seats", "draw", "priority", "due_on", "number"),
        # Those in the trash, which every query of articles leaves out.
        Index(
            "ix_article_trashed",
            "project_id",
            "number",
            sqlite_where=text("trashed_at IS NOT NULL"),
            postgresql_where=text("trashed_at IS NOT NULL"),
        ),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    #: Place in the project's queue: the order in which articles came in.
    number: Mapped[int]
    external_id: Mapped[str | None]
    title: Mapped[str]
    #: The title without case or compatibility differences, for search.
    title_key: Mapped[str]
    url: Mapped[str | None]
    byline: Mapped[str | None]
    publisher: Mapped[str | None]
    published_on: Mapped[date | None] = mapped_column(Date())
    language: Mapped[str | None]
    origin: Mapped[long_text | None]
    created_at: Mapped[datetime] = mapped_column(UTCTime())
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    #: What it came in with; until that is finished, nobody sees it (`arrival.py`).
    import_id: Mapped[str | None] = mapped_column(
        UUID, ForeignKey("import.id", ondelete="RESTRICT"), index=True
    )
    #: Where it stands among those that wait for reviewers, and until when it is to be done.
    priority: Mapped[Priority | None] = mapped_column(enum_by_value(Priority, "priority"))
    due_on: Mapped[date | None] = mapped_column(Date())
    #: How many people have it: the seats of its assignments that somebody holds. The database
    #: counts them by triggers, whoever writes an assignment and however; nobody else sets it, and
    #: an object that was read before may have an older count.
    seats: Mapped[int] = mapped_column(
        default=0, server_default="0", deferred=True, info={"audit": "skip"}
    )
    #: `draw_of` its id, stored for the index.
    draw: Mapped[int] = mapped_column(
        default=_draw_of_row, server_default="0", deferred=True, info={"audit": "skip"}
    )
    #: Since when it is in the trash, and why; who may not take it back sees nothing of it.
    trashed_at: Mapped[datetime | None] = mapped_column(UTCTime())
    trash_reason: Mapped[str | None]

    revisions: Mapped[list[Revision]] = relationship(
        back_populates="article", order_by="Revision.number"
    )


class Revision(Base):
    """One version of an article's canonical text; the database refuses to change it."""

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("article_id", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint("length >= 1", name="text_given"),
        Index("ix_revision_text", "project_id", "text_sha256"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="RESTRICT"))
    number: Mapped[int]
    canonical: Mapped[str]
    text: Mapped[long_text] = mapped_column(info={"audit": "skip"})
    text_sha256: Mapped[str]
    #: JSON in the key order of the native format, so that an export can pass it on.
    layout: Mapped[long_text] = mapped_column(info={"audit": "hash"})
    #: Code points and words of the text.
    length: Mapped[int]
    words: Mapped[int]
    #: SHA-256 of the bytes that came in; null where they were not kept apart.
    source_sha256: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UTCTime())

    article: Mapped[Article] = relationship(back_populates="revisions")
