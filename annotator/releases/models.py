"""Releases: what was taken out under a name and a version, and stays as it was."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from annotator.db import Base, UTCTime, long_text, uuid_key


class Release(Base):
    """One version of a named dataset, whose files lie in the store; only its end can be added.

    `manifest` is the text of its `manifest.json`, byte for byte, and the head is that of the audit
    trail when it was read. `names`: whether persons stand in it under their names. `bytes` is the
    size of all of its files.
    """

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("project_id", "name", "version"),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        CheckConstraint("head_sequence >= 0", name="head_counts"),
        CheckConstraint("(withdrawn_at IS NULL) = (why IS NULL)", name="withdrawn_for_a_reason"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    name: Mapped[str]
    version: Mapped[int]
    names: Mapped[bool]
    manifest: Mapped[long_text] = mapped_column(info={"audit": "hash"})
    bytes: Mapped[int] = mapped_column(BigInteger)
    head_sequence: Mapped[int]
    head_hash: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UTCTime())
    #: Null where the command line made it.
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCTime())
    why: Mapped[long_text | None]

    @property
    def folder(self) -> str:
        """The name of its folder among those of its project."""
        return folder_of(self.name, self.version)


def folder_of(name: str, version: int) -> str:
    """What the folder of a release is called."""
    return f"{name}-v{version}"
