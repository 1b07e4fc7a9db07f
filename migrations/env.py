"""Run by Alembic, on the connection that annotator/db/migrate.py hands it."""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import Connection, Engine

from annotator import models
from annotator.errors import Refused


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=models.metadata,
        render_as_batch=True,
        # Both databases can undo DDL, and writers on SQLite begin by themselves
        # (annotator/db/sqlite.py), which Alembic does not expect of it: a migration that is
        # killed half-way leaves nothing behind.
        transactional_ddl=True,
        transaction_per_migration=True,
        on_version_apply=refuse_broken_references,
    )
    with context.begin_transaction():
        context.run_migrations()


def refuse_broken_references(*, ctx: Any, **_: object) -> None:
    # SQLite's foreign keys are off while tables are rebuilt; what they would have refused is
    # looked for before the step commits.
    if ctx.dialect.name == "sqlite":
        broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise Refused(
                "The migration would leave rows of %(table)s that refer to nothing; it was undone.",
                table=broken[0],
            )


given = context.config.attributes.get("connection")
if isinstance(given, Connection):
    run(given)
elif isinstance(given, Engine):
    with given.connect() as opened:
        run(opened)
else:
    raise SystemExit("Migrations run through annotator.db.migrate, which brings the connection.")
