"""Corrections of articles, and what became of each mark in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_OUTCOMES = ("unchanged", "moved", "changed", "ambiguous", "lost")
_SETTLED = ("chosen", "remarked", "kept", "confirmed", "overtaken")


def upgrade() -> None:
    """Make both tables, empty."""
    op.create_table(
        "correction",
        sa.Column("revision_id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made_by", sa.Integer),
        sa.Column("made_at", UTCTime, nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_correction_says_why")),
        _refers("correction", "article_id", "article"),
        _refers("correction", "made_by", "user"),
        _refers("correction", "project_id", "project"),
        _refers("correction", "revision_id", "revision"),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_correction")),
    )
    op.create_index("ix_correction_article_id", "correction", ["article_id"])
    _create_carry()


def downgrade() -> None:
    """Take both away: marks stay where they were carried to, and the events tell of it."""
    op.drop_table("carry")
    op.drop_table("correction")


def _create_carry() -> None:
    op.create_table(
        "carry",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("annotation_id", UUID, nullable=False),
        sa.Column("from_id", UUID, nullable=False),
        sa.Column("to_id", UUID, nullable=False),
        sa.Column("outcome", _enum("outcome", *_OUTCOMES), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("fragments_before", sa.Text, nullable=False),
        sa.Column("fragments_after", sa.Text),
        sa.Column("candidates", sa.Text, nullable=False),
        sa.Column("sentence_changed", sa.Boolean, nullable=False),
        sa.Column("settled", _enum("settled", *_SETTLED)),
        sa.Column("settled_by", sa.Integer),
        sa.Column("settled_at", UTCTime),
        sa.CheckConstraint(
            "(settled IS NULL) = (settled_at IS NULL)", name=op.f("ck_carry_settled_has_its_time")
        ),
        _refers("carry", "annotation_id", "annotation"),
        _refers("carry", "article_id", "article"),
        _refers("carry", "from_id", "revision"),
        _refers("carry", "project_id", "project"),
        _refers("carry", "settled_by", "user"),
        _refers("carry", "to_id", "revision"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carry")),
        sa.UniqueConstraint("annotation_id", "to_id", name=op.f("uq_carry_annotation_id_to_id")),
    )
    op.create_index("ix_carry_report", "carry", ["article_id", "to_id"])


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="RESTRICT")
