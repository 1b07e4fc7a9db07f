"""Comments that a lead removed: by whom, why, and which one their writer is told of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_RULES = {
    "removal_by_another_has_reason": "(removed_by IS NULL) = (removal_reason IS NULL)",
    "removed_by_only_if_removed": "removed_by IS NULL OR removed_at IS NOT NULL",
    "removal_reason_given": "removal_reason <> ''",
}
_KIND = "comment_removed"


def upgrade() -> None:
    """Add the columns, empty: what was removed so far its writer removed."""
    with op.batch_alter_table("comment") as batch:
        batch.add_column(sa.Column("removed_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("removal_reason", sa.Text(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_comment_removed_by_user"), "user", ["removed_by"], ["id"], ondelete="RESTRICT"
        )
        for name, rule in _RULES.items():
            batch.create_check_constraint(op.f(f"ck_comment_{name}"), rule)
    with op.batch_alter_table("notification") as batch:
        batch.add_column(sa.Column("comment_id", UUID, nullable=True))
        batch.create_foreign_key(
            op.f("fk_notification_comment_id_comment"),
            "comment",
            ["comment_id"],
            ["id"],
            ondelete="RESTRICT",
        )


def downgrade() -> None:
    """What a lead removed stays out of sight; the schema before has no place for the reason."""
    op.execute(sa.text("DELETE FROM notification WHERE kind = :kind").bindparams(kind=_KIND))
    with op.batch_alter_table("notification") as batch:
        batch.drop_constraint(op.f("fk_notification_comment_id_comment"), type_="foreignkey")
        batch.drop_column("comment_id")
    with op.batch_alter_table("comment") as batch:
        for name in _RULES:
            batch.drop_constraint(op.f(f"ck_comment_{name}"), type_="check")
        batch.drop_constraint(op.f("fk_comment_removed_by_user"), type_="foreignkey")
        batch.drop_column("removal_reason")
        batch.drop_column("removed_by")
