"""Pages that were read and wait for a lead to say what of them is the article."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from annotator.db import UUID, Base, UTCTime, long_text, uuid_key


class Proposal(Base):
    """A page as it was read. It is no part of the project's data until it becomes an article.

    With that its text goes: an article's text stands in one place.
    """

    __tablename__ = "proposal"
    __audited__ = False
    __table_args__ = (
        CheckConstraint("(page IS NULL) = (article_id IS NOT NULL)", name="text_until_article"),
        Index("ix_proposal_project", "project_id", "created_at"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    #: What the list of them shows.
    title: Mapped[str]
    url: Mapped[str | None]
    #: JSON, as `Page.to_json` makes it.
    page: Mapped[long_text | None]
    #: SHA-256 of the bytes that came in.
    source_sha256: Mapped[str]
    article_id: Mapped[str | None] = mapped_column(
        UUID, ForeignKey("article.id", ondelete="CASCADE")
    )
    created_at: Mapped[datetime] = mapped_column(UTCTime())
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
