"""Jobs: work that outlasts a request."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_STATES = ("queued", "running", "done", "failed", "cancelled")


def upgrade() -> None:
    """Make the table, empty."""
    state = sa.Enum(*_STATES, name="state", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "job",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("result", sa.Text),
        sa.Column("state", state, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer),
        sa.Column("reason", sa.Text),
        sa.Column("is_cancelling", sa.Boolean, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("actor_id", sa.Integer),
        sa.Column("actor_name", sa.String, nullable=False),
        sa.Column("via", sa.String, nullable=False),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.Column("lease_until", UTCTime),
        sa.Column("finished_at", UTCTime),
        *_checks(),
        _refers("project_id", "project"),
        _refers("actor_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_state", "job", ["state", "created_at"])
    op.create_index("ix_job_project", "job", ["project_id", "created_at"])
    op.create_index("ix_job_actor", "job", ["actor_id", "kind", "created_at"])


def downgrade() -> None:
    """Take it away: the schema before has no place for it."""
    op.drop_table("job")


def _checks() -> list[sa.CheckConstraint]:
    rules = {
        "done_counts": "done >= 0",
        "total_counts": "total >= 0",
        "attempts_count": "attempts >= 0",
        "runs_on_lease": "(state = 'running') = (lease_until IS NOT NULL)",
        "ended_at_a_time": "(state IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL)",
        "failed_for_a_reason": "(state = 'failed') = (reason IS NOT NULL)",
    }
    return [sa.CheckConstraint(rule, name=op.f(f"ck_job_{name}")) for name, rule in rules.items()]


def _refers(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_job_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="RESTRICT")
