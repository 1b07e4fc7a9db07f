"""Taking away what imports left that failed, died or were withdrawn."""

from __future__ import annotations

from collections.abc import Callable

from annotator.audit.models import Actor
from annotator.db import db, writing
from annotator.imports import service
from annotator.imports.queries import brought

#: Learns how many articles are left.
Tell = Callable[[int], None]


def clear(import_id: str, *, actor: Actor, tell: Tell = lambda left: None) -> None:
    """Take away all that a failed or dead import brought, a little at a time.

    `tell` learns how many articles are left.
    """
    more = True
    while more:
        with writing():
            more = service.clear_some(import_id, actor=actor)
        tell(brought(import_id))
        db.session.rollback()


def clear_stale(project_id: int | None = None, *, actor: Actor) -> int:
    """Clear what imports left that failed, died or waited for too long; returns how many."""
    stale = service.stale_imports(project_id)
    db.session.rollback()
    for import_id in stale:
        clear(import_id, actor=actor)
    return len(stale)
