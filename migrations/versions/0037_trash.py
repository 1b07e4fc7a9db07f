"""Articles can be in the trash, since a moment and for a reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UTCTime

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

_THERE = sa.text("trashed_at IS NOT NULL")


def upgrade() -> None:
    """Nothing is in the trash yet."""
    op.add_column("article", sa.Column("trashed_at", UTCTime))
    op.add_column("article", sa.Column("trash_reason", sa.String))
    op.create_index(
        "ix_article_trashed",
        "article",
        ["project_id", "number"],
        sqlite_where=_THERE,
        postgresql_where=_THERE,
    )


def downgrade() -> None:
    """What was in the trash is among the others again."""
    op.drop_index("ix_article_trashed", "article")
    op.drop_column("article", "trash_reason")
    op.drop_column("article", "trashed_at")
