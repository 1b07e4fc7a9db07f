"""Daily tallies for the dashboards, what each article counts as, and how far they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_STAGES = "'untouched', 'wanting', 'in_work', 'submitted', 'settled'"
_KINDS = (
    "'stage', 'due', 'mark', 'verdict', 'gold_mark', 'gold_verdict', 'submitted', 'words', "
    "'returned', 'stale', 'pending', 'pace', 'unpaced'"
)


def upgrade() -> None:
    """Make the tables, empty: the first who looks at a dashboard has them filled."""
    op.create_table(
        "dashboard_position",
        sa.Column("project_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("walked", sa.Integer),
        sa.Column("rules", sa.String, nullable=False),
        sa.Column("folded_at", UTCTime, nullable=False),
        _of_project("dashboard_position"),
    )
    _make_articles()
    op.create_table(
        "dashboard_tally",
        sa.Column("project_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(32), primary_key=True),
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("person_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False),
        _of_project("dashboard_tally"),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name=op.f("ck_dashboard_tally_kind")),
        sa.CheckConstraint("person_id >= 0", name=op.f("ck_dashboard_tally_somebody_or_nobody")),
    )


def downgrade() -> None:
    """Take them away: they are made from other tables."""
    for name in ("dashboard_tally", "dashboard_article", "dashboard_position"):
        op.drop_table(name)


def _make_articles() -> None:
    op.create_table(
        "dashboard_article",
        sa.Column("article_id", UUID, primary_key=True),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("cells", sa.Text, nullable=False),
        _of_project("dashboard_article"),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["article.id"],
            name=op.f("fk_dashboard_article_article_id_article"),
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(f"stage IN ({_STAGES})", name=op.f("ck_dashboard_article_stage")),
    )
    for name, column in (("stage", "since"), ("due", "due_on")):
        op.create_index(
            f"ix_dashboard_article_{name}",
            "dashboard_article",
            ["project_id", "stage", column, "number"],
        )


def _of_project(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["project_id"],
        ["project.id"],
        name=op.f(f"fk_{table}_project_id_project"),
        ondelete="RESTRICT",
    )
