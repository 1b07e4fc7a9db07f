"""Speakers: the people and bodies that a project's claims and quotes come from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from annotator.db import UUID, Base, UTCTime, long_text, uuid_key


class Speaker(Base):
    """Somebody who says things. `merged_into` is who they turned out to be.

    Marks keep the speaker that they were given; whoever reads them goes on to `merged_into`,
    which is never merged itself. `aliases` is a JSON list in the order of its words.
    """

    __tablename__ = "speaker"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("name <> ''", name="name_given"),
        CheckConstraint("merged_into <> id", name="merged_into_another"),
        Index("ix_speaker_project", "project_id"),
        Index("ix_speaker_merged", "merged_into"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    name: Mapped[str]
    aliases: Mapped[long_text]
    role: Mapped[str | None]
    wikidata: Mapped[str | None]
    homepage: Mapped[str | None]
    merged_into: Mapped[str | None] = mapped_column(
        UUID, ForeignKey("speaker.id", ondelete="RESTRICT")
    )
    version: Mapped[int] = mapped_column()
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    created_at: Mapped[datetime] = mapped_column(UTCTime())
    updated_at: Mapped[datetime] = mapped_column(UTCTime())

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}
