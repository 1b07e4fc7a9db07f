"""Leads who say that they only supervise: what opens others' work to them in a blind project."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_TO = {"project_id": "project", "user_id": "user", "article_id": "article"}


def upgrade() -> None:
    """Make the table, empty: nobody has said so yet."""
    op.create_table(
        "supervision",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("article_id", UUID),
        sa.Column("created_at", UTCTime, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_supervision_{column}_{table}"),
                ondelete="RESTRICT",
            )
            for column, table in _TO.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision")),
        sa.UniqueConstraint(
            "project_id",
            "user_id",
            "article_id",
            name=op.f("uq_supervision_project_id_user_id_article_id"),
        ),
    )
    op.create_index(op.f("ix_supervision_user_id"), "supervision", ["user_id"])
    op.create_index(
        "ix_supervision_whole",
        "supervision",
        ["project_id", "user_id"],
        unique=True,
        sqlite_where=sa.text("article_id IS NULL"),
        postgresql_where=sa.text("article_id IS NULL"),
    )


def downgrade() -> None:
    """Forget who supervises: the schema before keeps nothing back."""
    op.drop_table("supervision")
