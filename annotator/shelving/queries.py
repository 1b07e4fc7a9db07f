"""Reading which projects are put away, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from annotator.audit.models import COMMAND_LINE, Action, Event
from annotator.db import db
from annotator.projects.models import Project
from annotator.projects.queries import trashed_projects


@dataclass(frozen=True, slots=True)
class Away:
    """Since when a project is put away, why, and by whom: a name, None for the command line."""

    since: datetime
    reason: str
    by: str | None


def archived(project: Project) -> Away | None:
    """Since when it is archived; None for a project that is not."""
    if project.archived_at is None:
        return None
    by = _last_by(project.id, Action.PROJECT_ARCHIVED)
    return Away(project.archived_at, project.archive_reason or "", by)


@dataclass(frozen=True, slots=True)
class Trashed:
    """A project in the trash, since when, why and by whom."""

    project: Project
    away: Away


def in_trash(user_id: int, *, everything: bool) -> list[Trashed]:
    """The projects in the trash that the person leads, or all of them, the newest first."""
    return [_trashed(row) for row in trashed_projects(user_id, everything=everything)]


def _trashed(project: Project) -> Trashed:
    by = _last_by(project.id, Action.PROJECT_TRASHED)
    since = project.trashed_at or project.created_at
    return Trashed(project, Away(since, project.trash_reason or "", by))


def _last_by(project_id: int, action: Action) -> str | None:
    query = (
        select(Event.actor_name)
        .where(
            Event.project_id == project_id,
            Event.target_id == str(project_id),
            Event.target == "project",
            Event.action == action.value,
        )
        .order_by(Event.seq.desc())
    )
    name = db.session.scalar(query.limit(1))
    return None if name == COMMAND_LINE else name
