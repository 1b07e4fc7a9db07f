"""Links between marks, and what a quote has beside its mark."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables, empty."""
    op.create_table(
        "quote",
        sa.Column("annotation_id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("kind", _enum("kind", "direct", "indirect", "mixed")),
        _refers("quote", "annotation_id", "annotation"),
        _refers("quote", "project_id", "project"),
        sa.PrimaryKeyConstraint("annotation_id", name=op.f("pk_quote")),
    )
    op.create_table(
        "link",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("from_id", UUID, nullable=False),
        sa.Column("to_id", UUID, nullable=False),
        sa.Column(
            "kind",
            _enum("kind", "explains", "made_in", "repeats", "contradicts"),
            nullable=False,
        ),
        sa.Column("author_id", sa.Integer, nullable=False),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.Column("removed_at", UTCTime),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_link_joins_two")),
        _refers("link", "article_id", "article"),
        _refers("link", "author_id", "user"),
        _refers("link", "from_id", "annotation"),
        _refers("link", "project_id", "project"),
        _refers("link", "to_id", "annotation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
    )
    op.create_index("ix_link_article", "link", ["article_id", "author_id"])
    op.create_index("ix_link_from", "link", ["from_id"])
    in_force = sa.text("removed_at IS NULL")
    op.create_index(
        "uq_link_in_force",
        "link",
        ["from_id", "to_id", "kind"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )


def downgrade() -> None:
    """Take both away, with what is in them: the schema before has no place for it."""
    op.drop_table("link")
    op.drop_table("quote")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="RESTRICT")
