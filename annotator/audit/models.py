"""The audit trail: one row a change, chained by hash, never updated and never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from annotator.db import UUID, Base, UTCTime, enum_by_value, long_text, uuid_key

COMMAND_LINE = "command line"
PAGE = "page"
#: Written by the server in the background, for the person whose work it followed.
BACKGROUND = "background"

#: What the first event of a project names as its predecessor.
GENESIS = "0" * 64


class Way(StrEnum):
    """By which way an event came about; what imports bring is of theirs, whoever began them."""

    PAGE = PAGE
    COMMAND_LINE = COMMAND_LINE
    IMPORT = "import"
    BACKGROUND = BACKGROUND


class Action(StrEnum):
    """Everything that can happen to project data: noun, dot, verb in the past."""

    PROJECT_CREATED = "project.created"
    PROJECT_ARCHIVED = "project.archived"
    PROJECT_BROUGHT_BACK = "project.brought_back"
    PROJECT_TRASHED = "project.trashed"
    PROJECT_RESTORED = "project.restored"
    SCHEME_PUBLISHED = "scheme.published"
    GUIDELINES_PUBLISHED = "guidelines.published"
    WORKFLOW_CHANGED = "workflow.changed"
    MEMBER_ADDED = "member.added"
    MEMBER_CHANGED = "member.changed"
    MEMBER_REMOVED = "member.removed"
    MEMBER_DEACTIVATED = "member.deactivated"
    MEMBER_REACTIVATED = "member.reactivated"
    MEMBER_EMPOWERED = "member.empowered"
    MEMBER_DISEMPOWERED = "member.disempowered"
    ARTICLE_IMPORTED = "article.imported"
    ARTICLE_LINKED = "article.linked"
    REVISION_IMPORTED = "revision.imported"
    REVISION_MADE = "revision.made"
    CORRECTION_NOTED = "correction.noted"
    ARTICLE_RENAMED = "article.renamed"
    ARTICLE_PLANNED = "article.planned"
    ARTICLE_TRASHED = "article.trashed"
    ARTICLE_RESTORED = "article.restored"
    ASSIGNMENT_ASSIGNED = "assignment.assigned"
    ASSIGNMENT_TAKEN = "assignment.taken"
    ASSIGNMENT_RELEASED = "assignment.released"
    ASSIGNMENT_OPENED = "assignment.opened"
    ASSIGNMENT_STARTED = "assignment.started"
    ASSIGNMENT_SUBMITTED = "assignment.submitted"
    ASSIGNMENT_WITHDRAWN = "assignment.withdrawn"
    ASSIGNMENT_RETURNED = "assignment.returned"
    ASSIGNMENT_IMPORTED = "assignment.imported"
    SUPERVISION_BEGUN = "supervision.begun"
    ANNOTATION_CREATED = "annotation.created"
    ANNOTATION_REVISED = "annotation.revised"
    ANNOTATION_REMOVED = "annotation.removed"
    ANNOTATION_RESTORED = "annotation.restored"
    ANNOTATION_IMPORTED = "annotation.imported"
    ANNOTATION_MOVED = "annotation.moved"
    CARRY_REPORTED = "carry.reported"
    CARRY_SETTLED = "carry.settled"
    SOURCE_ADDED = "source.added"
    SOURCE_REVISED = "source.revised"
    SOURCE_REMOVED = "source.removed"
    SOURCE_IMPORTED = "source.imported"
    SPEAKER_ADDED = "speaker.added"
    SPEAKER_REVISED = "speaker.revised"
    SPEAKER_MERGED = "speaker.merged"
    SPEAKER_TOOK_OVER = "speaker.took_over"
    SPEAKER_UNMERGED = "speaker.unmerged"
    SPEAKER_IMPORTED = "speaker.imported"
    SOURCE_FILLED = "source.filled"
    SOURCE_CHECKED = "source.checked"
    CAPTURE_KEPT = "capture.kept"
    LINK_ADDED = "link.added"
    LINK_REMOVED = "link.removed"
    LINK_RESTORED = "link.restored"
    LINK_IMPORTED = "link.imported"
    VERDICT_GIVEN = "verdict.given"
    VERDICT_IMPORTED = "verdict.imported"
    ADJUDICATION_SETTLED = "adjudication.settled"
    ADJUDICATION_REOPENED = "adjudication.reopened"
    ADJUDICATION_IMPORTED = "adjudication.imported"
    GOLD_FINISHED = "gold.finished"
    GOLD_REOPENED = "gold.reopened"
    SPOT_CHECK_DRAWN = "spot_check.drawn"
    SPOT_CHECK_DECIDED = "spot_check.decided"
    PACE_TALKED = "pace.talked"
    COMMENT_WRITTEN = "comment.written"
    COMMENT_REVISED = "comment.revised"
    COMMENT_REMOVED = "comment.removed"
    COMMENT_RESTORED = "comment.restored"
    COMMENT_IMPORTED = "comment.imported"
    THREAD_IMPORTED = "thread.imported"
    THREAD_RESOLVED = "thread.resolved"
    THREAD_REOPENED = "thread.reopened"
    TRAINING_MADE = "training.made"
    TRAINING_OFFERED = "training.offered"
    TRAINING_RETIRED = "training.retired"
    TRAINING_ENDED = "training.ended"
    TRAINING_ANSWERED = "training.answered"
    TRAINING_EXPLAINED = "training.explained"
    TRAINING_SCORED = "training.scored"
    TRAINEE_PASSED = "trainee.passed"
    TRAINEE_EXCUSED = "trainee.excused"
    TRAINEE_ASKED_AGAIN = "trainee.asked_again"
    IMPORT_STARTED = "import.started"
    IMPORT_WAITING = "import.waiting"
    IMPORT_ANSWERED = "import.answered"
    IMPORT_FINISHED = "import.finished"
    IMPORT_EXPIRED = "import.expired"
    IMPORT_FAILED = "import.failed"
    IMPORT_CLEARED = "import.cleared"
    ROW_CLEARED = "row.cleared"
    PUBLISHER_SET = "publisher.set"
    EXPORT_MADE = "export.made"
    RELEASE_MADE = "release.made"
    RELEASE_WITHDRAWN = "release.withdrawn"
    SAMPLE_DRAWN = "sample.drawn"
    SAMPLE_LOOKED_AT = "sample.looked_at"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account by id and name, or the command line (`id` is None)."""

    id: int | None
    name: str
    via: str = PAGE


class Event(Base):
    """One change: who, when, what, and the whole row before and after as canonical JSON."""

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("seq >= 1", name="seq_counts_from_one"),
        Index("ix_event_target", "project_id", "target_id", "seq"),
        Index("ix_event_article", "project_id", "article_id", "seq"),
        Index("ix_event_actor", "project_id", "actor_id", "seq"),
    )

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCTime())
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    actor_name: Mapped[str]
    via: Mapped[str]
    action: Mapped[str]
    target: Mapped[str]
    target_id: Mapped[str]
    target_version: Mapped[int | None]
    article_id: Mapped[str | None] = mapped_column(UUID)
    request_sha256: Mapped[str | None]
    before: Mapped[long_text | None]
    after: Mapped[long_text | None]
    prev_hash: Mapped[str]
    hash: Mapped[str]


class EventFacet(Base):
    """What a timeline is filtered by, of one event: a narrow row where the event is a wide one.

    Made from the event alone when it is written, and proves nothing: the chain does not cover
    it. `label` is the kind of mark that the event is about, or that its row hangs on; `fields`
    has a bit for each of `facets.FIELDS` that it wrote.
    """

    __tablename__ = "event_facet"
    __audited__ = False

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id", ondelete="RESTRICT"), primary_key=True, autoincrement=False
    )
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCTime())
    actor_id: Mapped[int | None]
    way: Mapped[str]
    action: Mapped[str]
    label: Mapped[str | None]
    fields: Mapped[int] = mapped_column(BigInteger())


class Finding(StrEnum):
    """What somebody found who looked at one of a sample’s events."""

    IN_ORDER = "in_order"
    LOOK_INTO = "look_into"


class EventSample(Base):
    """Events drawn by lot for somebody to look at; as it was drawn, it stays.

    `asked` is the filter as JSON (`sampling.Asked`), `actor_id` the person that it names. With
    the newest event of that moment, `head_seq`, and the seed, the same events come out again:
    `pool` says of how many, and `pool_sha256` of which.
    """

    __tablename__ = "event_sample"
    __table_args__ = (
        CheckConstraint("size >= 1", name="draws_something"),
        CheckConstraint("pool >= size", name="drawn_from_what_there_was"),
        Index("ix_event_sample_drawn", "project_id", "drawn_at"),
    )
    __audit_children__ = ("items",)

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    asked: Mapped[long_text]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    size: Mapped[int]
    seed: Mapped[str]
    head_seq: Mapped[int]
    head_hash: Mapped[str]
    pool: Mapped[int]
    pool_sha256: Mapped[str]
    drawn_by: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    drawn_at: Mapped[datetime] = mapped_column(UTCTime())

    items: Mapped[list[EventSampleItem]] = relationship(order_by="EventSampleItem.position")


class EventSampleItem(Base):
    """One event that was drawn; in the order in which the lot fell."""

    __tablename__ = "event_sample_item"

    sample_id: Mapped[str] = mapped_column(
        UUID, ForeignKey("event_sample.id", ondelete="RESTRICT"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    #: No foreign key: whoever tampers with events is to be found, not stopped half-way.
    seq: Mapped[int]


class EventFinding(Base):
    """What somebody found on an event that was drawn; a later one holds, and none is changed."""

    __tablename__ = "event_finding"
    __table_args__ = (
        ForeignKeyConstraint(
            ["sample_id", "position"],
            ["event_sample_item.sample_id", "event_sample_item.position"],
            name="fk_event_finding_item",
            ondelete="RESTRICT",
        ),
        UniqueConstraint("sample_id", "position", "number"),
        CheckConstraint("number >= 1", name="number_counts_from_one"),
        CheckConstraint("finding <> 'look_into' OR note IS NOT NULL", name="doubt_says_why"),
        CheckConstraint("note <> ''", name="note_given"),
    )

    id: Mapped[uuid_key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="RESTRICT"))
    sample_id: Mapped[str] = mapped_column(UUID)
    position: Mapped[int]
    number: Mapped[int]
    finding: Mapped[Finding] = mapped_column(enum_by_value(Finding, "finding"))
    note: Mapped[long_text | None]
    found_by: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="RESTRICT"))
    found_at: Mapped[datetime] = mapped_column(UTCTime())
