"""Who publishes a project's checks, and at which addresses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UTCTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, empty: nobody has said yet."""
    op.create_table(
        "publisher",
        sa.Column("project_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("url", sa.String),
        sa.Column("checks_url", sa.String),
        sa.Column("corrections_url", sa.String),
        sa.Column("is_open", sa.Boolean, nullable=False),
        sa.Column("updated_at", UTCTime, nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_publisher_name_given")),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_publisher_project_id_project"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_publisher")),
    )


def downgrade() -> None:
    """Forget who publishes: the schema before has no place for it."""
    op.drop_table("publisher")
