"""What was at the link of a source when it was looked at, and jobs that wait for their time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

REFUSAL = "the audit trail is append-only"
_FAILURES = (
    "refused_here", "no_host", "unreachable", "timeout", "certificate", "status", "redirects",
    "no_page", "too_large", "broken_off", "unreadable",
)  # fmt: skip


def upgrade() -> None:
    """Make the table, empty and fenced, and let jobs be put off."""
    op.create_table(
        "capture",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("source_id", UUID, nullable=False),
        sa.Column("url", sa.String, nullable=False),
        sa.Column("page_key", sa.String),
        sa.Column("final_url", sa.String),
        sa.Column("fetched_at", UTCTime, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("failure", _enum("failure", *_FAILURES)),
        sa.Column("text", sa.Text),
        sa.Column("text_sha256", sa.String),
        sa.Column("length", sa.Integer),
        sa.Column("title", sa.String),
        sa.Column("publisher", sa.String),
        sa.Column("published_on", sa.Date),
        sa.CheckConstraint(
            "(failure IS NULL) = (text IS NOT NULL)", name=op.f("ck_capture_text_or_failure")
        ),
        sa.CheckConstraint(
            "(text IS NULL) = (text_sha256 IS NULL) AND (text IS NULL) = (length IS NULL)",
            name=op.f("ck_capture_text_is_hashed"),
        ),
        _refers("project_id", "project"),
        _refers("source_id", "source"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capture")),
    )
    op.create_index("ix_capture_source", "capture", ["source_id", "fetched_at"])
    op.create_index("ix_capture_page", "capture", ["project_id", "page_key", "fetched_at"])
    op.add_column("job", sa.Column("not_before", UTCTime))
    _fence()


def downgrade() -> None:
    """The schema before has no place for either; pages can be looked at again."""
    op.drop_table("capture")
    op.drop_column("job", "not_before")


def _fence() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER capture_refuses_{verb} BEFORE {verb.upper()} ON capture "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    for event, each, name in (
        ("UPDATE OR DELETE", "ROW", "change"),
        ("TRUNCATE", "STATEMENT", "truncate"),
    ):
        op.execute(
            f"CREATE TRIGGER capture_refuses_{name} BEFORE {event} ON capture "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _refers(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_capture_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="RESTRICT")
