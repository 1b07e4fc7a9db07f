"""Source links: evidence for or against a claim."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from annotator.db import UUID, Base, UTCTime, enum_by_value, long_text, uuid_key


class Stance(StrEnum):
    """What a source says to the claim; apart from the verdict."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    CONTEXT = "context"


class Source(Base):
    """One link given as evidence. Removed ones stay, out of sight."""

    __tablename__ = "source"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position_counts_from_one"),
        CheckConstraint("url <> ''", name="url_given"),
        Index("ix_source_annotation", "annotation_id", "position"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    annotation_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("annotation.id", ondelete="RESTRICT")
    )
    position: Mapped[int]
    url: Mapped[str]
    title: Mapped[str | None]
    publisher: Mapped[str | None]
    published_on: Mapped[date | None] = mapped_column(Date())
    stance: Mapped[Stance | None] = mapped_column(enum_by_value(Stance, "stance"))
    excerpt: Mapped[long_text | None]
    #: The same page as the article under review: no evidence of its own.
    is_article: Mapped[bool]
    added_by: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    added_at: Mapped[datetime] = mapped_column(UTCTime())
    removed_at: Mapped[datetime | None] = mapped_column(UTCTime())
