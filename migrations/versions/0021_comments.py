"""Comments on marks, with what became of each thread, and what people are told of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_KINDS = ("assigned", "returned", "mentioned", "replied", "adjudicated", "stale")


def upgrade() -> None:
    """Make the tables, empty."""
    _make_comments()
    _make_threads()
    _make_notifications()


def downgrade() -> None:
    """The schema before has no place for what was said."""
    op.drop_table("notification")
    op.drop_table("thread")
    op.drop_table("comment")


def _make_comments() -> None:
    op.create_table(
        "comment",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("annotation_id", UUID, nullable=False),
        sa.Column("author_id", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("mentions", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.Column("edited_at", UTCTime),
        sa.Column("removed_at", UTCTime),
        sa.CheckConstraint("text <> ''", name=op.f("ck_comment_text_given")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_comment_version_counts_from_one")),
        _refers("comment", "project_id", "project"),
        _refers("comment", "article_id", "article"),
        _refers("comment", "annotation_id", "annotation"),
        _refers("comment", "author_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index("ix_comment_annotation", "comment", ["annotation_id", "created_at"])
    op.create_index("ix_comment_article", "comment", ["project_id", "article_id"])


def _make_threads() -> None:
    op.create_table(
        "thread",
        sa.Column("annotation_id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("resolved_at", UTCTime),
        sa.Column("resolved_by", sa.Integer),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by IS NULL)",
            name=op.f("ck_thread_resolved_by_somebody"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_thread_version_counts_from_one")),
        _refers("thread", "annotation_id", "annotation"),
        _refers("thread", "project_id", "project"),
        _refers("thread", "resolved_by", "user"),
        sa.PrimaryKeyConstraint("annotation_id", name=op.f("pk_thread")),
    )
    op.create_index(op.f("ix_thread_project_id"), "thread", ["project_id"])


def _make_notifications() -> None:
    op.create_table(
        "notification",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("person_id", sa.Integer, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*_KINDS, name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("actor_id", sa.Integer),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("annotation_id", UUID),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.Column("read_at", UTCTime),
        sa.CheckConstraint('"count" >= 1', name=op.f("ck_notification_counts_from_one")),
        _refers("notification", "project_id", "project"),
        _refers("notification", "person_id", "user"),
        _refers("notification", "actor_id", "user"),
        _refers("notification", "article_id", "article"),
        _refers("notification", "annotation_id", "annotation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
    )
    op.create_index("ix_notification_person", "notification", ["person_id", "read_at", "id"])
    op.create_index("ix_notification_mark", "notification", ["annotation_id"])


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="RESTRICT")
