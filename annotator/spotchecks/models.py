"""Spot checks: what a lead drew of others' submitted work, and what they decided on it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.db import UUID, Base, UTCTime, enum_by_value, long_text, uuid_key


class Unit(StrEnum):
    """What is drawn: somebody's whole work on an article, or one mark of it."""

    SUBMISSION = "submission"
    MARK = "mark"


class Outcome(StrEnum):
    """What a lead decided."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


class SpotCheck(Base):
    """A sample, as it was drawn; it never changes.

    `asked` is what there was to draw from, as JSON. The seed, with how many there were and the
    hash of their keys, lets anybody draw it again and see that nothing else could come out.
    """

    __tablename__ = "spot_check"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint("pool >= 1", name="drawn_from_something"),
    )
    __audit_children__ = ("items",)

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    number: Mapped[int]
    unit: Mapped[Unit] = mapped_column(enum_by_value(Unit, "unit"))
    asked: Mapped[long_text]
    seed: Mapped[str]
    pool: Mapped[int]
    pool_sha256: Mapped[str]
    drawn_by: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    drawn_at: Mapped[datetime] = mapped_column(UTCTime())

    items: Mapped[list[SpotItem]] = relationship(order_by="SpotItem.position")


class SpotItem(Base):
    """One thing that was drawn; `annotation_id` is null for the whole work on the article."""

    __tablename__ = "spot_item"
    __table_args__ = (Index("ix_spot_item_article", "article_id", "reviewer_id"),)

    spot_check_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("spot_check.id", ondelete="RESTRICT"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="RESTRICT"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    annotation_id: Mapped[str | None] = mapped_column(
        UUID, ForeignKey("annotation.id", ondelete="RESTRICT")
    )


class SpotDecision(Base):
    """What a lead decided on a mark, or (null) on the whole; another may follow, none is changed.

    `seen` has the versions of the marks that it is about, as a JSON object: what is not in that
    version any more was changed since.
    """

    __tablename__ = "spot_decision"
    __table_args__ = (
        ForeignKeyConstraint(
            ["spot_check_id", "position"],
            ["spot_item.spot_check_id", "spot_item.position"],
            name="fk_spot_decision_item",
            ondelete="RESTRICT",
        ),
        CheckConstraint("outcome <> 'returned' OR reason IS NOT NULL", name="returned_says_why"),
        CheckConstraint("reason <> ''", name="reason_given"),
        Index("ix_spot_decision_item", "spot_check_id", "position"),
        Index("ix_spot_decision_article", "article_id", "reviewer_id"),
        Index("ix_spot_decision_reviewer", "project_id", "reviewer_id", "decided_at"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    spot_check_id: Mapped[str] = mapped_column(UUID)
    position: Mapped[int]
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="RESTRICT"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    annotation_id: Mapped[str | None] = mapped_column(
        UUID, ForeignKey("annotation.id", ondelete="RESTRICT")
    )
    outcome: Mapped[Outcome] = mapped_column(enum_by_value(Outcome, "outcome"))
    reason: Mapped[long_text | None]
    seen: Mapped[long_text]
    decided_by: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    decided_at: Mapped[datetime] = mapped_column(UTCTime())
