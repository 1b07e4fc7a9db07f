"""Releases: frozen datasets under a name and a version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty."""
    op.create_table(
        "release",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("names", sa.Boolean, nullable=False),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("head_sequence", sa.Integer, nullable=False),
        sa.Column("head_hash", sa.String, nullable=False),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.Column("created_by", sa.Integer),
        sa.Column("withdrawn_at", UTCTime),
        sa.Column("why", sa.Text),
        *_checks(),
        _refers("project_id", "project"),
        _refers("created_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint(
            "project_id", "name", "version", name=op.f("uq_release_project_id_name_version")
        ),
    )


def downgrade() -> None:
    """The schema before knows none; the files stay where they are."""
    op.drop_table("release")


def _checks() -> list[sa.CheckConstraint]:
    rules = {
        "version_counts_from_one": "version >= 1",
        "head_counts": "head_sequence >= 0",
        "withdrawn_for_a_reason": "(withdrawn_at IS NULL) = (why IS NULL)",
    }
    return [
        sa.CheckConstraint(rule, name=op.f(f"ck_release_{name}")) for name, rule in rules.items()
    ]


def _refers(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_release_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, ondelete="RESTRICT")
