"""A capture: what was found at the link of a source at one moment."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from annotator.db import UUID, Base, UTCTime, enum_by_value, long_text, uuid_key
from annotator.safefetch import Failure

#: So many characters of a page's text are kept.
MOST_TEXT = 200_000


class Outcome(StrEnum):
    """Why there is no text: what kept the page from being fetched, or from being read."""

    REFUSED_HERE = Failure.REFUSED_HERE.value
    NO_HOST = Failure.NO_HOST.value
    UNREACHABLE = Failure.UNREACHABLE.value
    TIMEOUT = Failure.TIMEOUT.value
    CERTIFICATE = Failure.CERTIFICATE.value
    STATUS = Failure.STATUS.value
    REDIRECTS = Failure.REDIRECTS.value
    NO_PAGE = Failure.NO_PAGE.value
    TOO_LARGE = Failure.TOO_LARGE.value
    BROKEN_OFF = Failure.BROKEN_OFF.value
    UNREADABLE = "unreadable"


class Capture(Base):
    """One look at a source's page; written once. The database refuses to change or delete one.

    `text` is the main text of the page as far as it is kept, without what surrounds an article,
    and `length` the characters of the whole of it. `final_url` is where redirects led.
    """

    __tablename__ = "capture"
    __table_args__ = (
        CheckConstraint("(failure IS NULL) = (text IS NOT NULL)", name="text_or_failure"),
        CheckConstraint(
            "(text IS NULL) = (text_sha256 IS NULL) AND (text IS NULL) = (length IS NULL)",
            name="text_is_hashed",
        ),
        Index("ix_capture_source", "source_id", "fetched_at"),
        Index("ix_capture_page", "project_id", "page_key", "fetched_at"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    source_id: Mapped[str] = mapped_column(UUID, ForeignKey("source.id", ondelete="RESTRICT"))
    url: Mapped[str]
    #: What every spelling of the page's address has in common; made from `url` at any time.
    page_key: Mapped[str | None] = mapped_column(info={"audit": "skip"})
    final_url: Mapped[str | None]
    fetched_at: Mapped[datetime] = mapped_column(UTCTime())
    status: Mapped[int | None]
    failure: Mapped[Outcome | None] = mapped_column(enum_by_value(Outcome, "failure"))
    text: Mapped[long_text | None] = mapped_column(info={"audit": "skip"})
    #: SHA-256 of `text` as UTF-8.
    text_sha256: Mapped[str | None]
    length: Mapped[int | None]
    title: Mapped[str | None]
    publisher: Mapped[str | None]
    published_on: Mapped[date | None] = mapped_column(Date())
