"""Taking away what imports left that failed, died or were withdrawn."""

from __future__ import annotations

from annotator.audit.models import Actor
from annotator.db import db, writing
from annotator.imports import service


def clear(import_id: str, *, actor: Actor) -> None:
    """Take away all that a failed or dead import brought, a little at a time."""
    more = True
    while more:
        with writing():
            more = service.clear_some(import_id, actor=actor)


def clear_stale(project_id: int | None = None, *, actor: Actor) -> int:
    """Clear what imports left that failed, died or waited for too long; returns how many."""
    stale = service.stale_imports(project_id)
    db.session.rollback()
    for import_id in stale:
        clear(import_id, actor=actor)
    return len(stale)
