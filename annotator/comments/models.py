"""Comments on a mark, and whether what they talk about is settled."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.accounts.models import User
from annotator.annotations.models import Annotation
from annotator.db import UUID, Base, UTCTime, long_text, uuid_key


class Comment(Base):
    """A message in the thread of a mark. Removed ones stay, out of sight."""

    __tablename__ = "comment"
    __table_args__ = (
        CheckConstraint("text <> ''", name="text_given"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint(
            "(removed_by IS NULL) = (removal_reason IS NULL)", name="removal_by_another_has_reason"
        ),
        CheckConstraint(
            "removed_by IS NULL OR removed_at IS NOT NULL", name="removed_by_only_if_removed"
        ),
        CheckConstraint("removal_reason <> ''", name="removal_reason_given"),
        Index("ix_comment_annotation", "annotation_id", "created_at"),
        Index("ix_comment_article", "project_id", "article_id"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="RESTRICT"))
    annotation_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("annotation.id", ondelete="RESTRICT")
    )
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    text: Mapped[long_text]
    #: Account ids of whom it names, as a JSON list in ascending order; None for nobody.
    mentions: Mapped[long_text | None]
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime] = mapped_column(UTCTime())
    edited_at: Mapped[datetime | None] = mapped_column(UTCTime())
    removed_at: Mapped[datetime | None] = mapped_column(UTCTime())
    #: Who removed another's comment, and why; both None where its writer did.
    removed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    removal_reason: Mapped[long_text | None]

    annotation: Mapped[Annotation] = relationship()
    author: Mapped[User] = relationship(foreign_keys=author_id)

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}


class Thread(Base):
    """How far the comments of a mark are; a mark whose thread was never resolved has no row."""

    __tablename__ = "thread"
    __table_args__ = (
        CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by IS NULL)", name="resolved_by_somebody"
        ),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
    )

    annotation_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("annotation.id", ondelete="RESTRICT"), primary_key=True
    )
    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="RESTRICT"), index=True
    )
    resolved_at: Mapped[datetime | None] = mapped_column(UTCTime())
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}
