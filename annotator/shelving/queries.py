"""Reading which projects are put away, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, SQLColumnExpression, String, cast, literal, select

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
    by = db.session.scalar(_last(literal(project.id), Action.PROJECT_ARCHIVED))
    return Away(project.archived_at, project.archive_reason or "", _person(by))


@dataclass(frozen=True, slots=True)
class Trashed:
    """A project in the trash, since when, why and by whom."""

    project: Project
    away: Away


def in_trash(user_id: int, *, everything: bool) -> list[Trashed]:
    """The projects in the trash that the person leads, or all of them, the newest first."""
    by = _last(Project.id, Action.PROJECT_TRASHED).correlate(Project).scalar_subquery()
    query = trashed_projects(user_id, everything=everything).add_columns(by)
    return [_trashed(*row) for row in db.session.execute(query)]


def _trashed(project: Project, by: str) -> Trashed:
    since = project.trashed_at or project.created_at
    return Trashed(project, Away(since, project.trash_reason or "", _person(by)))


def _last(project_id: SQLColumnExpression[int], action: Action) -> Select[str]:
    """What asks for the name of who did this to the project last."""
    return (
        select(Event.actor_name)
        .where(
            Event.project_id == project_id,
            Event.target_id == cast(project_id, String),
            Event.target == "project",
            Event.action == action.value,
        )
        .order_by(Event.seq.desc())
        .limit(1)
    )


def _person(name: str | None) -> str | None:
    return None if name == COMMAND_LINE else name
