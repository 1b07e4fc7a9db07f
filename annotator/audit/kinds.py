"""The models whose rows events tell of."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapper

from annotator import models
from annotator.audit.models import Event
from annotator.db import Base


def kinds() -> list[type[Base]]:
    """The models whose rows have events of their own: not those that belong to another row."""
    by_table = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    mapped: list[type[Base]] = [by_table[table] for table in models.metadata.sorted_tables]
    belong = {child for kind in mapped for child in children(kind).values()}
    return [
        kind
        for kind in mapped
        if kind is not Event
        and kind not in belong
        and project_column(kind) is not None
        # What only tells of the work, such as a job, or is made from texts at any time anew, is
        # no part of the project's data.
        and getattr(kind, "__audited__", True)
    ]


def children(kind: type[Base]) -> dict[str, type[Base]]:
    """The models whose rows stand inside a row's own events, by the name they have there."""
    named: tuple[str, ...] = getattr(kind, "__audit_children__", ())
    relationships = mapper_of(kind).relationships
    return {name: relationships[name].mapper.class_ for name in named}


def project_column(kind: type[Base]) -> Any:
    """The column that names the project, or None for a model that is of no project."""
    return getattr(kind, "id" if kind.__tablename__ == "project" else "project_id", None)


def mapper_of(kind: type[Base]) -> Mapper[Any]:
    """How SQLAlchemy maps the model."""
    return kind.__mapper__
