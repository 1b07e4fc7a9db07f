"""The queue is walked in its order, and unfinished work is found without looking at the rest."""

from __future__ import annotations

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes."""
    op.create_index("ix_article_queue", "article", ["project_id", "priority", "due_on", "number"])
    op.create_index("ix_assignment_project", "assignment", ["project_id", "state", "created_at"])


def downgrade() -> None:
    """All articles are sorted again for each that is taken."""
    op.drop_index("ix_assignment_project", "assignment")
    op.drop_index("ix_article_queue", "article")
