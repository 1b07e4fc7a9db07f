"""Projects can be archived, and moved to the trash, since a moment and for a reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UTCTime

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """All are there."""
    op.add_column("project", sa.Column("archived_at", UTCTime))
    op.add_column("project", sa.Column("archive_reason", sa.String))
    op.add_column("project", sa.Column("trashed_at", UTCTime))
    op.add_column("project", sa.Column("trash_reason", sa.String))


def downgrade() -> None:
    """Those that were put away are among the others again."""
    for name in ("trash_reason", "trashed_at", "archive_reason", "archived_at"):
        op.drop_column("project", name)
