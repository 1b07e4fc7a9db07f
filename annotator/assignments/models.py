"""Who works on which article, and how far they are."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.accounts.models import User
from annotator.articles.models import Article
from annotator.db import UUID, Base, UTCTime, enum_by_value, uuid_key


class State(StrEnum):
    """Workflow of an assignment; never a rating."""

    ASSIGNED = "assigned"
    STARTED = "started"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    RELEASED = "released"


#: Unfinished, and in somebody's hands.
OPEN = frozenset({State.ASSIGNED, State.STARTED, State.RETURNED})
#: While it is in one of these, its reviewer may change marks.
EDITABLE = OPEN


class Assignment(Base):
    """One reviewer's work on one article."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("article_id", "reviewer_id"),
        UniqueConstraint("article_id", "seat"),
        Index("ix_assignment_project", "project_id", "state", "created_at"),
        Index("ix_assignment_submitted", "project_id", "submitted_at", "id"),
        CheckConstraint("seat >= 1", name="seat_counts_from_one"),
        CheckConstraint("(state = 'released') = (seat IS NULL)", name="seated_unless_released"),
        CheckConstraint(
            "(state = 'submitted') = (submitted_at IS NOT NULL)", name="submitted_has_its_time"
        ),
        CheckConstraint(
            "nothing_to_mark IS NULL OR submitted_at IS NOT NULL",
            name="nothing_only_when_submitted",
        ),
        CheckConstraint(
            "state <> 'returned' OR return_reason IS NOT NULL", name="returned_says_why"
        ),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="RESTRICT"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"), index=True)
    state: Mapped[State] = mapped_column(enum_by_value(State, "state"))
    created_at: Mapped[datetime] = mapped_column(UTCTime())
    started_at: Mapped[datetime | None] = mapped_column(UTCTime())
    submitted_at: Mapped[datetime | None] = mapped_column(UTCTime())
    #: Read to the end and found nothing: not the same as never opened.
    nothing_to_mark: Mapped[bool | None]
    return_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)
    #: Until when it is to be submitted, where somebody said so for this person.
    due_on: Mapped[date | None] = mapped_column(Date())
    #: Which of the reviewers that the article wants this is, from 1: the database lets nobody
    #: have a seat that somebody holds, so it also counts them. Released work holds none. It is a
    #: means to that end and no part of the record: whoever is there, some seat is theirs.
    seat: Mapped[int | None] = mapped_column(info={"audit": "skip"})
    #: Number of the guidelines that were in force when it was submitted; null where there were
    #: none, where it is not submitted, and for what was submitted before this was kept.
    guideline_version: Mapped[int | None]

    article: Mapped[Article] = relationship()
    reviewer: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}

    @property
    def is_editable(self) -> bool:
        """Whether its reviewer may still change marks."""
        return self.state in EDITABLE


class Supervision(Base):
    """A lead's word that they only supervise an article; without one, the whole project.

    In a blind project it opens others' work to them, and they take no assignment there. A row
    stays: what was seen is not unseen.
    """

    __tablename__ = "supervision"
    __table_args__ = (
        UniqueConstraint("project_id", "user_id", "article_id"),
        # Null differs from null, so the whole project needs its own rule.
        Index(
            "ix_supervision_whole",
            "project_id",
            "user_id",
            unique=True,
            sqlite_where=text("article_id IS NULL"),
            postgresql_where=text("article_id IS NULL"),
        ),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"), index=True)
    article_id: Mapped[str | None] = mapped_column(
        UUID, ForeignKey("article.id", ondelete="RESTRICT")
    )
    created_at: Mapped[datetime] = mapped_column(UTCTime())
