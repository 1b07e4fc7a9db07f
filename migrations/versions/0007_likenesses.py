"""Sketches by which near-duplicates are found, and articles that were linked as one story."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, empty, and an index on the hashes of texts."""
    op.create_index("ix_revision_text", "revision", ["project_id", "text_sha256"])
    _create_sketches()
    _create_likenesses()
    _create_links()


def downgrade() -> None:
    """Take the tables away; what was linked is told by the events alone."""
    for table in ("article_link", "likeness", "passage", "sketch"):
        op.drop_table(table)
    op.drop_index("ix_revision_text", "revision")


def _create_sketches() -> None:
    op.create_table(
        "sketch",
        sa.Column("revision_id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("page_key", sa.String),
        _refers("sketch", "revision_id", "revision", ondelete="CASCADE"),
        _refers("sketch", "project_id", "project"),
        _refers("sketch", "article_id", "article", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_sketch")),
    )
    op.create_index("ix_sketch_page", "sketch", ["project_id", "page_key"])
    op.create_index("ix_sketch_article", "sketch", ["article_id"])
    op.create_table(
        "passage",
        sa.Column("revision_id", UUID, nullable=False),
        sa.Column("block", sa.Integer, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        *(sa.Column(f"band_{number}", sa.BigInteger, nullable=False) for number in range(1, 5)),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["sketch.revision_id"],
            name=op.f("fk_passage_revision_id_sketch"),
            ondelete="CASCADE",
        ),
        _refers("passage", "project_id", "project"),
        _refers("passage", "article_id", "article", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("revision_id", "block", name=op.f("pk_passage")),
    )
    for number in range(1, 5):
        columns = ["project_id", f"band_{number}"]
        op.create_index(f"ix_passage_band_{number}", "passage", columns)


def _create_likenesses() -> None:
    op.create_table(
        "likeness",
        sa.Column("revision_id", UUID, nullable=False),
        sa.Column("block", sa.Integer, nullable=False),
        sa.Column("other_revision_id", UUID, nullable=False),
        sa.Column("other_block", sa.Integer, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("percent", sa.Integer, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["sketch.revision_id"],
                name=op.f(f"fk_likeness_{column}_sketch"),
                ondelete="CASCADE",
            )
            for column in ("revision_id", "other_revision_id")
        ),
        _refers("likeness", "project_id", "project"),
        sa.CheckConstraint("percent BETWEEN 1 AND 100", name=op.f("ck_likeness_percent_of_words")),
        sa.PrimaryKeyConstraint(
            "revision_id", "block", "other_revision_id", "other_block", name=op.f("pk_likeness")
        ),
    )
    op.create_index("ix_likeness_other", "likeness", ["other_revision_id"])


def _create_links() -> None:
    op.create_table(
        "article_link",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("other_id", UUID, nullable=False),
        sa.Column("created_by", sa.Integer),
        sa.Column("created_at", UTCTime, nullable=False),
        _refers("article_link", "project_id", "project"),
        _refers("article_link", "article_id", "article"),
        _refers("article_link", "other_id", "article"),
        _refers("article_link", "created_by", "user"),
        sa.CheckConstraint("article_id <> other_id", name=op.f("ck_article_link_joins_two")),
        sa.UniqueConstraint(
            "article_id", "other_id", name=op.f("uq_article_link_article_id_other_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_link")),
    )
    op.create_index("ix_article_link_other", "article_link", ["other_id"])


def _refers(
    table: str, column: str, other: str, *, ondelete: str = "RESTRICT"
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
