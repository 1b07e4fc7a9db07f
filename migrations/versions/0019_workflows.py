"""How a project hands out its articles: how many reviewers each wants, and what limits hold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UTCTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

RULES = {
    "somebody_wanted": "wanted >= 1",
    "sample_is_a_share": "sample_percent BETWEEN 0 AND 100",
    "sample_wants_no_fewer": "sample_wanted >= wanted",
    "limit_leaves_one": "open_limit >= 1",
    "hours_pass_first": "abandoned_hours >= 1",
}


def upgrade() -> None:
    """Make the table, empty: every project goes on as it was."""
    op.create_table(
        "workflow",
        sa.Column("project_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("wanted", sa.Integer, nullable=False),
        sa.Column("sample_percent", sa.Integer, nullable=False),
        sa.Column("sample_wanted", sa.Integer, nullable=False),
        sa.Column("open_limit", sa.Integer),
        sa.Column("abandoned_hours", sa.Integer),
        sa.Column("only_wanted", sa.Boolean, nullable=False),
        sa.Column("blind", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", UTCTime, nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_workflow_{name}"))
            for name, rule in RULES.items()
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_workflow_project_id_project"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_workflow")),
    )


def downgrade() -> None:
    """Forget what was set: the schema before hands out nothing."""
    op.drop_table("workflow")
