"""People choose the language of the pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has chosen yet: their browsers say which language they read."""
    op.add_column("user", sa.Column("language", sa.String(), nullable=True))


def downgrade() -> None:
    """Take the choices away."""
    op.drop_column("user", "language")
