"""Samples of events that leads draw by lot, and what was found on each."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from annotator.db import UUID, UTCTime

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, empty."""
    _make_samples()
    _make_items()
    _make_findings()


def downgrade() -> None:
    """The schema before has no place for samples."""
    op.drop_table("event_finding")
    op.drop_table("event_sample_item")
    op.drop_table("event_sample")


def _make_samples() -> None:
    op.create_table(
        "event_sample",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("actor_id", sa.Integer),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("seed", sa.String, nullable=False),
        sa.Column("head_seq", sa.Integer, nullable=False),
        sa.Column("head_hash", sa.String, nullable=False),
        sa.Column("pool", sa.Integer, nullable=False),
        sa.Column("pool_sha256", sa.String, nullable=False),
        sa.Column("drawn_by", sa.Integer, nullable=False),
        sa.Column("drawn_at", UTCTime, nullable=False),
        sa.CheckConstraint("size >= 1", name=op.f("ck_event_sample_draws_something")),
        sa.CheckConstraint("pool >= size", name=op.f("ck_event_sample_drawn_from_what_there_was")),
        _refers("event_sample", "project_id", "project"),
        _refers("event_sample", "actor_id", "user"),
        _refers("event_sample", "drawn_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_sample")),
    )
    op.create_index("ix_event_sample_drawn", "event_sample", ["project_id", "drawn_at"])


def _make_items() -> None:
    op.create_table(
        "event_sample_item",
        sa.Column("sample_id", UUID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        _refers("event_sample_item", "sample_id", "event_sample"),
        _refers("event_sample_item", "project_id", "project"),
        sa.PrimaryKeyConstraint("sample_id", "position", name=op.f("pk_event_sample_item")),
    )


def _make_findings() -> None:
    place = ["sample_id", "position"]
    op.create_table(
        "event_finding",
        sa.Column("id", UUID, nullable=False),
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("sample_id", UUID, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        _one_of("finding", "in_order", "look_into"),
        sa.Column("note", sa.Text),
        sa.Column("found_by", sa.Integer, nullable=False),
        sa.Column("found_at", UTCTime, nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_event_finding_number_counts_from_one")),
        sa.CheckConstraint(
            "finding <> 'look_into' OR note IS NOT NULL",
            name=op.f("ck_event_finding_doubt_says_why"),
        ),
        sa.CheckConstraint("note <> ''", name=op.f("ck_event_finding_note_given")),
        sa.ForeignKeyConstraint(
            place,
            ["event_sample_item.sample_id", "event_sample_item.position"],
            name="fk_event_finding_item",
            ondelete="RESTRICT",
        ),
        _refers("event_finding", "project_id", "project"),
        _refers("event_finding", "found_by", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_finding")),
        sa.UniqueConstraint(
            *place, "number", name=op.f("uq_event_finding_sample_id_position_number")
        ),
    )


def _one_of(name: str, *values: str) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=False)


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete="RESTRICT")
