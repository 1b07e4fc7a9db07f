"""Imports may wait for somebody to say what becomes of articles that were there already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

REFUSAL = "the audit trail is append-only"
NAMED = "state"
TIMED = "ck_import_ended_has_its_time"

_UP = (("running", "waiting", "finished", "failed", "cleared"), ("running", "waiting"))
_DOWN = (("running", "finished", "failed", "cleared"), ("running",))
#: In which state rows may be cleared that are else written once.
_CLEARED_UP, _CLEARED_DOWN = ("failed", "waiting"), ("failed",)

_ARTICLE = {
    "revision": "OLD.article_id",
    "verdict": "(SELECT article_id FROM {schema}annotation WHERE id = OLD.annotation_id)",
}


def upgrade() -> None:
    """Widen what an import may be, and make the table of what it asks about."""
    _rebuild(*_UP, _CLEARED_UP)
    why = sa.Enum("same_text", "same_page", "near", name="why", native_enum=False,
                  create_constraint=True, length=32)  # fmt: skip
    op.create_table(
        "staged_repeat",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("import_id", UUID, nullable=False),
        sa.Column("article_id", UUID, nullable=False),
        sa.Column("other_id", UUID, nullable=False),
        sa.Column("why", why, nullable=False),
        sa.Column("percent", sa.Integer, nullable=False),
        sa.CheckConstraint("article_id <> other_id", name=op.f("ck_staged_repeat_joins_two")),
        sa.CheckConstraint(
            "percent BETWEEN 0 AND 100", name=op.f("ck_staged_repeat_percent_of_words")
        ),
        _refers("project_id", "project"),
        _refers("import_id", "import"),
        _refers("article_id", "article", ondelete="CASCADE"),
        _refers("other_id", "article", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_repeat")),
        sa.UniqueConstraint("article_id", name=op.f("uq_staged_repeat_article_id")),
    )
    op.create_index("ix_staged_repeat_import", "staged_repeat", ["import_id", "id"])
    op.create_index("ix_staged_repeat_other", "staged_repeat", ["other_id"])


def downgrade() -> None:
    """Whoever waits has failed, and can be brought in again."""
    op.drop_table("staged_repeat")
    op.execute("UPDATE import SET state = 'failed', finished_at = seen_at WHERE state = 'waiting'")
    _rebuild(*_DOWN, _CLEARED_DOWN)


def _rebuild(states: tuple[str, ...], going: tuple[str, ...], cleared: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild_sqlite(states, going, cleared)
        return
    for name in (f"ck_import_{NAMED}", TIMED):
        op.execute(f"ALTER TABLE import DROP CONSTRAINT {name}")
    op.create_check_constraint(op.f(f"ck_import_{NAMED}"), "import", f"state IN ({_list(states)})")
    op.create_check_constraint(op.f(TIMED), "import", _timed(going))
    schema = f"{op.get_bind().exec_driver_sql('SELECT current_schema()').scalar_one()}."
    for table in _ARTICLE:
        op.execute(
            f"CREATE OR REPLACE FUNCTION refuse_{table}_change() RETURNS trigger LANGUAGE plpgsql "
            "SET search_path = pg_catalog, pg_temp AS $$ BEGIN "
            f"IF TG_OP = 'DELETE' AND {_clearable(table, cleared, schema)} "
            "THEN RETURN OLD; END IF; "
            f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$"
        )


def _rebuild_sqlite(
    states: tuple[str, ...], going: tuple[str, ...], cleared: tuple[str, ...]
) -> None:
    for table in _ARTICLE:
        op.execute(f"DROP TRIGGER {table}_refuses_delete")
    table_as_it_will_be = _import(states, going)
    with op.batch_alter_table("import", copy_from=table_as_it_will_be, recreate="always"):
        pass  # What differs are its constraints, which SQLite takes with a new table only.
    for verb, condition in (
        ("update", "WHEN OLD.state IN ('finished', 'cleared') "),
        ("delete", ""),
    ):
        op.execute(
            f"CREATE TRIGGER import_refuses_{verb} BEFORE {verb.upper()} ON import "
            f"{condition}BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
    for table in _ARTICLE:
        op.execute(
            f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} "
            f"WHEN NOT {_clearable(table, cleared)} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def _clearable(table: str, states: tuple[str, ...], schema: str = "") -> str:
    """Whether the row came with an import in one of these states, as SQL."""
    article = _ARTICLE[table].format(schema=schema)
    return (
        f"EXISTS (SELECT 1 FROM {schema}article JOIN {schema}import "  # noqa: S608 - own names.
        f"ON import.id = article.import_id "
        f"WHERE article.id = {article} AND import.state IN ({_list(states)}))"
    )


def _import(states: tuple[str, ...], going: tuple[str, ...]) -> sa.Table:
    state = sa.Enum(*states, name=NAMED, native_enum=False, length=32)
    unarrived = sa.text("state NOT IN ('finished', 'cleared')")
    made = sa.Table(
        "import",
        sa.MetaData(),
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
        sa.CheckConstraint(f"state IN ({_list(states)})", name=op.f(f"ck_import_{NAMED}")),
        sa.CheckConstraint(_timed(going), name=op.f(TIMED)),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_import_project_id_project"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["user.id"], name=op.f("fk_import_started_by_user"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
    )  # fmt: skip
    sa.Index("ix_import_project_id_started_at", made.c.project_id, made.c.started_at)
    sa.Index("ix_import_unarrived", made.c.id, sqlite_where=unarrived)
    return made


def _timed(going: tuple[str, ...]) -> str:
    unended = f"state IN ({_list(going)})" if len(going) > 1 else f"state = {_list(going)}"
    return f"({unended}) = (finished_at IS NULL)"


def _list(states: tuple[str, ...]) -> str:
    return ", ".join(f"'{state}'" for state in states)


def _refers(column: str, other: str, *, ondelete: str = "RESTRICT") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_staged_repeat_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
