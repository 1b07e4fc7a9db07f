"""Imports, whose articles nobody sees until the last step, and which can be cleared until then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

REFUSAL = "the audit trail is append-only"
#: Written once, unless they came with an import that failed: those may be cleared.
CLEARABLE = ("revision", "verdict")

#: What each row of these hangs on.
_ARTICLE = {
    "revision": "OLD.article_id",
    "verdict": "(SELECT article_id FROM {schema}annotation WHERE id = OLD.annotation_id)",
}


def upgrade() -> None:
    _create_import()
    with op.batch_alter_table("article") as batch:
        batch.add_column(sa.Column("import_id", UUID))
        batch.create_foreign_key(
            op.f("fk_article_import_id_import"),
            "import",
            ["import_id"],
            ["id"],
            ondelete="RESTRICT",
        )
        batch.create_index("ix_article_import_id", ["import_id"])
    if op.get_bind().dialect.name == "sqlite":
        _open_sqlite()
    else:
        _open_postgresql()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _close_sqlite()
    else:
        _close_postgresql()
    with op.batch_alter_table("article") as batch:
        batch.drop_index("ix_article_import_id")
        batch.drop_constraint(op.f("fk_article_import_id_import"), type_="foreignkey")
        batch.drop_column("import_id")
    op.drop_table("import")
    if op.get_bind().dialect.name == "postgresql":
        for table in ("import", *CLEARABLE):
            op.execute(f"DROP FUNCTION refuse_{table}_change()")


def _create_import() -> None:
    states = ("running", "finished", "failed", "cleared")
    state = sa.Enum(*states, name="state", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "import",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("articles", sa.Integer, nullable=False),
        sa.Column("refused", sa.Integer, nullable=False),
        sa.Column("report", sa.Text),
        sa.Column("started_at", UTCTime, nullable=False),
        sa.Column("started_by", sa.Integer),
        sa.Column("seen_at", UTCTime, nullable=False),
        sa.Column("finished_at", UTCTime),
        sa.CheckConstraint(
            "(state = 'running') = (finished_at IS NULL)", name=op.f("ck_import_ended_has_its_time")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_import_project_id_project"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["user.id"], name=op.f("fk_import_started_by_user"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
    )  # fmt: skip
    op.create_index("ix_import_project_id_started_at", "import", ["project_id", "started_at"])
    unarrived = sa.text("state NOT IN ('finished', 'cleared')")
    op.create_index(
        "ix_import_unarrived",
        "import",
        ["id"],
        sqlite_where=unarrived,
        postgresql_where=unarrived,
    )


def _failed(table: str, schema: str = "") -> str:
    """Whether the row came with an import that failed, as SQL."""
    article = _ARTICLE[table].format(schema=schema)
    return (
        f"EXISTS (SELECT 1 FROM {schema}article JOIN {schema}import "  # noqa: S608 - own names.
        f"ON import.id = article.import_id "
        f"WHERE article.id = {article} AND import.state = 'failed')"
    )


def _open_sqlite() -> None:
    for table in CLEARABLE:
        op.execute(f"DROP TRIGGER {table}_refuses_delete")
        op.execute(
            f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} "
            f"WHEN NOT {_failed(table)} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
    for verb, condition in (
        ("update", "WHEN OLD.state IN ('finished', 'cleared') "),
        ("delete", ""),
    ):
        op.execute(
            f"CREATE TRIGGER import_refuses_{verb} BEFORE {verb.upper()} ON import "
            f"{condition}BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def _close_sqlite() -> None:
    for table in CLEARABLE:
        op.execute(f"DROP TRIGGER {table}_refuses_delete")
        op.execute(
            f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def _function(table: str, allowed: str) -> None:
    # The path is pinned, so that nobody can slip in functions of the same name.
    op.execute(
        f"CREATE FUNCTION refuse_{table}_change() RETURNS trigger LANGUAGE plpgsql "
        "SET search_path = pg_catalog, pg_temp AS $$ BEGIN "
        f"IF {allowed} THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF; "
        f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
    )


def _open_postgresql() -> None:
    schema = f"{op.get_bind().exec_driver_sql('SELECT current_schema()').scalar_one()}."
    for table in CLEARABLE:
        op.execute(f"DROP TRIGGER {table}_refuses_change ON {table}")
        _function(table, f"TG_OP = 'DELETE' AND {_failed(table, schema)}")
    _function("import", "TG_OP = 'UPDATE' AND OLD.state NOT IN ('finished', 'cleared')")
    for table in ("import", *CLEARABLE):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_{table}_change()"
        )
    op.execute(
        "CREATE TRIGGER import_refuses_truncate BEFORE TRUNCATE ON import "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _close_postgresql() -> None:
    for table in CLEARABLE:
        op.execute(f"DROP TRIGGER {table}_refuses_change ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
