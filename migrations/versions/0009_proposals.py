"""Web pages that were read and wait for a lead to say what of them is the article."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty."""
    op.create_table(
        "proposal",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("url", sa.String),
        sa.Column("page", sa.Text),
        sa.Column("source_sha256", sa.String, nullable=False),
        sa.Column("article_id", UUID),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.Column("created_by", sa.Integer),
        sa.CheckConstraint(
            "(page IS NULL) = (article_id IS NOT NULL)", name=op.f("ck_proposal_text_until_article")
        ),
        _refers("project_id", "project"),
        _refers("article_id", "article", ondelete="CASCADE"),
        _refers("created_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index("ix_proposal_project", "proposal", ["project_id", "created_at"])


def downgrade() -> None:
    """Take the table away; a page that waited can be sent again."""
    op.drop_table("proposal")


def _refers(column: str, other: str, *, ondelete: str = "RESTRICT") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_proposal_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
