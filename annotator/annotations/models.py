"""Annotations: marks of one person in one revision, with their fragments."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.accounts.models import User
from annotator.articles.models import Revision
from annotator.db import UUID, Base, UTCTime, enum_by_value, long_text, uuid_key


class Label(StrEnum):
    """What a mark is."""

    CLAIM = "claim"
    QUOTE = "quote"
    CONTEXT = "context"


class Layer(StrEnum):
    """Whose reading a mark belongs to: one reviewer's, or the adjudicated one."""

    REVIEWER = "reviewer"
    GOLD = "gold"


class Part(StrEnum):
    """What a fragment is to its annotation; cue and speaker belong to quotes only."""

    CONTENT = "content"
    CUE = "cue"
    SPEAKER = "speaker"


class StaleReason(StrEnum):
    """What changed under a verdict."""

    WORDING = "wording"
    EVIDENCE = "evidence"
    REVISION = "revision"
    #: What a source's page held when it was kept is not what it holds now.
    CAPTURE = "capture"
    #: Somebody said that it has to be looked at again.
    REOPENED = "reopened"


class Confidence(StrEnum):
    """How sure whoever judged is of a verdict."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class PublicState(StrEnum):
    """What readers outside were told of a verdict; nobody said is shown as a draft."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    VOID = "void"


class QuoteKind(StrEnum):
    """How a quote gives the words: as they were said, in other words, or partly so."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Voice(StrEnum):
    """Who vouches for a claim: the outlet that prints it, or somebody who is named."""

    OUTLET = "outlet"
    SPEAKER = "speaker"


class Basis(StrEnum):
    """What the day of a claim rests on: it is said, it follows from the article's own date, or
    it is the earliest of several that the words allow.
    """

    EXACT = "exact"
    RELATIVE = "relative"
    EARLIEST = "earliest"


class Annotation(Base):
    """A mark. `version` counts every change to it or to what hangs on it."""

    __tablename__ = "annotation"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version_counts_from_one"),
        Index("ix_annotation_article", "article_id", "author_id"),
        Index("ix_annotation_project", "project_id", "article_id"),
        # What was made on some days is listed in the order in which it was.
        Index("ix_annotation_made", "project_id", "created_at", "id"),
        # Taking a text away, as with an import that is withdrawn, asks whether a mark refers to it.
        Index("ix_annotation_revision", "revision_id"),
    )
    __audit_children__ = ("fragments", "claim", "quote", "context")

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    article_id: Mapped[str] = mapped_column(UUID, ForeignKey("article.id", ondelete="RESTRICT"))
    revision_id: Mapped[str] = mapped_column(UUID, ForeignKey("revision.id", ondelete="RESTRICT"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"), index=True)
    layer: Mapped[Layer] = mapped_column(enum_by_value(Layer, "layer"), default=Layer.REVIEWER)
    label: Mapped[Label] = mapped_column(enum_by_value(Label, "label"))
    note: Mapped[long_text | None]
    origin: Mapped[long_text | None]
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime] = mapped_column(UTCTime())
    updated_at: Mapped[datetime] = mapped_column(UTCTime())
    removed_at: Mapped[datetime | None] = mapped_column(UTCTime())

    revision: Mapped[Revision] = relationship()
    author: Mapped[User] = relationship()
    fragments: Mapped[list[Fragment]] = relationship(
        order_by="Fragment.position", cascade="all, delete-orphan"
    )
    claim: Mapped[Claim | None] = relationship()
    quote: Mapped[Quote | None] = relationship()
    context: Mapped[Context | None] = relationship()

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}


class Fragment(Base):
    """One `[start, end)` piece of an annotation, in code points of its revision's text."""

    __tablename__ = "fragment"
    __table_args__ = (
        CheckConstraint('0 <= "start" AND "start" < "end"', name="start_before_end"),
        CheckConstraint("exact <> ''", name="exact_given"),
    )

    annotation_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("annotation.id", ondelete="RESTRICT"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    part: Mapped[Part] = mapped_column(enum_by_value(Part, "part"), default=Part.CONTENT)
    start: Mapped[int]
    end: Mapped[int]
    exact: Mapped[long_text]


class Claim(Base):
    """What a claim has beside its mark. Kept when the mark is relabelled, and back when it is
    a claim again: no judgement is lost by a wrong key.

    The pending choice is a rating that still lacks its rationale or its source; it is no
    verdict. `stale_reason` is about the newest verdict.
    """

    __tablename__ = "claim"
    __table_args__ = (
        CheckConstraint(
            "(pending_rating IS NULL) = (pending_verdict_id IS NULL)", name="pending_is_whole"
        ),
        CheckConstraint("(made_on IS NULL) = (made_on_basis IS NULL)", name="day_has_its_basis"),
        CheckConstraint(
            "voice IS NULL OR voice <> 'outlet' OR speaker_id IS NULL",
            name="outlet_speaks_for_itself",
        ),
        Index("ix_claim_speaker", "speaker_id"),
    )

    annotation_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("annotation.id", ondelete="RESTRICT"), primary_key=True
    )
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    wording: Mapped[long_text | None]
    pending_rating: Mapped[str | None]
    pending_rationale: Mapped[long_text | None]
    pending_verdict_id: Mapped[str | None] = mapped_column(UUID)
    stale_reason: Mapped[StaleReason | None] = mapped_column(
        enum_by_value(StaleReason, "stale_reason")
    )
    pending_confidence: Mapped[Confidence | None] = mapped_column(
        enum_by_value(Confidence, "pending_confidence")
    )
    pending_effective_on: Mapped[date | None] = mapped_column(Date())
    pending_correction_note: Mapped[long_text | None]
    pending_public_state: Mapped[PublicState | None] = mapped_column(
        enum_by_value(PublicState, "pending_public_state")
    )
    short: Mapped[long_text | None]
    #: Ids of the scheme, as a JSON list in its order; None for none.
    types: Mapped[long_text | None]
    voice: Mapped[Voice | None] = mapped_column(enum_by_value(Voice, "voice"))
    speaker_id: Mapped[str | None] = mapped_column(
        UUID, ForeignKey("speaker.id", ondelete="RESTRICT")
    )
    place: Mapped[str | None]
    made_on: Mapped[date | None] = mapped_column(Date())
    made_on_basis: Mapped[Basis | None] = mapped_column(enum_by_value(Basis, "made_on_basis"))
    checkworthy: Mapped[bool | None]
    checkworthy_reason: Mapped[long_text | None]


class Quote(Base):
    """What a quote has beside its mark; kept through relabelling, as a claim's row is."""

    __tablename__ = "quote"
    __table_args__ = (Index("ix_quote_speaker", "speaker_id"),)

    annotation_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("annotation.id", ondelete="RESTRICT"), primary_key=True
    )
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    kind: Mapped[QuoteKind | None] = mapped_column(enum_by_value(QuoteKind, "kind"))
    speaker_id: Mapped[str | None] = mapped_column(
        UUID, ForeignKey("speaker.id", ondelete="RESTRICT")
    )
    addressee: Mapped[str | None]
    language: Mapped[str | None]
    original_words: Mapped[long_text | None]


class Context(Base):
    """What a piece of context has beside its mark; kept through relabelling, too."""

    __tablename__ = "context"

    annotation_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("annotation.id", ondelete="RESTRICT"), primary_key=True
    )
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    role: Mapped[str | None]
