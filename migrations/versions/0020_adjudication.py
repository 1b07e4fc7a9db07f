"""What was decided where reviewers differ, the marks that it made, and whose gold is finished."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

DECISIONS = "decision IN ('agreed', 'taken', 'union', 'overlap', 'combined', 'both', 'dropped')"
CATEGORIES = (
    "category IN ('boundary', 'label', 'interpretation', 'evidence', 'missed', 'slip', "
    "'guideline_unclear', 'other')"
)


def upgrade() -> None:
    """Nothing is decided yet."""
    _adjudication()
    op.create_index("ix_adjudication_article", "adjudication", ["article_id", "decided_at"])
    op.create_table(
        "gold_mark",
        sa.Column("annotation_id", UUID, nullable=False),
        sa.Column("adjudication_id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        _to("gold_mark", "adjudication_id", "adjudication"),
        _to("gold_mark", "annotation_id", "annotation"),
        _to("gold_mark", "project_id", "project"),
        sa.PrimaryKeyConstraint("annotation_id", name=op.f("pk_gold_mark")),
    )
    op.create_index("ix_gold_mark_adjudication", "gold_mark", ["adjudication_id"])
    op.create_table(
        "gold_layer",
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("finished_by", sa.Integer()),
        sa.Column("finished_at", UTCTime()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(finished_at IS NULL) = (finished_by IS NULL)",
            name=op.f("ck_gold_layer_finished_by_one"),
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_gold_layer_version_counts_from_one")),
        _to("gold_layer", "article_id", "article"),
        _to("gold_layer", "project_id", "project"),
        _to("gold_layer", "finished_by", "user"),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_gold_layer")),
    )
    op.create_index("ix_gold_layer_project", "gold_layer", ["project_id"])


def downgrade() -> None:
    """What was decided goes; the gold marks stay."""
    op.drop_table("gold_layer")
    op.drop_table("gold_mark")
    op.drop_table("adjudication")


def _adjudication() -> None:
    op.create_table(
        "adjudication",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("from_ids", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(32), nullable=False),
        sa.Column("category", sa.String(32)),
        sa.Column("reason", sa.Text()),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_at", UTCTime(), nullable=False),
        sa.Column("reopened_by", sa.Integer()),
        sa.Column("reopened_at", UTCTime()),
        sa.CheckConstraint(DECISIONS, name=op.f("ck_adjudication_decision")),
        sa.CheckConstraint(CATEGORIES, name=op.f("ck_adjudication_category")),
        sa.CheckConstraint(
            "(reopened_at IS NULL) = (reopened_by IS NULL)",
            name=op.f("ck_adjudication_reopened_by_one"),
        ),
        sa.CheckConstraint(
            "decision = 'agreed' OR category IS NOT NULL",
            name=op.f("ck_adjudication_says_its_category"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_adjudication_reason_given")),
        _to("adjudication", "article_id", "article"),
        _to("adjudication", "project_id", "project"),
        _to("adjudication", "decided_by", "user"),
        _to("adjudication", "reopened_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjudication")),
    )


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="RESTRICT")
