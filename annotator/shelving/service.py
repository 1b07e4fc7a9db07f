"""Putting projects away and bringing them back; nothing of them is lost on the way."""

from __future__ import annotations

from sqlalchemy import select

from annotator.annotations.models import Annotation
from annotator.audit.models import Action, Actor
from annotator.audit.service import lock_chain, record_change, snapshot
from annotator.claimreview.standing import TOLD
from annotator.clock import now
from annotator.db import db
from annotator.errors import Count, Invalid
from annotator.projects.models import Project
from annotator.text.visible import said
from annotator.verdicts.models import Verdict

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


def move_to_trash(project_id: int, name: str, reason: str, *, actor: Actor) -> None:
    """Take the project out of everybody's sight with all that belongs to it; nothing is destroyed.

    Raises `Invalid` where `name` is not the project's, without a reason, and for a project whose
    checks readers outside were told of: what was told stays told.
    """
    project = _held(project_id)
    if project.trashed_at is not None:
        return
    if name.strip() != project.name:
        raise Invalid("This is not the project’s name. Type it as it stands above.", "name")
    reason = _checked(reason)
    _refuse_told(project_id)
    before = snapshot(project)
    project.trashed_at, project.trash_reason = now(), reason
    record_change(Action.PROJECT_TRASHED, project, before=before, actor=actor)


def take_back(project_id: int, *, actor: Actor) -> None:
    """Put it back where it was, archived if it was: everybody finds what they left."""
    project = _held(project_id)
    if project.trashed_at is None:
        return
    before = snapshot(project)
    project.trashed_at = project.trash_reason = None
    record_change(Action.PROJECT_RESTORED, project, before=before, actor=actor)


def _refuse_told(project_id: int) -> None:
    query = select(Verdict.id).join(Annotation, Annotation.id == Verdict.annotation_id)
    told = Annotation.project_id == project_id, Verdict.public_state.in_(TOLD)
    if db.session.scalar(query.where(*told).limit(1)) is not None:
        raise Invalid(
            "Checks of this project were published, and what readers were told stays told: it "
            "cannot go to the trash. Archive it instead.",
            "reason",
        )


def _held(project_id: int) -> Project:
    """The project as it is now, which nobody else changes meanwhile."""
    lock_chain(project_id)
    return db.session.get_one(Project, project_id, populate_existing=True)


def _checked(given: str) -> str:
    reason = said(given)
    if not reason:
        raise Invalid("Say why: whoever looks for the project reads that.", "reason")
    if len(reason) > MAX_REASON:
        raise Invalid("A reason has %(most)s characters at most.", "reason", most=Count(MAX_REASON))
    return reason
