"""Projects, who belongs to them, and the versions of their scale, which stay as they are."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.accounts.models import User
from annotator.db import Base, UTCTime, enum_by_value, long_text


class Role(StrEnum):
    """What a member may do; a site admin may do what a lead may, everywhere."""

    REVIEWER = "reviewer"
    LEAD = "lead"
    OBSERVER = "observer"


class Project(Base):
    """A body of articles with its people, its scale and its own audit chain."""

    __tablename__ = "project"
    __table_args__ = (
        UniqueConstraint("slug"),
        CheckConstraint("name <> ''", name="name_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UTCTime())
    #: Since when it can only be read, and why.
    archived_at: Mapped[datetime | None] = mapped_column(UTCTime())
    archive_reason: Mapped[str | None]
    #: Since when it is out of everybody's sight, and why.
    trashed_at: Mapped[datetime | None] = mapped_column(UTCTime())
    trash_reason: Mapped[str | None]

    memberships: Mapped[list[Membership]] = relationship(back_populates="project")
    schemes: Mapped[list[SchemeVersion]] = relationship(
        back_populates="project", order_by="SchemeVersion.number"
    )


class Membership(Base):
    """A person in a project. The row outlives the membership: `number` is their pseudonym."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
    )

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="RESTRICT"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user.id", ondelete="RESTRICT"), primary_key=True, index=True
    )
    number: Mapped[int]
    role: Mapped[Role] = mapped_column(enum_by_value(Role, "role"))
    joined_at: Mapped[datetime] = mapped_column(UTCTime())
    removed_at: Mapped[datetime | None] = mapped_column(UTCTime())

    project: Mapped[Project] = relationship(back_populates="memberships")
    user: Mapped[User] = relationship()

    @property
    def pseudonym(self) -> str:
        """`r1`, `r2`, …: stable in the project, and what exports call this person."""
        return f"r{self.number}"


class Workflow(Base):
    """How a project hands out its articles: one row, once somebody said anything but the usual.

    What it says when there is none is `drafts.WorkflowDraft()`.
    """

    __tablename__ = "workflow"
    __table_args__ = (
        CheckConstraint("wanted >= 1", name="somebody_wanted"),
        CheckConstraint("sample_percent BETWEEN 0 AND 100", name="sample_is_a_share"),
        CheckConstraint("sample_wanted >= wanted", name="sample_wants_no_fewer"),
        CheckConstraint("open_limit >= 1", name="limit_leaves_one"),
        CheckConstraint("abandoned_hours >= 1", name="hours_pass_first"),
        CheckConstraint("training_articles >= 1", name="training_asks_for_one"),
        CheckConstraint("pass_mark BETWEEN 1 AND 100", name="pass_mark_is_a_share"),
    )

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )
    #: How many reviewers each article wants, and the articles of the sample.
    wanted: Mapped[int]
    sample_percent: Mapped[int]
    sample_wanted: Mapped[int]
    #: How much unfinished work one person may have; null is any amount.
    open_limit: Mapped[int | None]
    #: After how many hours without a change work goes back to the queue; null is never.
    abandoned_hours: Mapped[int | None]
    #: Whether nobody begins an article by opening it that has all the reviewers it wants.
    only_wanted: Mapped[bool]
    #: Whether nobody sees another's work on an article that they may still review themselves.
    blind: Mapped[bool]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(UTCTime())
    #: Whether adjudicators see whose marks they settle; null is hidden.
    names_shown: Mapped[bool | None]
    #: So many training articles a reviewer does before the queue gives others; null is none.
    training_articles: Mapped[int | None]
    #: The score in per cent from which on one counts; null is `drafts.USUAL_PASS_MARK`.
    pass_mark: Mapped[int | None]
    #: What gives a signal (`pace`): a verdict given within so many seconds, and an article handed
    #: in sooner than so many words a minute are read; 0 is nothing, null is the usual.
    verdict_seconds: Mapped[int | None]
    reading_pace: Mapped[int | None]


class SchemeVersion(Base):
    """One published version of the rating scale; a judgement names the version it used.

    The database refuses to change or delete one.
    """

    __tablename__ = "scheme_version"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    number: Mapped[int]
    ratings: Mapped[long_text]
    created_at: Mapped[datetime] = mapped_column(UTCTime())
    #: What the project offers beside its ratings; null is the default definition.
    definition: Mapped[long_text | None]
    reason: Mapped[str | None]
    #: Null where the command line published it.
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))

    project: Mapped[Project] = relationship(back_populates="schemes")
