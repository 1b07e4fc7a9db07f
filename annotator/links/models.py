"""Links: typed arrows between two marks of one person."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from annotator.db import UUID, Base, UTCTime, enum_by_value, uuid_key


class LinkKind(StrEnum):
    """What the first mark is to the second."""

    EXPLAINS = "explains"
    MADE_IN = "made_in"
    REPEATS = "repeats"
    CONTRADICTS = "contradicts"
    PART_OF = "part_of"


_IN_FORCE = text("removed_at IS NULL")


class Link(Base):
    """One arrow. Its ends and its kind never change; a removed one stays, out of sight."""

    __tablename__ = "link"
    __table_args__ = (
        CheckConstraint("from_id <> to_id", name="joins_two"),
        Index("ix_link_article", "article_id", "author_id"),
        Index("ix_link_from", "from_id"),
        Index(
            "uq_link_in_force",
            "from_id",
            "to_id",
            "kind",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="RESTRICT"))
    from_id: Mapped[str] = mapped_column(UUID, ForeignKey("annotation.id", ondelete="RESTRICT"))
    to_id: Mapped[str] = mapped_column(UUID, ForeignKey("annotation.id", ondelete="RESTRICT"))
    kind: Mapped[LinkKind] = mapped_column(enum_by_value(LinkKind, "kind"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    created_at: Mapped[datetime] = mapped_column(UTCTime())
    removed_at: Mapped[datetime | None] = mapped_column(UTCTime())
