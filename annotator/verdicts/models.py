"""Verdicts: append-only; the database refuses to change or delete one."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from annotator.annotations.models import Confidence, PublicState
from annotator.db import UUID, Base, UTCTime, enum_by_value, long_text, uuid_key


class Verdict(Base):
    """A rating on the project's scale, with who gave it, when and why."""

    __tablename__ = "verdict"
    __table_args__ = (
        UniqueConstraint("annotation_id", "position"),
        Index("ix_verdict_given", "project_id", "decided_at", "id"),
        CheckConstraint("position >= 1", name="position_counts_from_one"),
        CheckConstraint(
            "NOT decisive OR (rationale IS NOT NULL AND rationale <> '')",
            name="decisive_says_why",
        ),
        CheckConstraint(
            "public_state NOT IN ('corrected', 'void') "
            "OR (correction_note IS NOT NULL AND correction_note <> '')",
            name="correction_says_what",
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
    confidence: Mapped[Confidence | None] = mapped_column(enum_by_value(Confidence, "confidence"))
    #: The day from which it holds, where somebody said; apart from when it was recorded.
    effective_on: Mapped[date | None] = mapped_column(Date())
    correction_note: Mapped[long_text | None]
    public_state: Mapped[PublicState | None] = mapped_column(
        enum_by_value(PublicState, "public_state")
    )
