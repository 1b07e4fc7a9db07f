"""People's own keys and what is read to them, and the versions of a project's guidelines."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UTCTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REFUSAL = "the audit trail is append-only"


def upgrade() -> None:
    announces = sa.Column("announces", sa.Boolean, server_default=sa.false(), nullable=False)
    op.add_column("user", announces)
    op.add_column("user", sa.Column("keys", sa.Text))
    op.add_column("verdict", sa.Column("guideline_version", sa.Integer))
    _create_guideline_version()
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER guideline_version_refuses_{verb} BEFORE {verb.upper()} "
                f"ON guideline_version BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER guideline_version_refuses_change BEFORE UPDATE OR DELETE "
        "ON guideline_version FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER guideline_version_refuses_truncate BEFORE TRUNCATE "
        "ON guideline_version FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    op.drop_table("guideline_version")
    op.drop_column("verdict", "guideline_version")
    op.drop_column("user", "keys")
    op.drop_column("user", "announces")


def _create_guideline_version() -> None:
    op.create_table(
        "guideline_version",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.Column("created_by", sa.Integer),
        sa.CheckConstraint("number >= 1", name=op.f("ck_guideline_version_number_counts_from_one")),
        sa.CheckConstraint("text <> ''", name=op.f("ck_guideline_version_text_given")),
        _refers("created_by", "user"),
        _refers("project_id", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guideline_version")),
        sa.UniqueConstraint(
            "project_id", "number", name=op.f("uq_guideline_version_project_id_number")
        ),
    )


def _refers(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_guideline_version_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="RESTRICT")
