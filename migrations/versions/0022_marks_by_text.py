"""Marks are found by the text that they stand in: taking texts away looks for what refers to them."""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_annotation_revision", "annotation", ["revision_id"])


def downgrade() -> None:
    """Marks are looked through one by one again."""
    op.drop_index("ix_annotation_revision", "annotation")
