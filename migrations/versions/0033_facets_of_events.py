"""What a timeline is filtered by stands beside each event, in a narrow row."""

from __future__ import annotations

from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

from annotator.audit.facets import facet_of, label_in
from annotator.db import UTCTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_BATCH = 1000
_EVENTS = sa.table(
    "event",
    *(sa.column(name, sa.Integer) for name in ("project_id", "seq", "actor_id")),
    sa.column("at", UTCTime),
    *(
        sa.column(name, sa.String)
        for name in ("via", "action", "target", "target_id", "before", "after")
    ),
)


def upgrade() -> None:
    """Make the table, and fill it from the events that are there, in their order."""
    made = op.create_table(
        "event_facet",
        sa.Column("project_id", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("at", UTCTime, nullable=False),
        sa.Column("actor_id", sa.Integer),
        sa.Column("way", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("label", sa.String),
        sa.Column("fields", sa.BigInteger, nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["project.id"],
            name=op.f("fk_event_facet_project_id_project"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("project_id", "seq", name=op.f("pk_event_facet")),
    )
    projects = op.get_bind().execute(sa.select(_EVENTS.c.project_id).distinct()).scalars().all()
    for project_id in projects:
        _fill(made, project_id)


def downgrade() -> None:
    """The events have it all."""
    op.drop_table("event_facet")


def _fill(made: sa.Table, project_id: int) -> None:
    labels: dict[str, str] = {}
    last = 0
    columns = _EVENTS.c
    while True:
        query = sa.select(_EVENTS).where(columns.project_id == project_id, columns.seq > last)
        found = op.get_bind().execute(query.order_by(columns.seq).limit(_BATCH)).mappings().all()
        if not found:
            return
        op.get_bind().execute(made.insert(), [_facet(event, labels) for event in found])
        last = found[-1]["seq"]


def _facet(event: Any, labels: dict[str, str]) -> dict[str, Any]:
    before, after = (
        None if event[name] is None else orjson.loads(event[name]) for name in ("before", "after")
    )
    labels.update(label_in(event, after or before or {}))
    return facet_of(event, before, after, labels)
