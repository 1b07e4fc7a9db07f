"""A version of the scale says all that a project offers, who made it and why, and stays so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

REFUSAL = "the audit trail is append-only"


def upgrade() -> None:
    """Versions that are there offer what they always did: their columns stay empty."""
    with op.batch_alter_table("scheme_version") as batch:
        batch.add_column(sa.Column("definition", sa.Text))
        batch.add_column(sa.Column("reason", sa.String))
        batch.add_column(sa.Column("created_by", sa.Integer))
        batch.create_foreign_key(
            op.f("fk_scheme_version_created_by_user"),
            "user",
            ["created_by"],
            ["id"],
            ondelete="RESTRICT",
        )
    _fence()


def downgrade() -> None:
    """Only the ratings of each version stay."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER scheme_version_refuses_{verb}")
    else:
        for verb in ("change", "truncate"):
            op.execute(f"DROP TRIGGER scheme_version_refuses_{verb} ON scheme_version")
    with op.batch_alter_table("scheme_version") as batch:
        batch.drop_constraint(op.f("fk_scheme_version_created_by_user"), type_="foreignkey")
        for column in ("created_by", "reason", "definition"):
            batch.drop_column(column)


def _fence() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER scheme_version_refuses_{verb} BEFORE {verb.upper()} "
                f"ON scheme_version BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER scheme_version_refuses_change BEFORE UPDATE OR DELETE "
        "ON scheme_version FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER scheme_version_refuses_truncate BEFORE TRUNCATE "
        "ON scheme_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
