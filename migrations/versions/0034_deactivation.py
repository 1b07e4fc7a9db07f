"""Since when an account is closed, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UTCTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody was deactivated by a page before: there is nothing to say of them."""
    op.add_column("user", sa.Column("deactivated_at", UTCTime))
    op.add_column("user", sa.Column("deactivated_reason", sa.String))


def downgrade() -> None:
    """Take the two away."""
    op.drop_column("user", "deactivated_reason")
    op.drop_column("user", "deactivated_at")
