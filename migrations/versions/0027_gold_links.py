"""Decisions say whose links hold; a project says whether adjudicators see reviewers' names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both, empty: what was decided before has everybody's links, and names are hidden."""
    op.add_column("adjudication", sa.Column("links", sa.String(), nullable=True))
    op.add_column("workflow", sa.Column("names_shown", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Take both out again."""
    op.drop_column("workflow", "names_shown")
    op.drop_column("adjudication", "links")
