"""How many people have an article stands with it, and so does its draw: for the queue's walk."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

#: Of the articles so many are given their draw at a time.
_AT_ONCE = 1_000
_PLACE = ["priority", "due_on", "number"]
_SEATED = "seat IS NOT NULL"
_VERBS = ("insert", "update", "delete")


def upgrade() -> None:
    """Add the columns, count what is there, and have the database count from then on."""
    for name in ("seats", "draw"):
        op.add_column("article", sa.Column(name, sa.Integer, nullable=False, server_default="0"))
    op.execute(
        "UPDATE article SET seats = (SELECT count(*) FROM assignment "
        "WHERE assignment.article_id = article.id AND seat IS NOT NULL)"
    )
    _draw()
    op.create_index("ix_article_seats", "article", ["project_id", "seats", *_PLACE])
    op.create_index("ix_article_draw", "article", ["project_id", "seats", "draw", *_PLACE])
    if op.get_bind().dialect.name == "sqlite":
        _count_sqlite()
    else:
        _count_postgresql()


def downgrade() -> None:
    """Each walk counts anew."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for verb in _VERBS:
        op.execute(f"DROP TRIGGER assignment_counts_{verb}{'' if on_sqlite else ' ON assignment'}")
    if not on_sqlite:
        op.execute("DROP FUNCTION count_seats()")
    op.drop_index("ix_article_draw", "article")
    op.drop_index("ix_article_seats", "article")
    op.drop_column("article", "draw")
    op.drop_column("article", "seats")


def _draw() -> None:
    """The same draw as the application gives to what comes in later."""
    article = sa.table("article", sa.column("id", UUID), sa.column("draw", sa.Integer))
    connection = op.get_bind()
    keys = list(connection.execute(sa.select(article.c.id)).scalars())
    change = (
        article.update()
        .where(article.c.id == sa.bindparam("key", type_=UUID))
        .values(draw=sa.bindparam("drawn"))
    )
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        connection.execute(change, [{"key": key, "drawn": _draw_of(key)} for key in some])


def _draw_of(key: str) -> int:
    digest = hashlib.sha256(f"annotator sample 1:{key}".encode()).digest()
    return int.from_bytes(digest[:8]) % 10_000 // 100


def _count_sqlite() -> None:
    """Counted anew each time, so that no order of statements can leave it wrong."""
    moved = "OLD.seat IS NOT NEW.seat OR OLD.article_id <> NEW.article_id"
    old, new = ("OLD.article_id", ""), ("NEW.article_id", "")
    left = (old[0], " AND OLD.article_id <> NEW.article_id")
    for verb, of, when, articles in (
        ("insert", "", f"NEW.{_SEATED}", (new,)),
        ("update", " OF seat, article_id", moved, (new, left)),
        ("delete", "", f"OLD.{_SEATED}", (old,)),
    ):
        counted = " ".join(
            "UPDATE article SET seats = (SELECT count(*) FROM assignment "  # noqa: S608 - own names.
            f"WHERE article_id = {key} AND {_SEATED}) WHERE id = {key}{only};"
            for key, only in articles
        )
        op.execute(
            f"CREATE TRIGGER assignment_counts_{verb} AFTER {verb.upper()}{of} ON assignment "
            f"FOR EACH ROW WHEN {when} BEGIN {counted} END"
        )


def _count_postgresql() -> None:
    """The article is held before its seats are counted: of two who change seats of one, the
    second counts what the first committed.
    """
    schema = op.get_bind().exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    # The path is pinned, so that nobody can slip in functions of the same name.
    op.execute(
        "CREATE FUNCTION count_seats() RETURNS trigger LANGUAGE plpgsql "  # noqa: S608 - own names.
        "SET search_path = pg_catalog, pg_temp AS $$ DECLARE one uuid; BEGIN "
        "FOREACH one IN ARRAY CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.article_id] "
        "WHEN 'DELETE' THEN ARRAY[OLD.article_id] "
        "ELSE CASE WHEN OLD.article_id = NEW.article_id THEN ARRAY[NEW.article_id] "
        "ELSE ARRAY[OLD.article_id, NEW.article_id] END END LOOP "
        f"PERFORM 1 FROM {schema}.article WHERE id = one FOR NO KEY UPDATE; "
        f"UPDATE {schema}.article SET seats = (SELECT count(*) FROM {schema}.assignment "
        f"WHERE article_id = one AND {_SEATED}) WHERE id = one; "
        "END LOOP; RETURN NULL; END $$"
    )
    moved = "OLD.seat IS DISTINCT FROM NEW.seat OR OLD.article_id <> NEW.article_id"
    for verb, of, when in (
        ("insert", "", f"NEW.{_SEATED}"),
        ("update", " OF seat, article_id", moved),
        ("delete", "", f"OLD.{_SEATED}"),
    ):
        op.execute(
            f"CREATE TRIGGER assignment_counts_{verb} AFTER {verb.upper()}{of} ON assignment "
            f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION count_seats()"
        )
