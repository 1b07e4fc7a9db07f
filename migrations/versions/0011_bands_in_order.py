"""The passages that share a band are found in the order of their keys."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen the indexes on bands."""
    _index_bands("revision_id", "block")


def downgrade() -> None:
    """Make them as they were."""
    _index_bands()


def _index_bands(*more: str) -> None:
    for number in range(1, 5):
        name = f"ix_passage_band_{number}"
        op.drop_index(name, "passage")
        op.create_index(name, "passage", ["project_id", f"band_{number}", *more])
