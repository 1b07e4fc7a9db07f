"""Daily tallies of the work. They are made from the project's tables, at any time anew."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from annotator.db import UUID, Base, UTCTime, enum_by_value, long_text

#: Of a tally that is nobody's.
NOBODY = 0


class Stage(StrEnum):
    """How far the work on an article is, of everybody together."""

    UNTOUCHED = "untouched"
    #: Somebody has it, and it wants another reviewer.
    WANTING = "wanting"
    IN_WORK = "in_work"
    SUBMITTED = "submitted"
    #: Its adjudication is finished.
    SETTLED = "settled"


#: Where somebody has still to review.
UNFINISHED = (Stage.UNTOUCHED, Stage.WANTING, Stage.IN_WORK)


class Kind(StrEnum):
    """What is counted; in brackets the day that it is counted on, and what its key is."""

    #: Articles (since when they are in the stage; the stage).
    STAGE = "stage"
    #: Articles that have a day until when they are to be done (that day; the stage).
    DUE = "due"
    #: Reviewers' marks (made; label).
    MARK = "mark"
    #: Reviewers' verdicts (given; rating).
    VERDICT = "verdict"
    #: Marks and verdicts of adjudication.
    GOLD_MARK = "gold_mark"
    GOLD_VERDICT = "gold_verdict"
    #: Articles that a person submitted (submitted; none), and the words of their texts.
    SUBMITTED = "submitted"
    WORDS = "words"
    #: Work that was returned and is not submitted again (assigned; none).
    RETURNED = "returned"
    #: Claims whose verdict is to be confirmed (made; reason), and whose verdict is not complete.
    STALE = "stale"
    PENDING = "pending"
    #: Submitted articles by their minutes for 1,000 words (submitted; whole minutes), and those
    #: of which nobody knows (submitted; why).
    PACE = "pace"
    UNPACED = "unpaced"


class DashboardPosition(Base):
    """How far a project's tallies are: every event up to `seq` is in them.

    While all articles are gone through, those up to the number `walked` are in them too; what an
    article counts as follows from the `rules` of then.
    """

    __tablename__ = "dashboard_position"
    __audited__ = False

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )
    seq: Mapped[int]
    walked: Mapped[int | None]
    rules: Mapped[str]
    folded_at: Mapped[datetime] = mapped_column(UTCTime())


class DashboardArticle(Base):
    """What one article counts as, so that it can be taken out of the tallies again."""

    __tablename__ = "dashboard_article"
    __audited__ = False
    __table_args__ = (
        Index("ix_dashboard_article_stage", "project_id", "stage", "since", "number"),
        Index("ix_dashboard_article_due", "project_id", "stage", "due_on", "number"),
    )

    article_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True
    )
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    number: Mapped[int]
    stage: Mapped[Stage] = mapped_column(enum_by_value(Stage, "stage"))
    since: Mapped[date] = mapped_column(Date())
    due_on: Mapped[date | None] = mapped_column(Date())
    #: JSON: [kind, day, person, key, count] each.
    cells: Mapped[long_text]


class DashboardTally(Base):
    """So many of a kind on a day (UTC), of a person or of nobody, with a key."""

    __tablename__ = "dashboard_tally"
    __audited__ = False
    __table_args__ = (CheckConstraint("person_id >= 0", name="somebody_or_nobody"),)

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )
    kind: Mapped[Kind] = mapped_column(enum_by_value(Kind, "kind"), primary_key=True)
    day: Mapped[date] = mapped_column(Date(), primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]
