"""Who publishes a project's checks: one row a project, once somebody said so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from annotator.claimreview.facts import Publication
from annotator.db import Base, UTCTime


class Publisher(Base):
    """The organisation, the addresses that its checks have, and whether anybody may read them."""

    __tablename__ = "publisher"
    __table_args__ = (CheckConstraint("name <> ''", name="name_given"),)

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )
    name: Mapped[str]
    url: Mapped[str | None]
    checks_url: Mapped[str | None]
    corrections_url: Mapped[str | None]
    #: Whether the feed of checks is read without signing in.
    is_open: Mapped[bool]
    updated_at: Mapped[datetime] = mapped_column(UTCTime())

    def publication(self) -> Publication:
        """The facts that stand in every review."""
        return Publication(self.name, self.url, self.checks_url, self.corrections_url)
