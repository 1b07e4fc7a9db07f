"""Pace: what gives a signal in a project, and which signals were talked about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the settings, empty, which stands for the usual ones, and make the table, empty."""
    op.add_column("workflow", sa.Column("verdict_seconds", sa.Integer(), nullable=True))
    op.add_column("workflow", sa.Column("reading_pace", sa.Integer(), nullable=True))
    op.create_table(
        "pace_talk",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("reviewer_id", sa.Integer, nullable=False),
        sa.Column("verdict_id", UUID),
        sa.Column("assignment_id", UUID),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("talked_by", sa.Integer, nullable=False),
        sa.Column("talked_at", UTCTime, nullable=False),
        *_rules(),
    )
    op.create_index("ix_pace_talk_reviewer", "pace_talk", ["project_id", "reviewer_id"])


def downgrade() -> None:
    """Take them out again: the schema before has no place for talks."""
    op.drop_table("pace_talk")
    op.drop_column("workflow", "reading_pace")
    op.drop_column("workflow", "verdict_seconds")


def _rules() -> list[sa.Constraint]:
    about_one = "(verdict_id IS NULL) <> (assignment_id IS NULL)"
    others = {
        "project_id": "project",
        "article_id": "article",
        "reviewer_id": "user",
        "verdict_id": "verdict",
        "assignment_id": "assignment",
        "talked_by": "user",
    }
    return [
        sa.CheckConstraint(about_one, name=op.f("ck_pace_talk_about_one_signal")),
        sa.CheckConstraint("note <> ''", name=op.f("ck_pace_talk_note_given")),
        *(_refers(column, other) for column, other in others.items()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pace_talk")),
        sa.UniqueConstraint("verdict_id", name=op.f("uq_pace_talk_verdict_id")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_pace_talk_assignment_id")),
    ]


def _refers(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_pace_talk_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="RESTRICT")
