"""Adjudication: what was decided where reviewers differ, and when an article's gold was done."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.db import UUID, Base, UTCTime, enum_by_value, long_text, uuid_key


class Decision(StrEnum):
    """What became of marks of the same words, or of words that have some in common."""

    #: Nobody differed, and nobody had to decide.
    AGREED = "agreed"
    #: One reviewer's mark, as it is.
    TAKEN = "taken"
    #: All the words that anybody marked.
    UNION = "union"
    #: The words that everybody marked.
    OVERLAP = "overlap"
    #: One reviewer's words, with what others said of them.
    COMBINED = "combined"
    #: Each of the marks, on its own.
    BOTH = "both"
    DROPPED = "dropped"


class Category(StrEnum):
    """What kind of difference was settled: what a desk learns from."""

    BOUNDARY = "boundary"
    LABEL = "label"
    INTERPRETATION = "interpretation"
    EVIDENCE = "evidence"
    MISSED = "missed"
    SLIP = "slip"
    GUIDELINE_UNCLEAR = "guideline_unclear"
    OTHER = "other"


class Adjudication(Base):
    """One decision on one group of marks. It is never changed: reopened, another takes its place.

    `from_ids` are the marks it is about, as a sorted JSON list; `golds` the marks of the gold
    layer that it made.
    """

    __tablename__ = "adjudication"
    __table_args__ = (
        CheckConstraint("(reopened_at IS NULL) = (reopened_by IS NULL)", name="reopened_by_one"),
        CheckConstraint("decision = 'agreed' OR category IS NOT NULL", name="says_its_category"),
        CheckConstraint("reason <> ''", name="reason_given"),
        Index("ix_adjudication_article", "article_id", "decided_at"),
    )
    __audit_children__ = ("golds",)

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="RESTRICT"))
    from_ids: Mapped[long_text]
    decision: Mapped[Decision] = mapped_column(enum_by_value(Decision, "decision"))
    category: Mapped[Category | None] = mapped_column(enum_by_value(Category, "category"))
    reason: Mapped[long_text | None]
    decided_by: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    decided_at: Mapped[datetime] = mapped_column(UTCTime())
    reopened_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    reopened_at: Mapped[datetime | None] = mapped_column(UTCTime())
    #: Whose links hold of those that lead from its marks: one mark's, by its id, everybody's
    #: ("union") or nobody's ("none"). What was decided before links were has everybody's.
    links: Mapped[str | None]

    golds: Mapped[list[GoldMark]] = relationship(order_by="GoldMark.annotation_id")


class GoldMark(Base):
    """A mark of the gold layer, and the decision that made it."""

    __tablename__ = "gold_mark"
    __table_args__ = (Index("ix_gold_mark_adjudication", "adjudication_id"),)

    annotation_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("annotation.id", ondelete="RESTRICT"), primary_key=True
    )
    adjudication_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("adjudication.id", ondelete="RESTRICT")
    )
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))


class GoldLayer(Base):
    """Whether an article's gold layer is finished; there once it was for the first time."""

    __tablename__ = "gold_layer"
    __table_args__ = (
        CheckConstraint("(finished_at IS NULL) = (finished_by IS NULL)", name="finished_by_one"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        Index("ix_gold_layer_project", "project_id"),
    )

    article_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("article.id", ondelete="RESTRICT"), primary_key=True
    )
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    finished_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    finished_at: Mapped[datetime | None] = mapped_column(UTCTime())
    version: Mapped[int]
