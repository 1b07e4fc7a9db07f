"""Listing what was made on some days: marks, verdicts and submissions in the order of their time."""

from __future__ import annotations

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_annotation_made", "annotation", ["project_id", "created_at", "id"]),
    ("ix_verdict_given", "verdict", ["project_id", "decided_at", "id"]),
    ("ix_assignment_submitted", "assignment", ["project_id", "submitted_at", "id"]),
)


def upgrade() -> None:
    """Make the indexes; the rows stay as they are."""
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns)


def downgrade() -> None:
    """The pages before went by articles alone."""
    for name, table, _columns in _INDEXES:
        op.drop_index(name, table_name=table)
