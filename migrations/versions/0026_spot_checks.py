"""Spot checks: samples of submitted work, and what leads decided on them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, empty."""
    _make_checks()
    _make_items()
    _make_decisions()


def downgrade() -> None:
    """The schema before has no place for samples."""
    op.drop_table("spot_decision")
    op.drop_table("spot_item")
    op.drop_table("spot_check")


def _make_checks() -> None:
    op.create_table(
        "spot_check",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        _one_of("unit", "submission", "mark"),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("seed", sa.String, nullable=False),
        sa.Column("pool", sa.Integer, nullable=False),
        sa.Column("pool_sha256", sa.String, nullable=False),
        sa.Column("drawn_by", sa.Integer, nullable=False),
        sa.Column("drawn_at", UTCTime, nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_spot_check_number_counts_from_one")),
        sa.CheckConstraint("pool >= 1", name=op.f("ck_spot_check_drawn_from_something")),
        _refers("spot_check", "project_id", "project"),
        _refers("spot_check", "drawn_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_check")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_spot_check_project_id_number")),
    )


def _make_items() -> None:
    op.create_table(
        "spot_item",
        sa.Column("spot_check_id", UUID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("reviewer_id", sa.Integer, nullable=False),
        sa.Column("annotation_id", UUID),
        _refers("spot_item", "spot_check_id", "spot_check"),
        _refers("spot_item", "project_id", "project"),
        _refers("spot_item", "article_id", "article"),
        _refers("spot_item", "reviewer_id", "user"),
        _refers("spot_item", "annotation_id", "annotation"),
        sa.PrimaryKeyConstraint("spot_check_id", "position", name=op.f("pk_spot_item")),
    )
    op.create_index("ix_spot_item_article", "spot_item", ["article_id", "reviewer_id"])


def _make_decisions() -> None:
    op.create_table(
        "spot_decision",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("spot_check_id", UUID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("reviewer_id", sa.Integer, nullable=False),
        sa.Column("annotation_id", UUID),
        _one_of("outcome", "accepted", "returned"),
        sa.Column("reason", sa.Text),
        sa.Column("seen", sa.Text, nullable=False),
        sa.Column("decided_by", sa.Integer, nullable=False),
        sa.Column("decided_at", UTCTime, nullable=False),
        sa.CheckConstraint(
            "outcome <> 'returned' OR reason IS NOT NULL",
            name=op.f("ck_spot_decision_returned_says_why"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_spot_decision_reason_given")),
        sa.ForeignKeyConstraint(
            ["spot_check_id", "position"],
            ["spot_item.spot_check_id", "spot_item.position"],
            name="fk_spot_decision_item",
            ondelete="RESTRICT",
        ),
        _refers("spot_decision", "project_id", "project"),
        _refers("spot_decision", "article_id", "article"),
        _refers("spot_decision", "reviewer_id", "user"),
        _refers("spot_decision", "annotation_id", "annotation"),
        _refers("spot_decision", "decided_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spot_decision")),
    )
    op.create_index("ix_spot_decision_item", "spot_decision", ["spot_check_id", "position"])
    op.create_index("ix_spot_decision_article", "spot_decision", ["article_id", "reviewer_id"])
    columns = ["project_id", "reviewer_id", "decided_at"]
    op.create_index("ix_spot_decision_reviewer", "spot_decision", columns)


def _one_of(name: str, *values: str) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=False)


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="RESTRICT")
