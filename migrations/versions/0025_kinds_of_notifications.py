"""What people are told of may be of any kind: a new one needs no change of the table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_KNOWN = ("assigned", "returned", "mentioned", "replied", "adjudicated", "stale")


def upgrade() -> None:
    """The names of the kinds are the program's alone."""
    with op.batch_alter_table("notification") as batch:
        batch.drop_constraint(op.f("ck_notification_kind"), type_="check")


def downgrade() -> None:
    """The schema before takes no other kinds than it knew: what is told of them goes."""
    kind = sa.column("kind", sa.String)
    op.execute(sa.table("notification").delete().where(kind.not_in(_KNOWN)))
    names = ", ".join(f"'{name}'" for name in _KNOWN)
    with op.batch_alter_table("notification") as batch:
        batch.create_check_constraint(op.f("ck_notification_kind"), f"kind IN ({names})")
