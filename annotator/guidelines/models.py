"""The versions of a project's guidelines; the database refuses to change or delete one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from annotator.db import Base, UTCTime, long_text


class GuidelineVersion(Base):
    """One published version, in Markdown; a verdict names the number of the one in force."""

    __tablename__ = "guideline_version"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint("text <> ''", name="text_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    number: Mapped[int]
    text: Mapped[long_text] = mapped_column(info={"audit": "hash"})
    created_at: Mapped[datetime] = mapped_column(UTCTime())
    #: Null where the command line published it.
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
