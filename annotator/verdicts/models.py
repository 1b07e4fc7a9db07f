"""Verdicts: append-only; the database refuses to change or delete one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from annotator.db import UUID, Base, UTCTime, long_text, uuid_key


class Verdict(Base):
    """A rating on the project's scale, with who gave it, when and why."""

    __tablename__ = "verdict"
    __table_args__ = (
        UniqueConstraint("annotation_id", "position"),
        CheckConstraint("position >= 1", name="position_counts_from_one"),
        CheckConstraint(
            "NOT decisive OR (rationale IS NOT NULL AND rationale <> '')",
            name="decisive_says_why",
        ),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    annotation_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("annotation.id", ondelete="RESTRICT")
    )
    position: Mapped[int]
    scheme_version_id: Mapped[int] = mapped_column(
        ForeignKey("scheme_version.id", ondelete="RESTRICT")
    )
    rating: Mapped[str]
    decisive: Mapped[bool]
    rationale: Mapped[long_text | None]
    decided_by: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    decided_at: Mapped[datetime] = mapped_column(UTCTime())
    #: The number of the guidelines in force when it was given.
    guideline_version: Mapped[int | None]
