"""Corrections of articles, and what became of each mark in them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.annotations.models import Annotation
from annotator.articles.models import Revision
from annotator.db import UUID, Base, UTCTime, enum_by_value, long_text, uuid_key
from annotator.text.places import Outcome


class Settled(StrEnum):
    """How a person, or a later correction, ended what was open about a mark."""

    #: One of the places that were offered was chosen.
    CHOSEN = "chosen"
    #: Its author marked other words for it.
    REMARKED = "remarked"
    #: It stays with the earlier text.
    KEPT = "kept"
    #: It is right where it was carried to.
    CONFIRMED = "confirmed"
    #: The article was corrected again, and the mark was looked for anew.
    OVERTAKEN = "overtaken"


class Correction(Base):
    """Why a revision was made, and by whom; a revision that came in with its article has none."""

    __tablename__ = "correction"
    __table_args__ = (CheckConstraint("reason <> ''", name="says_why"),)

    revision_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("revision.id", ondelete="RESTRICT"), primary_key=True
    )
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("article.id", ondelete="RESTRICT"), index=True
    )
    reason: Mapped[long_text]
    #: None for the command line.
    made_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    made_at: Mapped[datetime] = mapped_column(UTCTime())


class Carry(Base):
    """One mark and one correction: where it stood, where it stands, and who settled it.

    Fragments are JSON lists of `{part, start, end, exact}`; `candidates` is a list of them.
    `fragments_after` is None as long as the mark has no place in the corrected text.
    """

    __tablename__ = "carry"
    __table_args__ = (
        UniqueConstraint("annotation_id", "to_id"),
        CheckConstraint("(settled IS NULL) = (settled_at IS NULL)", name="settled_has_its_time"),
        Index("ix_carry_report", "article_id", "to_id"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="RESTRICT"))
    annotation_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("annotation.id", ondelete="RESTRICT")
    )
    from_id: Mapped[str] = mapped_column(UUID, ForeignKey("revision.id", ondelete="RESTRICT"))
    to_id: Mapped[str] = mapped_column(UUID, ForeignKey("revision.id", ondelete="RESTRICT"))
    outcome: Mapped[Outcome] = mapped_column(enum_by_value(Outcome, "outcome"))
    #: The mark's version before it was carried.
    version: Mapped[int]
    fragments_before: Mapped[long_text]
    fragments_after: Mapped[long_text | None]
    candidates: Mapped[long_text]
    #: Whether the sentence around the words reads differently now.
    sentence_changed: Mapped[bool]
    settled: Mapped[Settled | None] = mapped_column(enum_by_value(Settled, "settled"))
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    settled_at: Mapped[datetime | None] = mapped_column(UTCTime())

    annotation: Mapped[Annotation] = relationship()
    to: Mapped[Revision] = relationship(foreign_keys=[to_id])

    @property
    def is_open(self) -> bool:
        """Whether a person has yet to say where the mark belongs."""
        return self.settled is None and self.outcome in {Outcome.AMBIGUOUS, Outcome.LOST}
