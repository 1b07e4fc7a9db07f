"""What is remembered of texts to find their like, and which articles were linked for it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from annotator.db import UUID, Base, UTCTime, enum_by_value, long_text, uuid_key


class Why(StrEnum):
    """By what an article is known already, the strongest first."""

    SAME_TEXT = "same_text"
    SAME_PAGE = "same_page"
    NEAR = "near"


class Sketch(Base):
    """That a revision is sketched, and by which version. Made from its text, at any time anew."""

    __tablename__ = "sketch"
    __audited__ = False
    __table_args__ = (
        Index("ix_sketch_page", "project_id", "page_key"),
        Index("ix_sketch_article", "article_id"),
    )

    revision_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("revision.id", ondelete="CASCADE"), primary_key=True
    )
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="CASCADE"))
    version: Mapped[int]
    #: SHA-256 of the article's address as `sources.urls.page_key` has it.
    page_key: Mapped[str | None]


class Passage(Base):
    """One block of a sketched revision."""

    __tablename__ = "passage"
    __audited__ = False
    # The first few of very many that share a band are found without sorting them.
    __table_args__ = (
        Index("ix_passage_band_1", "project_id", "band_1", "revision_id", "block"),
        Index("ix_passage_band_2", "project_id", "band_2", "revision_id", "block"),
        Index("ix_passage_band_3", "project_id", "band_3", "revision_id", "block"),
        Index("ix_passage_band_4", "project_id", "band_4", "revision_id", "block"),
    )

    revision_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("sketch.revision_id", ondelete="CASCADE"), primary_key=True
    )
    #: Which block of the layout, from 0.
    block: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    #: That of the sketch, which goes with its article, and takes this along: to look for it here
    #: as well would be to read all passages for each article that goes.
    article_id: Mapped[str] = mapped_column(UUID)
    band_1: Mapped[int] = mapped_column(BigInteger)
    band_2: Mapped[int] = mapped_column(BigInteger)
    band_3: Mapped[int] = mapped_column(BigInteger)
    band_4: Mapped[int] = mapped_column(BigInteger)


class Likeness(Base):
    """Two blocks of two articles that say nearly the same; kept once for each of the two."""

    __tablename__ = "likeness"
    __audited__ = False
    __table_args__ = (
        CheckConstraint("percent BETWEEN 1 AND 100", name="percent_of_words"),
        Index("ix_likeness_other", "other_revision_id"),
    )

    revision_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("sketch.revision_id", ondelete="CASCADE"), primary_key=True
    )
    block: Mapped[int] = mapped_column(primary_key=True)
    other_revision_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("sketch.revision_id", ondelete="CASCADE"), primary_key=True
    )
    other_block: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    #: How far their words overlap.
    percent: Mapped[int]


class ArticleLink(Base):
    """Somebody said, when the newer article came in, that both are one story."""

    __tablename__ = "article_link"
    __table_args__ = (
        UniqueConstraint("article_id", "other_id"),
        CheckConstraint("article_id <> other_id", name="joins_two"),
        Index("ix_article_link_other", "other_id"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="RESTRICT"))
    other_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="RESTRICT"))
    created_by: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    created_at: Mapped[datetime] = mapped_column(UTCTime())


class StagedCorrection(Base):
    """What is to become an article's newest text once the import that brought it is finished."""

    __tablename__ = "staged_correction"
    __audited__ = False
    __table_args__ = (Index("ix_staged_correction_import", "import_id", "id"),)

    #: They are made in the order of their keys.
    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    import_id: Mapped[str] = mapped_column(UUID, ForeignKey("import.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="CASCADE"))
    #: JSON, as `annotator/similarity/staging.py` writes it.
    draft: Mapped[long_text]


class Answer(StrEnum):
    """What somebody said of an article that is there already."""

    ADD = "add"
    SKIP = "skip"
    LINK = "link"
    REVISE = "revise"


class StagedRepeat(Base):
    """An article of an import that nobody sees yet, and the one that it repeats most.

    That one is there, or came earlier in the same import. The row goes when what somebody said of
    the article is carried out. Until then the answer stands here with the job that does it; once
    that has ended without it, nobody has answered.
    """

    __tablename__ = "staged_repeat"
    __audited__ = False
    __table_args__ = (
        UniqueConstraint("article_id"),
        CheckConstraint("article_id <> other_id", name="joins_two"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_of_words"),
        CheckConstraint("job_id IS NULL OR answer IS NOT NULL", name="job_has_answer"),
        Index("ix_staged_repeat_import", "import_id", "id"),
        Index("ix_staged_repeat_other", "other_id"),
        Index("ix_staged_repeat_job", "job_id", "id"),
    )

    #: In the order in which the articles came.
    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    import_id: Mapped[str] = mapped_column(UUID, ForeignKey("import.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="CASCADE"))
    other_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="CASCADE"))
    why: Mapped[Why] = mapped_column(enum_by_value(Why, "why"))
    #: How far their words overlap.
    percent: Mapped[int]
    answer: Mapped[Answer | None] = mapped_column(enum_by_value(Answer, "answer"))
    job_id: Mapped[str | None] = mapped_column(UUID, ForeignKey("job.id", ondelete="SET NULL"))
