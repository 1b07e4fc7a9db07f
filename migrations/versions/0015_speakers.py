"""Speakers, and what a claim, a quote and a piece of context have beside their words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_LINKS = ("explains", "made_in", "repeats", "contradicts")


def upgrade() -> None:
    """Make the tables, empty, and the columns; no claim or quote has any of it yet."""
    _create_speaker()
    op.create_table(
        "context",
        sa.Column("annotation_id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("role", sa.String),
        _refers("context", "annotation_id", "annotation"),
        _refers("context", "project_id", "project"),
        sa.PrimaryKeyConstraint("annotation_id", name=op.f("pk_context")),
    )
    _widen_claim()
    with op.batch_alter_table("quote") as batch:
        batch.add_column(sa.Column("speaker_id", UUID))
        batch.add_column(sa.Column("addressee", sa.String))
        batch.add_column(sa.Column("language", sa.String))
        batch.add_column(sa.Column("original_words", sa.Text))
        _add_reference(batch, "quote")
        batch.create_index("ix_quote_speaker", ["speaker_id"])
    _allow_links(*_LINKS, "part_of")


def downgrade() -> None:
    """Take it all away, with what is in it: the schema before has no place for it."""
    op.execute("DELETE FROM link WHERE kind = 'part_of'")
    _allow_links(*_LINKS)
    with op.batch_alter_table("quote") as batch:
        batch.drop_index("ix_quote_speaker")
        batch.drop_constraint(op.f("fk_quote_speaker_id_speaker"), type_="foreignkey")
        for name in ("speaker_id", "addressee", "language", "original_words"):
            batch.drop_column(name)
    _narrow_claim()
    op.drop_table("context")
    op.drop_table("speaker")


def _create_speaker() -> None:
    op.create_table(
        "speaker",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("aliases", sa.Text, nullable=False),
        sa.Column("role", sa.String),
        sa.Column("wikidata", sa.String),
        sa.Column("homepage", sa.String),
        sa.Column("merged_into", UUID),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_by", sa.Integer),
        sa.Column("created_at", UTCTime, nullable=False),
        sa.Column("updated_at", UTCTime, nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_speaker_version_counts_from_one")),
        sa.CheckConstraint("name <> ''", name=op.f("ck_speaker_name_given")),
        sa.CheckConstraint("merged_into <> id", name=op.f("ck_speaker_merged_into_another")),
        _refers("speaker", "created_by", "user"),
        _refers("speaker", "merged_into", "speaker"),
        _refers("speaker", "project_id", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
    )
    op.create_index("ix_speaker_project", "speaker", ["project_id"])
    op.create_index("ix_speaker_merged", "speaker", ["merged_into"])


def _widen_claim() -> None:
    with op.batch_alter_table("claim") as batch:
        batch.add_column(sa.Column("short", sa.Text))
        batch.add_column(sa.Column("types", sa.Text))
        batch.add_column(sa.Column("voice", sa.String(32)))
        batch.add_column(sa.Column("speaker_id", UUID))
        batch.add_column(sa.Column("place", sa.String))
        batch.add_column(sa.Column("made_on", sa.Date))
        batch.add_column(sa.Column("made_on_basis", sa.String(32)))
        batch.add_column(sa.Column("checkworthy", sa.Boolean))
        batch.add_column(sa.Column("checkworthy_reason", sa.Text))
        _add_reference(batch, "claim")
        batch.create_index("ix_claim_speaker", ["speaker_id"])
        for name, condition in _CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_claim_{name}"), condition)


def _narrow_claim() -> None:
    with op.batch_alter_table("claim") as batch:
        for name in _CHECKS:
            batch.drop_constraint(op.f(f"ck_claim_{name}"), type_="check")
        batch.drop_index("ix_claim_speaker")
        batch.drop_constraint(op.f("fk_claim_speaker_id_speaker"), type_="foreignkey")
        for name in _COLUMNS:
            batch.drop_column(name)


def _allow_links(*kinds: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("link") as batch:
        batch.drop_constraint(op.f("ck_link_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_link_kind"), f"kind IN ({listed})")


def _add_reference(batch: object, table: str) -> None:
    batch.create_foreign_key(  # type: ignore[attr-defined]
        op.f(f"fk_{table}_speaker_id_speaker"),
        "speaker",
        ["speaker_id"],
        ["id"],
        ondelete="RESTRICT",
    )


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="RESTRICT")


_COLUMNS = (
    "short",
    "types",
    "voice",
    "speaker_id",
    "place",
    "made_on",
    "made_on_basis",
    "checkworthy",
    "checkworthy_reason",
)
_CHECKS = {
    "voice": "voice IN ('outlet', 'speaker')",
    "made_on_basis": "made_on_basis IN ('exact', 'relative', 'earliest')",
    "day_has_its_basis": "(made_on IS NULL) = (made_on_basis IS NULL)",
    "outlet_speaks_for_itself": "voice IS NULL OR voice <> 'outlet' OR speaker_id IS NULL",
}
