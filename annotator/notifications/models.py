"""What a person is told of: that something happened which concerns their work.

A new kind is a member of `Kind` here, its row in `TOLD` (`forms.py`), and a `notify` where it
happens; `forms.py` says more. The table takes it as it is.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from annotator.db import UUID, Base, UTCTime


class Kind(StrEnum):
    """What happened; of at most 32 characters."""

    ASSIGNED = "assigned"
    RETURNED = "returned"
    MENTIONED = "mentioned"
    REPLIED = "replied"
    ADJUDICATED = "adjudicated"
    STALE = "stale"
    COMMENT_REMOVED = "comment_removed"
    GUIDELINES = "guidelines"


#: Text without a CHECK, so that a new kind needs no migration.
_KIND = Enum(
    Kind,
    native_enum=False,
    create_constraint=False,
    length=32,
    values_callable=lambda kinds: [kind.value for kind in kinds],
)


class Notification(Base):
    """One thing that one person is told of. It tells of the work and is no part of its data.

    What it says is read from the rows it names, so that it never holds words that its reader may
    not read any more.
    """

    __tablename__ = "notification"
    __audited__ = False
    __table_args__ = (
        CheckConstraint('"count" >= 1', name="counts_from_one"),
        CheckConstraint(
            "(article_id IS NULL) = (kind = 'guidelines')",
            name="about_an_article_but_for_guidelines",
        ),
        Index("ix_notification_person", "person_id", "read_at", "id"),
        Index("ix_notification_mark", "annotation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    person_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    kind: Mapped[Kind] = mapped_column(_KIND)
    #: Who did it; null where no person did.
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    #: Null where it is about the project.
    article_id: Mapped[str | None] = mapped_column(
        UUID, ForeignKey("article.id", ondelete="RESTRICT")
    )
    #: The mark it is about; null where it is about the article, or about several marks.
    annotation_id: Mapped[str | None] = mapped_column(
        UUID, ForeignKey("annotation.id", ondelete="RESTRICT")
    )
    #: How many marks it is about.
    count: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UTCTime())
    read_at: Mapped[datetime | None] = mapped_column(UTCTime())
    #: The comment it is about, where it is about one: what it says of it is read from there.
    comment_id: Mapped[str | None] = mapped_column(
        UUID, ForeignKey("comment.id", ondelete="RESTRICT")
    )
