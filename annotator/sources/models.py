"""Sources: what is given as evidence for or against a claim, and questions without an answer."""

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


class AnswerType(StrEnum):
    """How an answer was got from its source, as AVeriTeC tells them apart."""

    EXTRACTIVE = "extractive"
    ABSTRACTIVE = "abstractive"
    BOOLEAN = "boolean"
    UNANSWERABLE = "unanswerable"


class Source(Base):
    """One link given as evidence. Removed ones stay, out of sight.

    Sources of a claim with the same `question` answer it together. A question to which no
    answer was found has no link, and is no evidence.
    """

    __tablename__ = "source"
    __table_args__ = (
        CheckConstraint("position >= 1", name="position_counts_from_one"),
        CheckConstraint("url <> ''", name="url_given"),
        CheckConstraint(
            "url IS NOT NULL OR (question IS NOT NULL AND answer_type IS NOT NULL "
            "AND answer_type = 'unanswerable')",
            name="link_unless_unanswerable",
        ),
        CheckConstraint("set_number >= 1", name="set_counts_from_one"),
        CheckConstraint("same_origin_as <> id", name="origin_is_another"),
        Index("ix_source_annotation", "annotation_id", "position"),
        Index("ix_source_page", "project_id", "page_key"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    annotation_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("annotation.id", ondelete="RESTRICT")
    )
    position: Mapped[int]
    url: Mapped[str | None]
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
    retrieved_on: Mapped[date | None] = mapped_column(Date())
    archive_url: Mapped[str | None]
    archived_on: Mapped[date | None] = mapped_column(Date())
    #: An id of the scheme's media.
    medium: Mapped[str | None]
    location: Mapped[str | None]
    question: Mapped[long_text | None]
    answer: Mapped[long_text | None]
    answer_type: Mapped[AnswerType | None] = mapped_column(enum_by_value(AnswerType, "answer_type"))
    boolean_explanation: Mapped[long_text | None]
    #: Sources of one set are needed together.
    set_number: Mapped[int | None]
    #: Another source of the same claim, from which this one has what it says, or that has it
    #: from the same place. Deferred: two that are stored together may come in any order.
    same_origin_as: Mapped[str | None] = mapped_column(
        UUID,
        ForeignKey("source.id", ondelete="RESTRICT", deferrable=True, initially="DEFERRED"),
    )
    is_primary: Mapped[bool | None]
    #: Ids of the scheme's flags in its order, as a JSON list; None for none.
    flags: Mapped[str | None]
    expert: Mapped[str | None]
    affiliation: Mapped[str | None]
    interest: Mapped[str | None]
    #: What every spelling of the page's address has in common; made from `url` at any time.
    page_key: Mapped[str | None] = mapped_column(info={"audit": "skip"})
