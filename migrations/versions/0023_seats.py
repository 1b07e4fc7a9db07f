"""Work is handed out: seats, due dates, priorities, and the languages that people read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

PRIORITIES = "priority IN ('high', 'low')"
SEATED = "(state = 'released') = (seat IS NULL)"
#: Whoever works on an article now holds a seat of it.
SEAT = """
    UPDATE assignment SET seat = (
        SELECT count(*) FROM assignment AS other
        WHERE other.article_id = assignment.article_id
        AND other.state <> 'released' AND other.id <= assignment.id
    ) WHERE state <> 'released'
"""


def upgrade() -> None:
    """Every new column begins empty, but for the seats of those who are at work."""
    op.add_column("user", sa.Column("reads", sa.String))
    _widen_articles()
    op.add_column("assignment", sa.Column("due_on", sa.Date))
    op.add_column("assignment", sa.Column("seat", sa.Integer))
    op.execute(SEAT)
    with op.batch_alter_table("assignment") as batch:
        batch.create_unique_constraint(
            op.f("uq_assignment_article_id_seat"), ["article_id", "seat"]
        )
        batch.create_check_constraint(op.f("ck_assignment_seat_counts_from_one"), "seat >= 1")
        batch.create_check_constraint(op.f("ck_assignment_seated_unless_released"), SEATED)


def downgrade() -> None:
    """What was planned goes; who works on what stays."""
    with op.batch_alter_table("assignment") as batch:
        batch.drop_constraint(op.f("ck_assignment_seated_unless_released"), type_="check")
        batch.drop_constraint(op.f("ck_assignment_seat_counts_from_one"), type_="check")
        batch.drop_constraint(op.f("uq_assignment_article_id_seat"), type_="unique")
        batch.drop_column("seat")
        batch.drop_column("due_on")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_article_priority"), "article", type_="check")
    op.drop_column("article", "due_on")
    op.drop_column("article", "priority")
    op.drop_column("user", "reads")


def _widen_articles() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # The fences of texts look into this table, which so cannot be made anew: the column
        # brings its own check.
        check = f"CONSTRAINT ck_article_priority CHECK ({PRIORITIES})"
        op.execute(f"ALTER TABLE article ADD COLUMN priority VARCHAR(32) {check}")
    else:
        op.add_column("article", sa.Column("priority", sa.String(32)))
        op.create_check_constraint(op.f("ck_article_priority"), "article", PRIORITIES)
    op.add_column("article", sa.Column("due_on", sa.Date))
