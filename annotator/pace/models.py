"""Pace: that a lead and a person talked about a signal. The signals themselves are not stored."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from annotator.db import UUID, Base, UTCTime, long_text, uuid_key


class PaceTalk(Base):
    """A talk about one signal: a verdict that came soon, or work that was handed in soon.

    There is one at most for each, and it never changes.
    """

    __tablename__ = "pace_talk"
    __table_args__ = (
        UniqueConstraint("verdict_id"),
        UniqueConstraint("assignment_id"),
        CheckConstraint("(verdict_id IS NULL) <> (assignment_id IS NULL)", name="about_one_signal"),
        CheckConstraint("note <> ''", name="note_given"),
        Index("ix_pace_talk_reviewer", "project_id", "reviewer_id"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="RESTRICT"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    verdict_id: Mapped[str | None] = mapped_column(
        UUID, ForeignKey("verdict.id", ondelete="RESTRICT")
    )
    assignment_id: Mapped[str | None] = mapped_column(
        UUID, ForeignKey("assignment.id", ondelete="RESTRICT")
    )
    note: Mapped[long_text]
    talked_by: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    talked_at: Mapped[datetime] = mapped_column(UTCTime())
