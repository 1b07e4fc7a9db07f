"""Sources say all that evidence needs, and verdicts how sure, from when, and what readers know."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID
from annotator.sources.urls import page_hash

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ANSWERS = ("extractive", "abstractive", "boolean", "unanswerable")
LEVELS = ("low", "medium", "high")
STATES = ("draft", "published", "corrected", "void")
REASONS = ("wording", "evidence", "revision")
LATER_REASONS = ("capture", "reopened")

LINK_UNLESS_UNANSWERABLE = (
    "url IS NOT NULL OR (question IS NOT NULL AND answer_type IS NOT NULL "
    "AND answer_type = 'unanswerable')"
)
CORRECTION_SAYS_WHAT = (
    "public_state NOT IN ('corrected', 'void') "
    "OR (correction_note IS NOT NULL AND correction_note <> '')"
)
#: What the schema before has no word for, in the nearest word that it has.
NEAREST = "UPDATE claim SET stale_reason = 'evidence' WHERE stale_reason IN ('capture', 'reopened')"


def upgrade() -> None:
    """Every new column begins empty, but for what is made from the addresses."""
    _widen_sources()
    _find_pages()
    with op.batch_alter_table("claim") as batch:
        batch.drop_constraint(op.f("ck_claim_stale_reason"), type_="check")
        batch.create_check_constraint(
            op.f("ck_claim_stale_reason"), _one_of("stale_reason", *REASONS, *LATER_REASONS)
        )
        for name, kind, allowed in _said("pending_"):
            batch.add_column(sa.Column(name, kind))
            if allowed:
                batch.create_check_constraint(op.f(f"ck_claim_{name}"), _one_of(name, *allowed))
    _widen_verdicts()


def downgrade() -> None:
    """What came with it goes; a question without an answer has no place in the schema before."""
    op.execute(NEAREST)
    op.execute("UPDATE source SET same_origin_as = NULL WHERE same_origin_as IS NOT NULL")
    op.execute("DELETE FROM source WHERE url IS NULL")
    with op.batch_alter_table("claim") as batch:
        batch.drop_constraint(op.f("ck_claim_stale_reason"), type_="check")
        batch.create_check_constraint(
            op.f("ck_claim_stale_reason"), _one_of("stale_reason", *REASONS)
        )
        for name, _kind, allowed in reversed(list(_said("pending_"))):
            if allowed:
                batch.drop_constraint(op.f(f"ck_claim_{name}"), type_="check")
            batch.drop_column(name)
    # By itself and in this order, so that the table and its fences stay where they are.
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_verdict_correction_says_what"), "verdict", type_="check")
    for name, _kind, _allowed in reversed(list(_said(""))):
        op.drop_column("verdict", name)
    _narrow_sources()


def _widen_sources() -> None:
    with op.batch_alter_table("source") as batch:
        batch.alter_column("url", existing_type=sa.String, nullable=True)
        for column in _source_columns():
            batch.add_column(column)
        batch.create_check_constraint(
            op.f("ck_source_answer_type"), _one_of("answer_type", *ANSWERS)
        )
        batch.create_check_constraint(
            op.f("ck_source_link_unless_unanswerable"), LINK_UNLESS_UNANSWERABLE
        )
        batch.create_check_constraint(op.f("ck_source_set_counts_from_one"), "set_number >= 1")
        batch.create_check_constraint(op.f("ck_source_origin_is_another"), "same_origin_as <> id")
        batch.create_foreign_key(
            op.f("fk_source_same_origin_as_source"),
            "source",
            ["same_origin_as"],
            ["id"],
            ondelete="RESTRICT",
            deferrable=True,
            initially="DEFERRED",
        )
    op.create_index("ix_source_page", "source", ["project_id", "page_key"])


def _narrow_sources() -> None:
    op.drop_index("ix_source_page", "source")
    with op.batch_alter_table("source") as batch:
        batch.drop_constraint(op.f("fk_source_same_origin_as_source"), type_="foreignkey")
        for name in (
            "origin_is_another", "set_counts_from_one", "link_unless_unanswerable", "answer_type",
        ):  # fmt: skip
            batch.drop_constraint(op.f(f"ck_source_{name}"), type_="check")
        for column in reversed(list(_source_columns())):
            batch.drop_column(column.name)
        batch.alter_column("url", existing_type=sa.String, nullable=False)


def _source_columns() -> Iterator[sa.Column[object]]:
    yield sa.Column("retrieved_on", sa.Date)
    yield sa.Column("archive_url", sa.String)
    yield sa.Column("archived_on", sa.Date)
    yield sa.Column("medium", sa.String)
    yield sa.Column("location", sa.String)
    yield sa.Column("question", sa.Text)
    yield sa.Column("answer", sa.Text)
    yield sa.Column("answer_type", sa.String(32))
    yield sa.Column("boolean_explanation", sa.Text)
    yield sa.Column("set_number", sa.Integer)
    yield sa.Column("same_origin_as", UUID)
    yield sa.Column("is_primary", sa.Boolean)
    for name in ("flags", "expert", "affiliation", "interest", "page_key"):
        yield sa.Column(name, sa.String)


def _find_pages() -> None:
    connection = op.get_bind()
    source = sa.table("source", sa.column("id", UUID), sa.column("url"), sa.column("page_key"))
    rows = connection.execute(sa.select(source.c.id, source.c.url)).all()
    update = source.update().where(source.c.id == sa.bindparam("key"))
    for first in range(0, len(rows), 1000):
        found = [{"key": row.id, "page": page_hash(row.url)} for row in rows[first : first + 1000]]
        connection.execute(update.values(page_key=sa.bindparam("page")), found)


def _widen_verdicts() -> None:
    said = list(_said(""))
    if op.get_bind().dialect.name == "sqlite":
        # A table that is made anew would lose its fences on the way: each column brings its own.
        types = {"effective_on": "DATE", "correction_note": "TEXT"}
        for name, _kind, allowed in said:
            checks = {name: _one_of(name, *allowed)} if allowed else {}
            if name == "public_state":
                checks["correction_says_what"] = CORRECTION_SAYS_WHAT
            own = [f"CONSTRAINT ck_verdict_{key} CHECK ({rule})" for key, rule in checks.items()]
            kind = types.get(name, "VARCHAR(32)")
            op.execute(" ".join(["ALTER TABLE verdict ADD COLUMN", name, kind, *own]))
        return
    for name, kind, allowed in said:
        op.add_column("verdict", sa.Column(name, kind))
        if allowed:
            op.create_check_constraint(
                op.f(f"ck_verdict_{name}"), "verdict", _one_of(name, *allowed)
            )
    op.create_check_constraint(
        op.f("ck_verdict_correction_says_what"), "verdict", CORRECTION_SAYS_WHAT
    )


def _said(before: str) -> Iterator[tuple[str, sa.types.TypeEngine[object], tuple[str, ...]]]:
    yield f"{before}confidence", sa.String(32), LEVELS
    yield f"{before}effective_on", sa.Date(), ()
    yield f"{before}correction_note", sa.Text(), ()
    yield f"{before}public_state", sa.String(32), STATES


def _one_of(name: str, *values: str) -> str:
    listed = ", ".join(f"'{value}'" for value in values)
    return f"{name} IN ({listed})"
