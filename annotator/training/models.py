"""Training: the articles with known answers, the answers, and what people made of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from annotator.db import UUID, Base, UTCTime, enum_by_value, long_text, uuid_key


class Offer(StrEnum):
    """What a training article is for now."""

    OFFERED = "offered"
    #: Nobody new gets it; it stays out of the project's data, as people know its answers.
    RETIRED = "retired"
    #: An ordinary article again.
    ENDED = "ended"


class Origin(StrEnum):
    """What the known answers were taken from."""

    GOLD = "gold"
    REVIEWER = "reviewer"


class TrainingArticle(Base):
    """An article that people learn with; a row stays when it is an ordinary one again."""

    __tablename__ = "training_article"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        Index("ix_training_article_project", "project_id"),
    )

    article_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("article.id", ondelete="RESTRICT"), primary_key=True
    )
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    state: Mapped[Offer] = mapped_column(enum_by_value(Offer, "state"))
    made_at: Mapped[datetime] = mapped_column(UTCTime())
    version: Mapped[int]


class Answers(Base):
    """One version of an article's known answers, frozen: nobody changes it any more.

    `marks` is a JSON list, each mark with its id, label, pieces, and of a claim with a verdict
    that counts its rating and the version of the scale.
    """

    __tablename__ = "training_answers"
    __table_args__ = (
        UniqueConstraint("article_id", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint("(origin = 'gold') = (reviewer_id IS NULL)", name="of_a_reviewer_or_gold"),
        Index("ix_training_answers_project", "project_id"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="RESTRICT"))
    number: Mapped[int]
    revision_id: Mapped[str] = mapped_column(UUID, ForeignKey("revision.id", ondelete="RESTRICT"))
    origin: Mapped[Origin] = mapped_column(enum_by_value(Origin, "origin"))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    marks: Mapped[long_text]
    made_at: Mapped[datetime] = mapped_column(UTCTime())
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))


class Explanation(Base):
    """Why a known answer is right, in a lead's words; shown once somebody has submitted."""

    __tablename__ = "training_explanation"
    __table_args__ = (
        UniqueConstraint("article_id", "mark_id"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        Index("ix_training_explanation_project", "project_id"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="RESTRICT"))
    #: A mark among the answers: a new version of these keeps what was said of a mark it keeps.
    mark_id: Mapped[str] = mapped_column(UUID, ForeignKey("annotation.id", ondelete="RESTRICT"))
    text: Mapped[long_text]
    version: Mapped[int]


class Attempt(Base):
    """One submission on a training article: what was marked, and the counts of its score.

    The counts are those of `scoring.Score`; nothing that happens later changes them.
    """

    __tablename__ = "training_attempt"
    __table_args__ = (
        UniqueConstraint("article_id", "user_id", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint("known >= 0 AND marked >= 0", name="counts_from_none"),
        Index("ix_training_attempt_person", "project_id", "user_id"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="RESTRICT"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    answers_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("training_answers.id", ondelete="RESTRICT")
    )
    #: The version of the scale in whose words verdicts were compared.
    scheme_version_id: Mapped[int] = mapped_column(
        ForeignKey("scheme_version.id", ondelete="RESTRICT")
    )
    number: Mapped[int]
    marks: Mapped[long_text]
    known: Mapped[int]
    marked: Mapped[int]
    exact: Mapped[int]
    overlapping: Mapped[int]
    labelled: Mapped[int]
    judged: Mapped[int]
    agreeing: Mapped[int]
    right: Mapped[int]
    submitted_at: Mapped[datetime] = mapped_column(UTCTime())


class Trainee(Base):
    """What was decided of one person's training: that they passed, or do it again."""

    __tablename__ = "trainee"
    __table_args__ = (
        CheckConstraint("passed_by IS NULL OR reason IS NOT NULL", name="let_pass_says_why"),
        CheckConstraint("passed_at IS NOT NULL OR passed_by IS NULL", name="passed_has_its_time"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
    )

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )
    passed_at: Mapped[datetime | None] = mapped_column(UTCTime())
    #: The lead who let them pass; null where the score did.
    passed_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    reason: Mapped[long_text | None]
    #: Since when they are to do it again: earlier attempts do not count any more.
    asked_at: Mapped[datetime | None] = mapped_column(UTCTime())
    version: Mapped[int]
