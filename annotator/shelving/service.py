"""Putting projects away and bringing them back; nothing of them is lost on the way."""

from __future__ import annotations

from annotator.audit.models import Action, Actor
from annotator.audit.service import lock_chain, record_change, snapshot
from annotator.clock import now
from annotator.db import db
from annotator.errors import Count, Invalid
from annotator.projects.models import Project

#: Characters of a reason.
MAX_REASON = 1_000


def archive(project_id: int, reason: str, *, actor: Actor) -> None:
    """From now on the project is read only; work that somebody has in hand waits with it.

    Raises `Invalid` without a reason.
    """
    project = _held(project_id)
    if project.archived_at is not None:
        return
    reason = _checked(reason)
    before = snapshot(project)
    project.archived_at, project.archive_reason = now(), reason
    record_change(Action.PROJECT_ARCHIVED, project, before=before, actor=actor)


def bring_back(project_id: int, *, actor: Actor) -> None:
    """Everybody goes on where they were."""
    project = _held(project_id)
    if project.archived_at is None:
        return
    before = snapshot(project)
    project.archived_at = project.archive_reason = None
    record_change(Action.PROJECT_BROUGHT_BACK, project, before=before, actor=actor)


def _held(project_id: int) -> Project:
    """The project as it is now, which nobody else changes meanwhile."""
    lock_chain(project_id)
    return db.session.get_one(Project, project_id, populate_existing=True)


def _checked(given: str) -> str:
    reason = given.strip()
    if not reason:
        raise Invalid("Say why: whoever looks for the project reads that.", "reason")
    if len(reason) > MAX_REASON:
        raise Invalid("A reason has %(most)s characters at most.", "reason", most=Count(MAX_REASON))
    return reason
