"""Corrections that an import brings wait until its articles are there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty."""
    op.create_table(
        "staged_correction",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("import_id", UUID, nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("draft", sa.Text, nullable=False),
        _refers("project_id", "project"),
        _refers("import_id", "import"),
        _refers("article_id", "article", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_correction")),
    )
    op.create_index("ix_staged_correction_import", "staged_correction", ["import_id", "id"])


def downgrade() -> None:
    """Take the table away; what waits in it can be brought in again."""
    op.drop_table("staged_correction")


def _refers(column: str, other: str, *, ondelete: str = "RESTRICT") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_staged_correction_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
