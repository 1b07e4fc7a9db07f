"""Imports: what was brought in together, by whom, and what became of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from annotator.articles.arrival import UNARRIVED_STATES
from annotator.db import Base, UTCTime, enum_by_value, long_text, uuid_key


class ImportState(StrEnum):
    """`waiting` for somebody to say what becomes of articles that were there already.

    `failed` still has rows to clear; `cleared` has none left.
    """

    RUNNING = "running"
    WAITING = "waiting"
    FINISHED = "finished"
    FAILED = "failed"
    CLEARED = "cleared"


class Import(Base):
    """Files brought in at one go; until it is finished, nobody sees an article of it."""

    __tablename__ = "import"
    __table_args__ = (
        CheckConstraint(
            "(state IN ('running', 'waiting')) = (finished_at IS NULL)", name="ended_has_its_time"
        ),
        Index("ix_import_project_id_started_at", "project_id", "started_at"),
        Index(
            "ix_import_unarrived",
            "id",
            sqlite_where=text(UNARRIVED_STATES),
            postgresql_where=text(UNARRIVED_STATES),
        ),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    state: Mapped[ImportState] = mapped_column(enum_by_value(ImportState, "state"))
    #: The files' names, as far as they fit on a line.
    name: Mapped[str]
    #: How many articles arrived, and how many rows were refused on the way.
    articles: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    #: JSON, as `annotator/imports/reports.py` writes it.
    report: Mapped[long_text | None]
    started_at: Mapped[datetime] = mapped_column(UTCTime())
    started_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    #: When it last wrote something: one that is silent for long is taken for dead.
    seen_at: Mapped[datetime] = mapped_column(UTCTime(), info={"audit": "skip"})
    finished_at: Mapped[datetime | None] = mapped_column(UTCTime())
